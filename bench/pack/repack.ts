/** Defragmentation of clusters that are half full, spread by worst fit: time, moves, and what they free. */
import { existsSync } from "node:fs";
import { wasm } from "../../bindings/index.js";
import type { PackInstance, PackSolution } from "../../bindings/pack/instance.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import { presets } from "../../bindings/pack/options.js";
import { goals, type InstanceMove, type RepackGoal } from "../../bindings/pack/repack/instance.js";
import { Random } from "../../bindings/random.js";
import { gpusOf, readOpenb } from "../../test/pack/packer/openb.js";
import { encoded, mixedVectors, vectorProblem } from "./problems.js";

export interface RepackResult {
  name: string;
  goal: RepackGoal;
  items: number;
  bins: number;
  moves: number;
  /** Bins that hold nothing any more. */
  freed: number;
  milliseconds: number;
}

export function repackResults(): RepackResult[] {
  const { pack, repack } = wasm.loadSync();
  return problems().flatMap(({ name, problem }) => {
    const instance = encoded(problem);
    const start = pack.construct(instance, presets["worst-fit"]);
    return goals.map((goal): RepackResult => {
      const begin = performance.now();
      const moves = repack.repack(instance, start, goal, instance.items);
      const milliseconds = performance.now() - begin;
      const { items, bins } = instance;
      return { name, goal, items, bins, moves: moves.length, freed: freedBins(instance, start, moves), milliseconds };
    });
  });
}

function problems(): { name: string; problem: PackProblem }[] {
  const items = 10_000;
  const capacity = [1000, 1000, 1000];
  const vectors = vectorProblem(mixedVectors(items, 3, new Random(1)), capacity);
  const spread = { ...vectors, bins: vectors.bins.map((bin) => ({ ...bin, count: items / 2 })) };
  const generated = { name: `${items} items of 3 resources`, problem: spread };
  return existsSync(new URL("../../../shared/data/pack/openb", import.meta.url)) ? [halfOfOpenb(), generated] : [generated];
}

/** The first pods of the trace, until they ask for half of the GPUs. */
function halfOfOpenb() {
  const { bins, pods } = readOpenb();
  const total = bins.reduce((sum, { gpus }) => sum + (gpus?.count ?? 0), 0);
  let asked = 0;
  const items = pods.filter((pod) => {
    asked += gpusOf(pod);
    return asked <= total / 2;
  });
  return { name: `${bins.length} GPU nodes, half full`, problem: { items, bins } };
}

function freedBins(instance: PackInstance, start: PackSolution, moves: readonly InstanceMove[]): number {
  const after = start.bin.slice();
  for (const { item, toBin } of moves) after[item] = toBin;
  return new Set(start.bin).size - new Set(after).size;
}
