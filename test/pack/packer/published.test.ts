import { expect, test } from "vitest";
import type {
  EncodedItem,
  PackerInstance,
  PackerSettings,
  TypicalItems,
} from "../../../bindings/pack/packer/instance.js";
import { percentOfSigmoid } from "../../../bindings/pack/reference/packer/sigmoid.js";
import { describeWithSharedData, readShared } from "../../shared-data.js";
import { packerKernels } from "./kernels.js";

const none: TypicalItems = {
  items: 0,
  weight: new Float64Array(),
  companion: new Float64Array(),
  gpuCount: new Int32Array(),
  gpuShare: new Int32Array(),
  models: new Int32Array(),
};
const settings: PackerSettings = {
  rule: "fragmentation-gradient-descent",
  seed: 0,
  weight: Int32Array.of(1, 1),
  shapeAt: Int32Array.of(0, 100),
  shapeScore: Int32Array.of(0, 100),
  typical: none,
};

test("the whole part of 100 · sigmoid changes where the exponential says so", () => {
  for (let x = -6; x <= 6; x += 1 / 64) {
    expect(percentOfSigmoid(x)).toBe(Math.floor(100 / (1 + Math.exp(-x))));
  }
  expect(percentOfSigmoid(0)).toBe(50);
  expect(percentOfSigmoid(40)).toBe(99);
  expect(percentOfSigmoid(-40)).toBe(0);
});

describeWithSharedData("published values of the simulator of Weng et al.", () => {
  interface Golden {
    typicalPods: Record<string, { cpu: number; m: number; n: number; spec: string; f: number }[]>;
    cases: { typical: string; node: { cpu: number; left: number[]; type: string }; expected: number }[];
    packing: { left: number[]; pod: { n: number; m: number }; score: number }[];
  }
  const { typicalPods, cases, packing } = readShared<Golden>("pack/openb/golden_unit.json");
  const models = ["1080", "2080", "T4", "P100", "V100M16"];

  for (const { kernel, name } of packerKernels) {
    test(`fragmentation, ${name}`, () => {
      expect(cases).toHaveLength(7);
      for (const { typical, node, expected } of cases) {
        const pods = typicalPods[typical]!;
        const state = kernel.open(oneNode(node.cpu, node.left, models.indexOf(node.type)), {
          ...settings,
          typical: {
            items: pods.length,
            weight: Float64Array.from(pods, ({ f }) => Math.round(f * 10_000)),
            companion: Float64Array.from(pods, ({ cpu }) => cpu),
            gpuCount: Int32Array.from(pods, ({ n, m }) => (m === 1000 ? n : 0)),
            gpuShare: Int32Array.from(pods, ({ m }) => (m === 1000 ? 0 : m)),
            models: Int32Array.from(pods, ({ spec }) => (spec === "" ? -1 : 1 << models.indexOf(spec))),
          },
        });
        expect(state.fragments()[0]! / 10_000).toBeCloseTo(expected, 2);
      }
    });

    test(`packing, ${name}`, () => {
      // Several shares of one item are not part of the model.
      for (const { left, pod, score } of packing.filter(({ pod }) => pod.m === 1000)) {
        const state = kernel.open(oneNode(1000, left, 0), { ...settings, rule: "packing" });
        expect(state.scores(itemOf(0, pod.n, 0))[0]).toBe(score);
      }
    });
  }
});

/** https://kubernetes.io/docs/concepts/scheduling-eviction/resource-bin-packing, "Node scoring for capacity allocation". */
for (const { kernel, name } of packerKernels) {
  test(`Kubernetes' documented scores by requested-to-capacity ratio, ${name}`, () => {
    // Of intel.com/foo, memory and CPU.
    const request = Float64Array.of(2, 256, 2);
    const score = (available: number[], used: number[]) => {
      const state = kernel.open(
        {
          ...oneNode(0, [], -1),
          resources: 3,
          capacity: Float64Array.from(available),
          free: Float64Array.from(available, (amount, r) => amount - used[r]!),
        },
        {
          ...settings,
          rule: "requested-to-capacity-ratio",
          weight: Int32Array.of(5, 1, 3, 0),
          shapeAt: Int32Array.of(0, 100),
          shapeScore: Int32Array.of(0, 10),
        },
      );
      return state.scores({ demand: request, gpuCount: 0, gpuShare: 0, models: -1 })[0];
    };
    expect(score([4, 1024, 8], [1, 256, 1])).toBe(5);
    expect(score([8, 1024, 8], [2, 512, 6])).toBe(7);
  });

  test(`Kubernetes' allocation in percent, ${name}`, () => {
    const node = oneNode(4000, [1000, 1000, 1000, 1000], 0);
    const item = itemOf(1500, 1, 0);
    expect(kernel.open(node, { ...settings, rule: "most-allocated" }).scores(item)[0]).toBe(31); // (37 + 25) / 2
    expect(kernel.open(node, { ...settings, rule: "least-allocated" }).scores(item)[0]).toBe(69); // (62 + 75) / 2
  });
}

function oneNode(cpu: number, left: number[], model: number): PackerInstance {
  return {
    kinds: 1,
    bins: 1,
    resources: 1,
    free: Float64Array.of(cpu),
    capacity: Float64Array.of(cpu),
    kind: Int32Array.of(0),
    gpuUnits: 1000,
    model: Int32Array.of(model),
    firstGpu: Int32Array.of(0, left.length),
    gpuFree: Int32Array.from(left),
    companion: 0,
  };
}

function itemOf(cpu: number, gpuCount: number, gpuShare: number): EncodedItem {
  return { demand: Float64Array.of(cpu), gpuCount, gpuShare, models: -1 };
}
