import type { ASUtil } from "@assemblyscript/loader";
import type { KernelExports } from "./host.js";

type TypedArray = Int32Array | Float64Array;

/**
 * The arrays of one call. Allocating may grow the memory, which detaches every view of it. So addresses are taken first
 * (`input`, `output`), then the inputs are copied in at once (`fill`), and after the call the outputs are copied out
 * (`read`).
 */
export class Frame {
  readonly #exports: ASUtil & KernelExports;
  readonly #inputs: { address: number; values: TypedArray }[] = [];

  constructor(exports: ASUtil & KernelExports) {
    this.#exports = exports;
  }

  /** Address of an array that will hold these values. */
  input(values: TypedArray): number {
    const address = values instanceof Int32Array ? this.outputInt32(values.length) : this.outputFloat64(values.length);
    this.#inputs.push({ address, values });
    return address;
  }

  /** Address of an array for the kernel to fill. */
  outputInt32(length: number): number {
    return this.#exports.__new(length * Int32Array.BYTES_PER_ELEMENT, this.#exports.Int32ArrayId.value);
  }

  outputFloat64(length: number): number {
    return this.#exports.__new(length * Float64Array.BYTES_PER_ELEMENT, this.#exports.Float64ArrayId.value);
  }

  /** Copies the inputs in; nothing is allocated between this and the call. */
  fill(): void {
    const { buffer } = this.#exports.memory;
    for (const { address, values } of this.#inputs) {
      if (values instanceof Int32Array) new Int32Array(buffer, address, values.length).set(values);
      else new Float64Array(buffer, address, values.length).set(values);
    }
  }

  /** Owned copies of what the kernel left. */
  readInt32(address: number, length: number): Int32Array {
    return new Int32Array(this.#exports.memory.buffer, address, length).slice();
  }

  readFloat64(address: number, length: number): Float64Array {
    return new Float64Array(this.#exports.memory.buffer, address, length).slice();
  }
}
