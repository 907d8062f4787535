import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Bin, Item } from "../../../bindings/pack/model.js";
import { type PackerOptions, packerRules } from "../../../bindings/pack/packer/model.js";
import { packerOn } from "../../../bindings/pack/packer.js";
import { packerKernels } from "./kernels.js";

const [release, , reference] = packerKernels;
const open = packerOn(release!.kernel);

const bins: Bin[] = [
  { id: "a", capacity: { cpu: 8, memory: 64 }, gpus: { model: "H100", count: 2 } },
  { id: "b", capacity: { cpu: 16, memory: 64 }, gpus: { model: "L4", count: 4 }, count: 2 },
  { id: "c", capacity: { cpu: 1.005 } },
];

describe("place", () => {
  test("three thirds of a GPU share one device, a fourth does not", () => {
    const packer = open({ bins: [{ id: "n", capacity: { cpu: 1 }, gpus: { model: "L4", count: 1 } }] });
    for (const id of ["x", "y", "z"]) {
      const decision = packer.place({ id, gpus: { share: 1 / 3 } });
      expect(decision).toEqual({ placed: true, bin: "n", copy: 0, gpus: [{ index: 0, share: 1 / 3 }] });
    }
    expect(packer.place({ id: "w", gpus: { share: 1 / 3 } })).toEqual({
      placed: false,
      reason: "no bin has room for it now",
      proven: false,
    });
  });

  test("shares that are a little more than a third do not", () => {
    const packer = open({ bins: [{ id: "n", gpus: { model: "L4", count: 1 } }] });
    const place = (id: string) => packer.place({ id, gpus: { share: 0.3333334 } }).placed;
    expect(["x", "y", "z"].map(place)).toEqual([true, true, false]);
  });

  test("decimal fractions fit exactly", () => {
    const packer = open({ bins: [{ id: "n", capacity: { cpu: 0.3, memory: 1.005 } }] });
    expect(packer.place({ id: "x", needs: { cpu: 0.1 + 0.2, memory: 1.005 } }).placed).toBe(true);
    expect(packer.place({ id: "y", needs: { cpu: 1e-9 } }).placed).toBe(false);
  });

  test("what is tiny beside the largest capacity is needed all the same", () => {
    const large: Bin = { id: "large", capacity: { cpu: 1e12, memory: 1e12 }, load: { needs: { cpu: 1e12 } } };
    const packer = open({ bins: [large, { id: "plain", capacity: { cpu: 8 } }] });
    expect(packer.place({ id: "x", needs: { cpu: 1, memory: 1e-9 } }).placed).toBe(false);
    const small = open({ bins: [large, { id: "small", capacity: { cpu: 1, memory: 1 } }] });
    expect(small.place({ id: "x", needs: { cpu: 1, memory: 1.004 } }).placed).toBe(false);
    expect(small.place({ id: "y", needs: { cpu: 1, memory: 1 } }).placed).toBe(true);
  });

  test("says when not even an empty bin would do", () => {
    const packer = open({ bins });
    const refused = { placed: false, reason: "no bin could hold it even when empty", proven: true };
    expect(packer.place({ id: "x", gpus: { count: 5 } })).toEqual(refused);
    expect(packer.place({ id: "x", needs: { tape: 1 } })).toEqual(refused);
    expect(packer.place({ id: "x", gpus: { count: 4 }, models: ["H100"] })).toEqual(refused);
    expect(packer.place({ id: "x", needs: { cpu: 2 }, gpus: { count: 3 } }).placed).toBe(true);
  });

  test("only models that will do", () => {
    const packer = open({ bins });
    expect(packer.place({ id: "x", gpus: { count: 1 }, models: ["H100"] })).toMatchObject({ bin: "a" });
    expect(packer.place({ id: "y", gpus: { share: 0.5 }, models: ["L4"] })).toMatchObject({ bin: "b" });
  });

  test("what a bin already holds is taken", () => {
    const load = { needs: { cpu: 3 }, gpus: [{ index: 0, share: 0.75 }] };
    const packer = open({ bins: [{ id: "n", capacity: { cpu: 4 }, gpus: { model: "L4", count: 1 }, load }] });
    expect(packer.place({ id: "x", needs: { cpu: 2 } }).placed).toBe(false);
    expect(packer.place({ id: "y", needs: { cpu: 1 }, gpus: { share: 0.25 } }).placed).toBe(true);
  });

  test("refuses what it does not honour, and an id twice", () => {
    const packer = open({ bins });
    packer.place({ id: "x" });
    expect(() => packer.place({ id: "x" })).toThrow(/\/item\/id: "x" is placed already/);
    expect(() => packer.place({ id: "y", group: "g" })).toThrow(/\/item\/group: plays no part/);
    expect(() => packer.place({ id: "y", needs: { gpu: 1 } })).toThrow(
      /\/item\/needs\/gpu: is for bins without "gpus"/,
    );
    expect(packer.size).toBe(1);
  });
});

test("a typical item that is none is pointed at", () => {
  const typical = [{ id: "x" }, { id: "y", group: "g" }];
  expect(() => open({ bins }, { typical })).toThrow("/typical/1/group");
});

test("what is removed leaves room, and nothing else changes", () => {
  const packer = open({ bins: [{ id: "n", capacity: { cpu: 2 }, gpus: { model: "L4", count: 2 } }] });
  const whole: Item = { id: "x", needs: { cpu: 2 }, gpus: { count: 2 } };
  const first = packer.place(whole);
  expect(packer.remove("x")).toBe(true);
  expect(packer.remove("x")).toBe(false);
  expect(packer.place(whole)).toEqual(first);
});

test("fragmentation counts the free GPUs that typical items cannot use", () => {
  const typical: Item[] = [
    { id: "1", needs: { cpu: 1 }, gpus: { count: 1 } },
    { id: "2", needs: { cpu: 4 }, gpus: { share: 0.5 } },
  ];
  const packer = open({ bins: [{ id: "n", capacity: { cpu: 4 }, gpus: { model: "L4", count: 2 } }] }, { typical });
  expect(packer.fragmentation()).toEqual({ free: 2, fragmented: 0, share: 0 });
  packer.place({ id: "x", needs: { cpu: 2 }, gpus: { share: 0.25 } });
  // One whole GPU of 1.75 is of use to the first half of items, nothing to the others.
  expect(packer.fragmentation()).toEqual({ free: 1.75, fragmented: 1.25, share: 1.25 / 1.75 });
});

test("stranded-gpu keeps GPUs beside CPU, and shares where they leave no slivers", () => {
  const typical: Item[] = Array.from({ length: 20 }, (_, i) => {
    return { id: `${i}`, needs: { cpu: 4 }, gpus: { share: i % 2 === 0 ? 0.5 : 0.4 } };
  });
  const pair: Bin[] = [
    { id: "rich", capacity: { cpu: 64 }, gpus: { model: "L4", count: 2 } },
    { id: "poor", capacity: { cpu: 17 }, gpus: { model: "L4", count: 2 } },
  ];
  for (let seed = 0; seed < 4; seed++) {
    const packer = open({ bins: pair }, { typical, seed });
    // On the poor bin, it would strand more than one GPU.
    expect(packer.place({ id: "x", needs: { cpu: 16 } })).toMatchObject({ bin: "rich" });
    const full = open(
      { bins: [{ ...pair[0]!, id: "only", gpus: { model: "L4", count: 1 }, count: 2 }] },
      { typical, seed },
    );
    const first = full.place({ id: "x", needs: { cpu: 4 }, gpus: { share: 0.4 } });
    // What would be left beside it, a fifth, is of use to nothing that is typical; beside the next, nothing is left.
    const second = full.place({ id: "y", needs: { cpu: 4 }, gpus: { share: 0.45 } });
    const third = full.place({ id: "z", needs: { cpu: 4 }, gpus: { share: 0.6 } });
    expect(second).not.toMatchObject({ copy: first.placed && first.copy });
    expect(third).toMatchObject({ copy: first.placed && first.copy });
  }
});

test("explains what is short where", () => {
  const packer = open({ bins }, { rule: "best-fit" });
  packer.place({ id: "x", needs: { cpu: 7 }, gpus: { count: 2 }, models: ["H100"] });
  const { fits, best, short } = packer.explain({ id: "y", needs: { cpu: 2 }, gpus: { count: 1 } });
  expect(fits).toBe(2);
  expect(best.map(({ bin }) => bin)).toEqual(["b", "b"]);
  expect(short).toEqual({ cpu: 2, gpu: 2 });
  expect(packer.explain("x")).toMatchObject({ item: "x", place: { bin: "a", copy: 0 }, fits: 0 });
  expect(() => packer.explain("z")).toThrow(/no item is placed as "z"/);
});

test.each([
  [{ rule: "best" }, /"rule" must be one of/],
  [{ rules: "best-fit" }, /"rules" is unknown; did you mean "rule"/],
  [{ seed: -1 }, /"seed"/],
  [{ weights: { cpu: 1 } }, /"weights" is of no use to stranded-gpu/],
  [{ rule: "requested-to-capacity-ratio", shape: [] }, /"shape" must be a list/],
  [
    {
      rule: "requested-to-capacity-ratio",
      shape: [
        { utilization: 5, score: 1 },
        { utilization: 5, score: 2 },
      ],
    },
    /"shape"/,
  ],
  [{ typical: [{}] }, /\/typical\/0: "id" is missing/],
])("refuses the options %j", (options, message) => {
  expect(() => open({ bins }, options as PackerOptions)).toThrow(message);
});

describe("snapshot", () => {
  const items = fc.array(
    fc.record({
      needs: fc.record({ cpu: fc.constantFrom(0.5, 1, 1.5, 3) }),
      gpus: fc.option(fc.constantFrom({ count: 1 }, { count: 2 }, { share: 0.3 }, { share: 0.5 }), { nil: undefined }),
    }),
    { minLength: 40, maxLength: 80 },
  );

  test("a packer that is restored goes on as the one that was not", () => {
    fc.assert(
      fc.property(items, fc.constantFrom(...packerRules), fc.nat({ max: 39 }), (items, rule, cut) => {
        const options: PackerOptions = { rule, seed: 7 };
        const through = open({ bins }, options);
        items.slice(0, cut).forEach((item, i) => {
          through.place({ id: `${i}`, ...item });
        });
        for (let i = 0; i < cut; i += 3) through.remove(`${i}`);
        const snapshot = JSON.parse(JSON.stringify(through.snapshot()));
        const restored = packerOn(reference!.kernel)({ bins }, options, snapshot);
        const goOn = (packer: typeof through) => [
          ...items.slice(cut).map((item, i) => packer.place({ id: `later ${i}`, ...item })),
          packer.fragmentation(),
          packer.snapshot(),
        ];
        expect(goOn(restored)).toEqual(goOn(through));
      }),
      { numRuns: 40 },
    );
  });

  test.each([
    [{ version: 2 }, /\/snapshot\/version/],
    [{ placed: [{ item: { id: "x" }, bin: "z", copy: 0, gpus: [] }] }, /\/snapshot\/placed\/0\/bin/],
    [
      { placed: [{ item: { id: "x", needs: { cpu: 99 } }, bin: "a", copy: 0, gpus: [] }] },
      /holds more than the bins have/,
    ],
    [
      { placed: [{ item: { id: "x", gpus: { count: 1 } }, bin: "a", copy: 0, gpus: [] }] },
      /\/snapshot\/placed\/0\/gpus/,
    ],
  ])("refuses %j", (change, message) => {
    const snapshot = { ...open({ bins }).snapshot(), ...change };
    expect(() => open({ bins }, {}, snapshot as ReturnType<ReturnType<typeof open>["snapshot"]>)).toThrow(message);
  });
});

test("every rule fills a cluster without breaking it, and empties it again", () => {
  for (const rule of packerRules) {
    const packer = open({ bins }, { rule });
    const ids = Array.from({ length: 60 }, (_, i) => `${i}`);
    for (const id of ids) packer.place({ id, needs: { cpu: 0.75 }, gpus: { share: 0.3 } });
    expect(packer.size).toBe(30); // three on each of ten devices
    for (const id of ids) packer.remove(id);
    expect(packer.fragmentation().free).toBe(10);
  }
});
