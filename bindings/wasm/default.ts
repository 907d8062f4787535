import type { Backend } from "../lehr.js";
import { compile, compileSync, kernelsOf } from "./backend.js";
import { kernelsBase64 } from "./inlined.js";

/** The default backend: the kernels' bytes come with the package. Compiled once, however many times it is loaded. */
export const wasm: Backend = {
  name: "wasm",
  load: async () => kernelsOf(await inlinedModule()),
  loadSync: () => kernelsOf(inlinedModuleSync()),
};

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

function inlinedBytes(): Uint8Array<ArrayBuffer> {
  const text = atob(kernelsBase64);
  const bytes = new Uint8Array(text.length);
  // Not Uint8Array.from with a callback, which takes most of the start-up time.
  for (let at = 0; at < text.length; at++) bytes[at] = text.charCodeAt(at);
  return bytes;
}
