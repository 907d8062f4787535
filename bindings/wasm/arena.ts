import type { Kernel } from "./exports.js";

export type TypedArray = Int32Array | Float64Array;

/**
 * The arrays of one call. An allocation may grow the memory, which detaches every view of it; so no view outlives the
 * method that takes it.
 */
export class Arena {
  constructor(
    readonly exports: Kernel,
    /** Addresses of the call's inputs, in the order in which they were handed over. */
    readonly inputs: readonly number[],
  ) {}

  /** Address of an array for the kernel to fill. */
  newInt32(length: number): number {
    return newInt32(this.exports, length);
  }

  newFloat64(length: number): number {
    return newFloat64(this.exports, length);
  }

  /** Address of an array that holds these values. */
  copyIn(values: TypedArray): number {
    return copyIn(this.exports, values);
  }

  /** An owned copy of what the kernel left. */
  readInt32(address: number, length: number): Int32Array {
    return new Int32Array(this.exports.memory.buffer, address, length).slice();
  }

  readFloat64(address: number, length: number): Float64Array {
    return new Float64Array(this.exports.memory.buffer, address, length).slice();
  }
}

/** Address of an array that holds these values. */
export function copyIn(exports: Kernel, values: TypedArray): number {
  if (values instanceof Int32Array) {
    const address = newInt32(exports, values.length);
    new Int32Array(exports.memory.buffer, address, values.length).set(values);
    return address;
  }
  const address = newFloat64(exports, values.length);
  new Float64Array(exports.memory.buffer, address, values.length).set(values);
  return address;
}

function newInt32(exports: Kernel, length: number): number {
  return exports.__new(length * Int32Array.BYTES_PER_ELEMENT, exports.Int32ArrayId.value);
}

function newFloat64(exports: Kernel, length: number): number {
  return exports.__new(length * Float64Array.BYTES_PER_ELEMENT, exports.Float64ArrayId.value);
}
