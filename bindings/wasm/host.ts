import { instantiateSync } from "@assemblyscript/loader";
import { KernelError } from "../errors.js";
import { Arena, copyIn, type TypedArray } from "./arena.js";
import type { Kernel, KernelExports } from "./exports.js";

/** Bytes of input arrays that may stay in linear memory between calls. */
const keptLimit = 32 * 1024 * 1024;

/**
 * One live instance of the kernels. A trap may leave its memory in any state, so the next call gets a fresh one.
 *
 * Below the arena of each call lie the inputs of problems that were run more than once; they need not be copied again.
 * When they exceed their limit, all are let go.
 */
export class Host {
  readonly #module: WebAssembly.Module;
  #live: Live | undefined;

  /** @throws KernelError when the module is not that of the kernels */
  constructor(module: WebAssembly.Module) {
    this.#module = module;
    try {
      this.#live = new Live(module);
    } catch (cause) {
      throw new KernelError("load", cause);
    }
  }

  /** Bytes of linear memory that the instance holds; 0 after a trap. */
  get memoryBytes(): number {
    return this.#live?.exports.memory.buffer.byteLength ?? 0;
  }

  /** A session of its own, apart from what this host runs. */
  session(operation: string, inputs: readonly TypedArray[]): Session {
    return new Session(this.#module, operation, inputs);
  }

  /**
   * Runs one operation in an arena of its own, released at its end.
   *
   * @param problem what the inputs belong to; it must not change between calls
   * @param inputs arrays of the problem, which the kernel must not write to
   * @throws KernelError when the kernel traps, for want of memory for instance.
   */
  call<T>(operation: string, problem: object, inputs: readonly TypedArray[], body: (arena: Arena) => T): T {
    try {
      this.#live ??= new Live(this.#module);
      return this.#live.call(problem, inputs, body);
    } catch (cause) {
      this.#live = undefined;
      throw new KernelError(operation, cause);
    }
  }
}

/** A fresh instance of the kernels, whose memory lasts from call to call: for a computation that goes on. */
export class Session {
  readonly #operation: string;
  readonly #arena: Arena;

  /** @throws KernelError for want of memory */
  constructor(module: WebAssembly.Module, operation: string, inputs: readonly TypedArray[]) {
    this.#operation = operation;
    try {
      const { exports } = instantiateSync<KernelExports>(module, {});
      this.#arena = new Arena(
        exports,
        inputs.map((values) => copyIn(exports, values)),
      );
    } catch (cause) {
      throw new KernelError(operation, cause);
    }
  }

  /** @throws KernelError when the kernel traps; the session is then of no use any more */
  call<T>(body: (arena: Arena) => T): T {
    try {
      return body(this.#arena);
    } catch (cause) {
      throw new KernelError(this.#operation, cause);
    }
  }
}

class Live {
  readonly exports: Kernel;
  #seen = new WeakSet<object>();
  #kept = new WeakMap<object, readonly number[]>();
  #keptBytes = 0;
  #keptMark: number;

  constructor(module: WebAssembly.Module) {
    this.exports = instantiateSync<KernelExports>(module, {}).exports;
    this.#keptMark = this.exports.mark();
  }

  call<T>(problem: object, inputs: readonly TypedArray[], body: (arena: Arena) => T): T {
    const kept = this.#keep(problem, inputs);
    const mark = this.exports.mark();
    const result = body(new Arena(this.exports, kept ?? inputs.map((values) => copyIn(this.exports, values))));
    this.exports.release(mark);
    return result;
  }

  /** Addresses of the inputs if they are kept from now on: from the second call on, unless they are too large. */
  #keep(problem: object, inputs: readonly TypedArray[]): readonly number[] | undefined {
    const kept = this.#kept.get(problem);
    if (kept) return kept;
    const bytes = inputs.reduce((sum, { byteLength }) => sum + byteLength, 0);
    if (!this.#seen.has(problem) || bytes > keptLimit) {
      this.#seen.add(problem);
      return undefined;
    }
    if (this.#keptBytes + bytes > keptLimit) {
      this.exports.release(this.#keptMark);
      this.#keptMark = this.exports.mark();
      this.#kept = new WeakMap();
      this.#keptBytes = 0;
    }
    const addresses = inputs.map((values) => copyIn(this.exports, values));
    this.#kept.set(problem, addresses);
    this.#keptBytes += bytes;
    return addresses;
  }
}
