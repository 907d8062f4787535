/** Defragmentation of what worst fit has packed: time, moves, and what they free. */
import { existsSync } from "node:fs";
import { createLehrSync } from "../../bindings/index.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import type { RepackGoal } from "../../bindings/pack/repack.js";
import { Random } from "../../bindings/random.js";
import { gpusOf, readOpenb } from "../../test/pack/packer/openb.js";
import { mixedVectors, vectorProblem } from "./problems.js";

export interface RepackResult {
  name: string;
  items: number;
  usedBins: number;
  goal: RepackGoal;
  moves: number;
  freedBins: number;
  freedGpus: number;
  /** Of the whole call, the check of the packing included. */
  milliseconds: number;
}

export function repackResults(): RepackResult[] {
  const lehr = createLehrSync();
  const vectors = (items: number): Case => {
    const sizes = mixedVectors(items, 3, new Random(1));
    return { name: "3 resources", problem: vectorProblem(sizes, [1000, 1000, 1000]), goals: ["bins"] };
  };
  return [vectors(1_000), vectors(2_000), ...halfOfOpenb()].flatMap(({ name, problem, goals }) => {
    const packing = lehr.pack(problem, { algorithm: "worst-fit" });
    return goals.map((goal): RepackResult => {
      const begin = performance.now();
      const { moves, freedBins, freedGpus } = lehr.repack(problem, packing, { goal });
      const milliseconds = performance.now() - begin;
      const counts = { moves: moves.length, freedBins: freedBins.length, freedGpus };
      return { name, items: problem.items.length, usedBins: packing.binsUsed, goal, ...counts, milliseconds };
    });
  });
}

interface Case {
  name: string;
  problem: PackProblem;
  goals: RepackGoal[];
}

/** The first pods of the trace, as long as they ask for half of the GPUs; nothing without the data. */
function halfOfOpenb(): Case[] {
  if (!existsSync(new URL("../../../shared/data/pack/openb", import.meta.url))) return [];
  const { bins, pods } = readOpenb();
  const total = bins.reduce((sum, { gpus }) => sum + (gpus?.count ?? 0), 0);
  let asked = 0;
  const items = pods.filter((pod) => {
    asked += gpusOf(pod);
    return asked <= total / 2;
  });
  return [{ name: `${bins.length} GPU nodes, half full`, problem: { items, bins }, goals: ["bins", "gpus"] }];
}
