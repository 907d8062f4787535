import { readFileSync } from "node:fs";
import type { PackKernel } from "../../bindings/pack/instance.js";
import { packKernel } from "../../bindings/pack/kernel.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Host } from "../../bindings/wasm/host.js";

export interface TestedPack {
  name: string;
  kernel: PackKernel;
}

/** As they are published, and with their bounds checks on. */
export const packKernels: TestedPack[] = ["release", "debug"].map((build) => {
  const bytes = readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url));
  return { name: `wasm (${build})`, kernel: packKernel(new Host(new WebAssembly.Module(bytes))) };
});

export const packBackends: TestedPack[] = [{ name: "reference", kernel: packReference }, ...packKernels];
