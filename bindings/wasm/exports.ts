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
  packInstance(...values: number[]): number;
  packByItem(...values: number[]): void;
  packByBin(...values: number[]): void;
  packBound(instance: number): number;
  openPackSearch(...values: number[]): number;
  stepPackSearch(search: number, iterations: number): number;
  packSearchIterations(search: number): number;
  readPackSearch(search: number, bin: number, gpus: number): void;
  repackPacking(...values: number[]): number;
  memoryInstance(...values: number[]): number;
  memoryBound(instance: number): number;
  memoryConstruct(...values: number[]): void;
  openMemorySearch(instance: number, seed: number, schedule: number): number;
  stepMemorySearch(search: number, iterations: number): number;
  memorySearchIterations(search: number): number;
  readMemorySearch(search: number, offset: number): void;
  openPacker(...values: number[]): number;
  typicalItems(...values: number[]): number;
  expectItems(packer: number, typical: number): void;
  placeItem(...values: number[]): number;
  occupyNode(...values: number[]): void;
  scoreNodes(...values: number[]): void;
  readFree(packer: number, amounts: number, gpus: number): void;
  measureFragments(packer: number, fragments: number): void;
  randomNext(seed: number, draw: number): number;
  randomBelow(seed: number, draw: number, n: number): number;
}

/** With what the loader adds. */
export type Kernel = ASUtil & KernelExports;
