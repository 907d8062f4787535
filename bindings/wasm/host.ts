import { type ASUtil, instantiateSync } from "@assemblyscript/loader";
import { KernelError } from "../errors.js";
import { Frame } from "./frame.js";

/** What `assembly/index.ts` exports. Numbers that stand for arrays are addresses. */
export interface KernelExports extends Record<string, unknown> {
  memory: WebAssembly.Memory;
  Int32ArrayId: WebAssembly.Global;
  Float64ArrayId: WebAssembly.Global;
  mark(): number;
  release(mark: number): void;
  place(...values: number[]): number;
  randomAt(seed: number, count: number): number;
}

/** One live instance of the kernels. A trap may leave its memory in any state, so the next call gets a fresh one. */
export class Host {
  readonly #module: WebAssembly.Module;
  #exports: (ASUtil & KernelExports) | undefined;

  constructor(module: WebAssembly.Module) {
    this.#module = module;
  }

  /** Bytes of linear memory in use by the instance; 0 before the first call. */
  get memoryBytes(): number {
    return this.#exports?.memory.buffer.byteLength ?? 0;
  }

  /**
   * Runs one operation in an arena of its own, released at its end.
   *
   * @throws KernelError when the kernel traps, for want of memory for instance.
   */
  call<T>(operation: string, body: (exports: KernelExports, frame: Frame) => T): T {
    try {
      this.#exports ??= instantiateSync<KernelExports>(this.#module, {}).exports;
      const exports = this.#exports;
      const mark = exports.mark();
      const result = body(exports, new Frame(exports));
      exports.release(mark);
      return result;
    } catch (cause) {
      this.#exports = undefined;
      throw new KernelError(operation, cause);
    }
  }
}
