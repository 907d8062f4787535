import { instantiateSync } from "@assemblyscript/loader";
import { wasm } from "../../bindings/index.js";
import { type Lehr, lehrOn } from "../../bindings/lehr.js";
import { packKernel } from "../../bindings/pack/kernel.js";
import { placeKernel } from "../../bindings/place/kernel.js";
import { sequenceKernel } from "../../bindings/sequence/kernel.js";
import { Arena, copyIn, type TypedArray } from "../../bindings/wasm/arena.js";
import type { Kernel, KernelExports } from "../../bindings/wasm/exports.js";
import { Host } from "../../bindings/wasm/host.js";

/** A lehr that tells what its kernels use. */
export interface MeteredLehr extends Lehr {
  /** Memory that the arena of the last call took: inputs, results and all in between. */
  arenaBytes(): number;
  /** Instructions so far, of kernels that count them. */
  executed(): number;
}

export function meteredLehr(module: WebAssembly.Module): MeteredLehr {
  const host = new MeteredHost(module);
  const kernels = {
    ...wasm.loadSync(),
    place: placeKernel(host),
    sequence: sequenceKernel(host),
    pack: packKernel(host),
  };
  return {
    ...lehrOn({ ...wasm, name: "metered" }, kernels),
    arenaBytes: () => host.arenaBytes,
    executed: () => host.executed,
  };
}

class MeteredHost extends Host {
  readonly #exports: Kernel;
  arenaBytes = 0;

  constructor(module: WebAssembly.Module) {
    super(module);
    this.#exports = instantiateSync<KernelExports>(module, {}).exports;
  }

  get executed(): number {
    return Number((this.#exports.executed as WebAssembly.Global).value);
  }

  override call<T>(_operation: string, _problem: object, inputs: readonly TypedArray[], body: (arena: Arena) => T): T {
    const { mark, release } = this.#exports;
    const start = mark();
    const result = body(
      new Arena(
        this.#exports,
        inputs.map((values) => copyIn(this.#exports, values)),
      ),
    );
    // Nothing of an arena is given back before its end, so its end is as high as it ever was.
    this.arenaBytes = mark() - start;
    release(start);
    return result;
  }
}
