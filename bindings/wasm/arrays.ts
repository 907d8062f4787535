import type { ASUtil } from "@assemblyscript/loader";
import type { KernelExports } from "./host.js";

/**
 * Arrays in linear memory. An allocation may grow the memory, which detaches every view of it; no view outlives the
 * function that takes it.
 */
export type TypedArray = Int32Array | Float64Array;
type Exports = ASUtil & KernelExports;

/** Address of an array that holds these values. */
export function copyIn(exports: Exports, values: TypedArray): number {
  if (values instanceof Int32Array) {
    const address = newInt32(exports, values.length);
    new Int32Array(exports.memory.buffer, address, values.length).set(values);
    return address;
  }
  const address = newFloat64(exports, values.length);
  new Float64Array(exports.memory.buffer, address, values.length).set(values);
  return address;
}

/** Address of an array for the kernel to fill. */
export function newInt32(exports: Exports, length: number): number {
  return exports.__new(length * Int32Array.BYTES_PER_ELEMENT, exports.Int32ArrayId.value);
}

export function newFloat64(exports: Exports, length: number): number {
  return exports.__new(length * Float64Array.BYTES_PER_ELEMENT, exports.Float64ArrayId.value);
}

/** Owned copies of what the kernel left. */
export function readInt32(exports: Exports, address: number, length: number): Int32Array {
  return new Int32Array(exports.memory.buffer, address, length).slice();
}

export function readFloat64(exports: Exports, address: number, length: number): Float64Array {
  return new Float64Array(exports.memory.buffer, address, length).slice();
}
