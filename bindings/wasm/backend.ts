import { KernelError } from "../errors.js";
import type { Backend, Kernels } from "../lehr.js";
import { packKernel } from "../pack/kernel.js";
import { memoryKernel } from "../pack/memory/kernel.js";
import { packerKernel } from "../pack/packer/kernel.js";
import { repackKernel } from "../pack/repack/kernel.js";
import { placeKernel } from "../place/kernel.js";
import { sequenceKernel } from "../sequence/kernel.js";
import { Host } from "./host.js";

/**
 * Kernels from elsewhere than the package's code: a compiled module, where bytes may not be compiled (some edge runtimes),
 * or the bytes of `lehr/kernels.wasm`.
 */
export function wasmFrom(source: WebAssembly.Module | BufferSource): Backend {
  if (source instanceof WebAssembly.Module) {
    const kernels = () => kernelsOf(source);
    return { name: "wasm", load: async () => kernels(), loadSync: kernels };
  }
  return {
    name: "wasm",
    load: async () => kernelsOf(await compile(source)),
    loadSync: () => kernelsOf(compileSync(source)),
  };
}

/**
 * The kernels are so small that handing them to a background thread takes several times as long as compiling them. That
 * is left to engines that refuse to compile on the main thread.
 */
export async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return WebAssembly.compile(bytes).catch((cause) => {
      throw new KernelError("load", cause);
    });
  }
}

export function compileSync(bytes: BufferSource): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new KernelError("load", cause);
  }
}

export function kernelsOf(module: WebAssembly.Module): Kernels {
  const host = new Host(module);
  return {
    place: placeKernel(host),
    sequence: sequenceKernel(host),
    pack: packKernel(host),
    packer: packerKernel(host),
    repack: repackKernel(host),
    memory: memoryKernel(host),
  };
}
