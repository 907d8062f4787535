import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Statistics, statisticsOf } from "../report/figures.js";

const entry = new URL("../../dist/index.js", import.meta.url);

/** The kernels as they are published. */
export function readKernels(): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL("../../build/release.wasm", import.meta.url)));
}

export function sizesOf(bytes: Uint8Array): Record<string, number> {
  return { "kernels.wasm": bytes.length, "kernels.wasm, gzip -9": gzipSync(bytes, { level: 9 }).length };
}

/**
 * Milliseconds of the steps of a fresh process, by step: compiled code is kept between calls, so each process counts
 * once. Empty when the package is not built.
 */
export function startUp(processes: number): Record<string, Statistics> {
  if (!existsSync(entry)) return {};
  const program = `
    const begin = performance.now();
    const { createLehr } = await import(${JSON.stringify(entry.href)});
    const imported = performance.now();
    const lehr = await createLehr();
    const created = performance.now();
    lehr.place({ cluster: { nodes: [{ id: "node" }] }, workflow: { tasks: [{ id: "task", work: 1 }] } });
    console.log(JSON.stringify([imported - begin, created - imported, performance.now() - created]));`;
  const runs = Array.from({ length: processes }, () => {
    const output = execFileSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
    return JSON.parse(output) as number[];
  });
  const steps = ["import", "createLehr()", "first call"];
  return Object.fromEntries(steps.map((step, index) => [step, statisticsOf(runs.map((run) => run[index]!))]));
}
