/** Placing the pods of a production cluster one by one: time of a decision, and how much of the GPUs is allocated. */
import { existsSync } from "node:fs";
import { wasm } from "../../bindings/index.js";
import type { Item } from "../../bindings/pack/model.js";
import type { PackerRule } from "../../bindings/pack/packer/model.js";
import { packerOn } from "../../bindings/pack/packer.js";
import { gpusOf, readOpenb, stream } from "../../test/pack/packer/openb.js";

const rules: PackerRule[] = [
  "random",
  "random-first-fit",
  "best-fit",
  "fragmentation-gradient-descent",
  "stranded-gpu",
];

export interface StreamResult {
  rule: PackerRule;
  /** Of all GPUs, in percent, when the arrivals ask for as many as there are; by seed. */
  allocated: number[];
  /** Microseconds of `place`, by seed: the mean over the stream. */
  microseconds: number[];
}

/** Undefined without the data. */
export function streamResults(seeds: number): StreamResult[] | undefined {
  if (!existsSync(new URL("../../../shared/data/pack/openb", import.meta.url))) return undefined;
  const { bins, pods } = readOpenb();
  const total = bins.reduce((sum, { gpus }) => sum + (gpus?.count ?? 0), 0);
  const { packer } = wasm.loadSync();
  return rules.map((rule) => {
    const allocated: number[] = [];
    const microseconds: number[] = [];
    for (let run = -1; run < seeds; run++) {
      // The first run is for the engine to warm up.
      const seed = Math.max(0, run);
      const arriving = arrivals(pods, total, seed);
      const nodes = packerOn(packer)({ bins }, { rule, seed, typical: pods });
      const begin = performance.now();
      let placed = 0;
      for (const pod of arriving) if (nodes.place(pod).placed) placed += gpusOf(pod);
      if (run < 0) continue;
      microseconds.push((1000 * (performance.now() - begin)) / arriving.length);
      allocated.push((100 * placed) / total);
    }
    return { rule, allocated, microseconds };
  });
}

/** Until they have asked for as many GPUs as there are. */
function arrivals(pods: readonly Item[], gpus: number, seed: number): Item[] {
  const all = stream(pods, 1.3 * gpus, seed + 1000);
  let asked = 0;
  const count = all.findIndex((pod) => {
    asked += gpusOf(pod);
    return asked >= gpus;
  });
  // Pods that are drawn again need a name of their own.
  return all.slice(0, count + 1).map((pod, i) => ({ ...pod, id: `pod ${i}` }));
}
