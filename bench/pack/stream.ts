/** Placing the pods of a production cluster one by one: time of a decision, and how much of the GPUs is allocated. */
import { existsSync } from "node:fs";
import { wasm } from "../../bindings/index.js";
import type { Bin, Item } from "../../bindings/pack/model.js";
import { PackerCluster } from "../../bindings/pack/packer/cluster.js";
import type { PackerRule } from "../../bindings/pack/packer/model.js";
import { encodeTypical, Sample } from "../../bindings/pack/packer/typical.js";
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
  /** Microseconds of `packer.place`, the item read and encoded, by seed: the mean over the stream. */
  whole: number[];
  /** The same of the kernel alone, items encoded beforehand. */
  kernel: number[];
}

/** Undefined without the data. */
export function streamResults(seeds: number): StreamResult[] | undefined {
  if (!existsSync(new URL("../../../shared/data/pack/openb", import.meta.url))) return undefined;
  const { bins, pods } = readOpenb();
  const total = bins.reduce((sum, { gpus }) => sum + (gpus?.count ?? 0), 0);
  const { packer } = wasm.loadSync();
  return rules.map((rule) => {
    const result: StreamResult = { rule, allocated: [], whole: [], kernel: [] };
    // The first runs are for the engine to warm up.
    for (let run = -2; run < seeds; run++) {
      const seed = Math.max(0, run);
      const arriving = arrivals(pods, total, seed);
      const nodes = packerOn(packer)({ bins }, { rule, seed, typical: pods });
      let placed = 0;
      const whole = microsecondsEach(arriving, (pod) => {
        if (nodes.place(pod).placed) placed += gpusOf(pod);
      });
      const kernel = kernelTime(bins, pods, arriving, rule, seed);
      if (run < 0) continue;
      result.whole.push(whole);
      result.kernel.push(kernel);
      result.allocated.push((100 * placed) / total);
    }
    return result;
  });
}

function kernelTime(
  bins: readonly Bin[],
  pods: readonly Item[],
  arriving: readonly Item[],
  rule: PackerRule,
  seed: number,
) {
  const cluster = new PackerCluster(
    bins.map((bin) => ({ count: 1, ...bin })),
    "cpu",
    seed,
  );
  const sample = new Sample(cluster);
  for (const pod of pods) sample.add(pod);
  const state = wasm.loadSync().packer.open(cluster.instance, {
    rule,
    seed,
    weight: new Int32Array(cluster.resources.length + 1).fill(1),
    shapeAt: Int32Array.of(0, 100),
    shapeScore: Int32Array.of(0, 100),
    typical: encodeTypical(cluster, sample.typical()),
  });
  const encoded = arriving.map((pod) => cluster.encodeItem(pod)!);
  return microsecondsEach(encoded, (item, decision) => state.place(item, decision));
}

function microsecondsEach<T>(values: readonly T[], work: (value: T, index: number) => unknown): number {
  const begin = performance.now();
  values.forEach(work);
  return (1000 * (performance.now() - begin)) / values.length;
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
