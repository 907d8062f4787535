import type { ASUtil } from "@assemblyscript/loader";

/** What `assembly/index.ts` exports. Numbers that stand for arrays and other objects are addresses. */
export interface KernelExports extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  Int32ArrayId: WebAssembly.Global;
  Float64ArrayId: WebAssembly.Global;
  mark(): number;
  release(mark: number): void;
  place(...values: number[]): number;
  sequenceInstance(...values: number[]): number;
  sequenceDispatch(...values: number[]): void;
  sequenceExhaust(...values: number[]): void;
  openSequenceSearch(...values: number[]): number;
  stepSequenceSearch(search: number, iterations: number): number;
  readSequenceSearch(search: number, server: number, batch: number, start: number): void;
  sequenceEvaluate(...values: number[]): void;
  randomNext(seed: number, draw: number): number;
  randomBelow(seed: number, draw: number, n: number): number;
}

/** With what the loader adds. */
export type Kernel = ASUtil & KernelExports;
