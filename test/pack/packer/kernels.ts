import { readFileSync } from "node:fs";
import { packerKernel } from "../../../bindings/pack/packer/kernel.js";
import { packerReference } from "../../../bindings/pack/reference/packer.js";
import { Host } from "../../../bindings/wasm/host.js";

/** Both builds of the kernel, and what they must equal. */
export const packerKernels = [
  { name: "release", kernel: built("release") },
  { name: "debug", kernel: built("debug") },
  { name: "reference", kernel: packerReference },
];

function built(target: string) {
  return packerKernel(new Host(new WebAssembly.Module(readFileSync(`build/${target}.wasm`))));
}
