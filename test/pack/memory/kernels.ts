import { readFileSync } from "node:fs";
import type { MemoryKernel } from "../../../bindings/pack/memory/instance.js";
import { memoryKernel } from "../../../bindings/pack/memory/kernel.js";
import { memoryReference } from "../../../bindings/pack/reference/memory/index.js";
import { Host } from "../../../bindings/wasm/host.js";

/** The Wasm kernels as they are published, and with their bounds checks and assertions on. */
export const wasmKernels: [name: string, kernel: MemoryKernel][] = ["release", "debug"].map((build) => {
  const bytes = readFileSync(new URL(`../../../build/${build}.wasm`, import.meta.url));
  return [`wasm (${build})`, memoryKernel(new Host(new WebAssembly.Module(bytes)))];
});

export const kernels: [name: string, kernel: MemoryKernel][] = [["reference", memoryReference], ...wasmKernels];
