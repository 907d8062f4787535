import { KernelError } from "../errors.js";
import type { Backend, Kernels } from "../lehr.js";
import { packKernel } from "../pack/kernel.js";
import { memoryKernel } from "../pack/memory/kernel.js";
import { packerKernel } from "../pack/packer/kernel.js";
import { repackKernel } from "../pack/repack/kernel.js";
import { placeKernel } from "../place/kernel.js";
import { sequenceKernel } from "../sequence/kernel.js";
import { Host } from "./host.js";
import { kernelsBase64 } from "./inlined.js";

/** The default backend: the kernels' bytes come with the package. Compiled once, however many times it is loaded. */
export const wasm: Backend = {
  name: "wasm",
  load: async () => kernelsOf(await inlinedModule()),
  loadSync: () => kernelsOf(inlinedModuleSync()),
};

/**
 * The same kernels from elsewhere: a compiled module, where bytes may not be compiled (some edge runtimes), or the bytes
 * of `lehr/kernels.wasm`.
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

let compiling: Promise<WebAssembly.Module> | undefined;
let compiled: WebAssembly.Module | undefined;

async function inlinedModule(): Promise<WebAssembly.Module> {
  if (compiled) return compiled;
  compiling ??= compile(inlinedBytes());
  compiled = await compiling;
  return compiled;
}

function inlinedModuleSync(): WebAssembly.Module {
  compiled ??= compileSync(inlinedBytes());
  return compiled;
}

/**
 * The kernels are so small that handing them to a background thread takes several times as long as compiling them. That
 * is left to engines that refuse to compile on the main thread.
 */
async function compile(bytes: BufferSource): Promise<WebAssembly.Module> {
  try {
    return new WebAssembly.Module(bytes);
  } catch {
    return WebAssembly.compile(bytes).catch((cause) => {
      throw new KernelError("load", cause);
    });
  }
}

function compileSync(bytes: BufferSource): WebAssembly.Module {
  try {
    return new WebAssembly.Module(bytes);
  } catch (cause) {
    throw new KernelError("load", cause);
  }
}

function inlinedBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(kernelsBase64);
  const bytes = new Uint8Array(text.length);
  // Not Uint8Array.from with a callback, which takes most of the start-up time.
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}

function kernelsOf(module: WebAssembly.Module): Kernels {
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
