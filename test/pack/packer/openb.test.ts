import { expect, test } from "vitest";
import { PackerCluster } from "../../../bindings/pack/packer/cluster.js";
import type { PackerRule } from "../../../bindings/pack/packer/model.js";
import { encodeTypical, Sample } from "../../../bindings/pack/packer/typical.js";
import { describeWithSharedData, readSharedText } from "../../shared-data.js";
import { packerKernels } from "./kernels.js";
import { gpusOf, readOpenb, stream } from "./openb.js";

const seeds = Array.from({ length: 10 }, (_, seed) => seed);
/** Of percent, around the published range. */
const slack = 0.3;
const [release] = packerKernels;

describeWithSharedData("allocation of GPUs on the default trace, at arrivals of as many as there are", () => {
  const { bins, pods } = readOpenb();
  const gpus = bins.reduce((sum, bin) => sum + bin.gpus!.count, 0);
  const streams = seeds.map((seed) => stream(pods, gpus * 1.3, seed + 1000));

  /** Percent of all GPUs that are allocated once arrivals have asked for all of them. */
  const allocation = (rule: PackerRule, seed: number): number => {
    const cluster = new PackerCluster(
      bins.map((bin) => ({ ...bin, count: 1 })),
      "cpu",
      seed,
    );
    const sample = new Sample(cluster);
    for (const pod of pods) sample.add(pod);
    const encoded = new Map(pods.map((pod) => [pod, cluster.encodeItem(pod)!]));
    const state = release!.kernel.open(cluster.instance, {
      rule,
      seed,
      weight: Int32Array.of(1, 1, 1),
      shapeAt: Int32Array.of(0, 100),
      shapeScore: Int32Array.of(0, 100),
      typical: encodeTypical(cluster, sample.typical()),
    });
    let arrived = 0;
    let allocated = 0;
    for (const [decision, pod] of streams[seed]!.entries()) {
      arrived += gpusOf(pod);
      if (state.place(encoded.get(pod)!, decision)) allocated += gpusOf(pod);
      if (arrived >= gpus) break;
    }
    return (allocated / gpus) * 100;
  };
  const reached = (rule: PackerRule) => seeds.map((seed) => allocation(rule, seed));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  test.each([
    ["random", "01-Random"],
    ["best-fit", "05-BestFit"],
    ["fragmentation-gradient-descent", "06-FGD"],
  ] as const)("%s reaches what is published", (rule, policy) => {
    const { least, most } = published(policy);
    const value = mean(reached(rule));
    expect(value).toBeGreaterThanOrEqual(least - slack);
    expect(value).toBeLessThanOrEqual(most + slack);
  });

  test("stranded-gpu reaches more than the others, from every seed", () => {
    const [stranded, gradient, first] = (
      ["stranded-gpu", "fragmentation-gradient-descent", "random-first-fit"] as const
    ).map(reached) as [number[], number[], number[]];
    expect(mean(stranded)).toBeGreaterThanOrEqual(96.1);
    for (const seed of seeds) {
      expect(stranded[seed]).toBeGreaterThan(gradient[seed]!);
      expect(stranded[seed]).toBeGreaterThan(first[seed]!);
    }
  });
});

function published(policy: string): { least: number; most: number } {
  const [head, ...lines] = readSharedText("pack/openb/expected_summary.csv").trim().split("\n");
  const names = head!.split(",");
  const fields = lines.map((line) => line.split(",")).find((line) => line[1] === policy)!;
  return {
    least: Number(fields[names.indexOf("alloc_min_100")]),
    most: Number(fields[names.indexOf("alloc_max_100")]),
  };
}
