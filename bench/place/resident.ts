import { instantiateSync } from "@assemblyscript/loader";
import type { PlaceInstance, PlaceSettings } from "../../bindings/place/instance.js";
import { placeKernel } from "../../bindings/place/kernel.js";
import { Arena, copyIn, type TypedArray } from "../../bindings/wasm/arena.js";
import type { Kernel, KernelExports } from "../../bindings/wasm/exports.js";
import { Host } from "../../bindings/wasm/host.js";

/**
 * The kernel without its bindings: instances are copied into linear memory once and stay there, a call runs the kernel on
 * one of them and reads no more than the makespan.
 */
export class ResidentKernels extends Host {
  readonly #exports: Kernel;
  #kernel: () => number = () => 0;

  constructor(module: WebAssembly.Module) {
    super(module);
    this.#exports = instantiateSync<KernelExports>(module, {}).exports;
  }

  /** The kernel's call on this instance, to be repeated at will. */
  load(instance: PlaceInstance, settings: PlaceSettings): () => number {
    placeKernel(this)(instance, settings);
    return this.#kernel;
  }

  /** Unlike the host of a call, keeps the arrays and the arguments. */
  override call<T>(_operation: string, _problem: object, inputs: readonly TypedArray[], body: (arena: Arena) => T): T {
    const { mark, release, place } = this.#exports;
    const recording: Kernel = Object.create(this.#exports, {
      place: {
        value: (...values: number[]) => {
          this.#kernel = () => {
            const start = mark();
            const makespan = place(...values);
            release(start);
            return makespan;
          };
          return this.#kernel();
        },
      },
    });
    const addresses = inputs.map((values) => copyIn(this.#exports, values));
    return body(new Arena(recording, addresses));
  }
}
