/** How few bins a search takes after so many milliseconds. */

import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { wasm } from "../../bindings/index.js";
import type { PackInstance, PackKernel } from "../../bindings/pack/instance.js";
import { presets } from "../../bindings/pack/options.js";
import { Random } from "../../bindings/random.js";
import { type SizedItems, tripletItems, uniformItems } from "./families.js";
import { encoded, vectorProblem } from "./problems.js";

export interface FamilyQuality {
  family: string;
  items: number;
  instances: number;
  /** Instances that first fit decreasing solves to the lower bound. */
  decreasing: number;
  /** Instances that are at the lower bound after each budget. */
  atBound: number[];
}

const families: { name: string; generate: (items: number, random: Random) => SizedItems; sizes: number[] }[] = [
  { name: "uniform", generate: uniformItems, sizes: [120, 250, 500, 1000] },
  { name: "triplets", generate: tripletItems, sizes: [60, 120, 249, 501] },
];

/** Shares of generated instances of one resource at their lower bound. */
export function atLowerBound(budgets: readonly number[], seeds: number): FamilyQuality[] {
  const { pack } = wasm.loadSync();
  return families.flatMap(({ name, generate, sizes }) =>
    sizes.map((items) => {
      const instances = Array.from({ length: seeds }, (_, k) => sized(generate(items, new Random(1000 * items + k))));
      warmUp(pack, instances);
      const results = instances.map((instance) => {
        const bound = pack.bound(instance);
        return {
          decreasing: Number(binsOf(pack.construct(instance, presets["first-fit-decreasing"]).bin) === bound),
          atBound: binsAfter(pack, instance, budgets).map((bins) => Number(bins === bound)),
        };
      });
      return {
        family: name,
        items,
        instances: seeds,
        decreasing: results.reduce((sum, { decreasing }) => sum + decreasing, 0),
        atBound: budgets.map((_, k) => results.reduce((sum, { atBound }) => sum + atBound[k]!, 0)),
      };
    }),
  );
}

interface VectorData {
  instances: { cap: number[]; items: number[][]; best: number }[];
}

/** Total bins on published vectors against the best of all published heuristics; undefined without the data. */
export function againstPublished(budgets: readonly number[], everyNth: number) {
  const file = new URL("../../../shared/data/pack/vbp-new.json.gz", import.meta.url);
  if (!existsSync(file)) return undefined;
  const { instances } = JSON.parse(gunzipSync(readFileSync(file)).toString()) as VectorData;
  const chosen = instances.filter((_, k) => k % everyNth === 0);
  const { pack } = wasm.loadSync();
  const problems = chosen.map(({ cap, items }) => encoded(vectorProblem(items, cap)));
  warmUp(pack, problems.slice(0, 5));
  const bins = problems.map((instance) => binsAfter(pack, instance, budgets));
  return {
    instances: chosen.length,
    published: chosen.reduce((sum, { best }) => sum + best, 0),
    bins: budgets.map((_, k) => bins.reduce((sum, counts) => sum + counts[k]!, 0)),
  };
}

/**
 * Bins at each of the budgets: those of the longest run, of runs each half as long again, that took no longer. A run is a
 * whole call of the kernel, its start included.
 */
function binsAfter(kernel: PackKernel, instance: PackInstance, budgets: readonly number[]): number[] {
  const bound = kernel.bound(instance);
  let bins = binsOf(kernel.construct(instance, presets[start]).bin);
  let iterations = 1;
  let next = timedRun(kernel, instance, iterations);
  return budgets.map((budget) => {
    while (next.milliseconds <= budget && bins > bound) {
      bins = next.bins;
      iterations = Math.ceil(iterations * 1.5);
      next = timedRun(kernel, instance, iterations);
    }
    return bins;
  });
}

const start = "first-fit-decreasing";

function timedRun(kernel: PackKernel, instance: PackInstance, iterations: number) {
  const begin = performance.now();
  const first = kernel.construct(instance, presets[start]);
  const { bin } = kernel.improve(instance, first, { objective: "bins", seed: 1, schedule: iterations }, iterations);
  return { milliseconds: performance.now() - begin, bins: binsOf(bin) };
}

function warmUp(kernel: PackKernel, instances: readonly PackInstance[]): void {
  for (const instance of instances.slice(0, 5)) timedRun(kernel, instance, 2_000);
}

function sized({ sizes, capacity }: SizedItems): PackInstance {
  return encoded(
    vectorProblem(
      sizes.map((size) => [size]),
      [capacity],
    ),
  );
}

function binsOf(bin: Int32Array): number {
  return new Set(bin).size;
}
