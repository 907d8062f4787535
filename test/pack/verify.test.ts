import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import type { Packing, PackProblem } from "../../bindings/pack/model.js";
import { type PackingViolationCode, verifyPacking } from "../../bindings/pack/verify.js";
import {
  chat,
  chat2,
  embed,
  index,
  logs,
  packing,
  problem,
  rerank,
  train0,
  train1,
  whole,
  withBin,
  withItem,
} from "./verify-example.js";

type Found = [code: PackingViolationCode, path: string];

/** Codes and paths of what is wrong once `change` has been made to the good packing. */
function violationsAfter(change: (packing: Packing) => void, on = problem): Found[] {
  const changed = structuredClone(packing);
  change(changed);
  return verifyPacking(on, changed).map(({ code, path }): Found => [code, path]);
}

/** What is wrong with the good packing for another problem. */
function violationsFor(on: PackProblem): Found[] {
  return violationsAfter(() => {}, on);
}

/** A packing of all items into copy 0 of one bin. */
function allInOne(bin: string, items: readonly string[], gpus: Packing["placed"][number]["gpus"] = []): Packing {
  const placed = items.map((item) => ({ item, bin, copy: 0, gpus }));
  return { ...packing, status: "complete", placed, unplaced: [], binsUsed: 1, cost: 1, lowerBound: 1 };
}

describe("a packing that holds", () => {
  test("with everything that a packing can have", () => {
    expect(verifyPacking(problem, packing)).toEqual([]);
  });

  test("with its lists in any order, and found anyhow", () => {
    const { run, ...unexplained } = packing;
    const placed = packing.placed.map((entry) => ({ ...entry, gpus: entry.gpus.toReversed() })).toReversed();
    const unplaced = packing.unplaced.toReversed();
    expect(verifyPacking(problem, { ...unexplained, placed, unplaced })).toEqual([]);
  });

  test("of no items", () => {
    expect(
      verifyPacking(
        { ...problem, items: [], groups: [] },
        { ...allInOne("plain", []), binsUsed: 0, cost: 0, lowerBound: 0 },
      ),
    ).toEqual([]);
  });

  test("though it uses more bins than it must", () => {
    const found = violationsAfter((packing) => {
      packing.placed[index]!.copy = 0;
      Object.assign(packing, { binsUsed: 4, cost: 26 });
    });
    expect(found).toEqual([]);
  });

  test("with 0.1 and 0.2 in 0.3, seven times a seventh, and sizes of any digits", () => {
    const sizes = [
      [0.3, [0.1, 0.2]],
      [1.005, [1.005]],
      [1, Array.from({ length: 7 }, () => 1 / 7)],
      [0.1 + 0.7, [0.3, 0.5]],
      [1e-9, [4e-10, 6e-10]],
    ] as const;
    for (const [capacity, needs] of sizes) {
      const items = needs.map((amount, i) => ({ id: `${i}`, needs: { memory: amount } }));
      const bins = [{ id: "bin", capacity: { memory: capacity } }];
      const ids = items.map(({ id }) => id);
      expect(verifyPacking({ items, bins }, allInOne("bin", ids))).toEqual([]);
    }
  });

  test("with a gang that is only preferred to be together", () => {
    const apart = (problem: PackProblem): PackProblem => ({
      ...problem,
      bins: problem.bins.flatMap((bin) =>
        bin.id === "gpu node"
          ? [
              { ...bin, count: 1 },
              { ...bin, id: "far node", count: 1, location: { zone: "a", rack: "7" } },
            ]
          : [bin],
      ),
    });
    const moved = (packing: Packing) => {
      for (const entry of [packing.placed[chat2]!, packing.placed[train1]!])
        Object.assign(entry, { bin: "far node", copy: 0 });
    };
    const preferred: PackProblem = { ...problem, groups: [{ id: "train", within: "rack", strength: "preferred" }] };
    expect(violationsAfter(moved, apart(preferred))).toEqual([]);
    expect(violationsAfter(moved, apart({ ...problem, groups: [{ id: "train", within: "zone" }] }))).toEqual([]);
    expect(violationsAfter(moved, apart(problem))).toEqual([["gang-apart", "/placed/5/bin"]]);
  });
});

describe("the lists", () => {
  test("an item that nobody knows", () => {
    expect(violationsAfter(({ unplaced }) => unplaced.push({ item: "x", reason: "", proven: false }))).toEqual([
      ["unknown-item", "/unplaced/2/item"],
    ]);
    expect(
      violationsAfter(({ placed }) => placed.push({ item: "__proto__", bin: "plain", copy: 0, gpus: [] })),
    ).toEqual([["unknown-item", "/placed/8/item"]]);
  });

  test("an item twice", () => {
    expect(violationsAfter(({ placed }) => placed.push(placed[index]!))).toEqual([
      ["duplicate-item", "/placed/8/item"],
    ]);
    expect(violationsAfter(({ unplaced }) => unplaced.push({ ...unplaced[0]!, item: "logs" }))).toEqual([
      ["duplicate-item", "/unplaced/2/item"],
    ]);
  });

  test("an item nowhere", () => {
    expect(violationsAfter(({ placed }) => placed.splice(logs, 1))).toEqual([["missing-item", "/placed"]]);
    expect(violationsAfter(({ unplaced }) => unplaced.pop())).toEqual([["missing-item", "/placed"]]);
  });

  test("a bin or a copy that is not there", () => {
    const strayed = (change: Partial<Packing["placed"][number]>) =>
      violationsAfter(({ placed }) => Object.assign(placed[logs]!, change));
    expect(strayed({ bin: "attic" })).toEqual([["unknown-bin", "/placed/7/bin"]]);
    expect(strayed({ copy: 3 })).toEqual([["unknown-copy", "/placed/7/copy"]]);
    expect(strayed({ copy: -1 })).toEqual([["unknown-copy", "/placed/7/copy"]]);
    expect(strayed({ copy: 0.5 })).toEqual([["unknown-copy", "/placed/7/copy"]]);
  });
});

describe("resources", () => {
  test("too much of one, with what the bin held before", () => {
    expect(violationsFor(withBin("gpu node", { load: { needs: { cpu: 3.9 } } }))).toEqual([]);
    expect(violationsFor(withBin("gpu node", { load: { needs: { cpu: 4.1 } } }))).toEqual([
      ["over-capacity", "/placed/4"],
    ]);
    expect(violationsFor(withItem("logs", { needs: { memory: 0.2001 } }))).toEqual([["over-capacity", "/placed/7"]]);
  });

  test("within the tolerance of the capacity, and not beyond", () => {
    expect(violationsFor(withItem("logs", { needs: { memory: 0.2 + 2e-10 } }))).toEqual([]);
    expect(violationsFor(withItem("logs", { needs: { memory: 0.2 + 4e-10 } }))).toEqual([
      ["over-capacity", "/placed/7"],
    ]);
  });

  test("one that the bin has not", () => {
    expect(violationsFor(withItem("embed", { needs: { memory: 1e-12 } }))).toEqual([
      ["missing-resource", "/placed/2/bin"],
    ]);
  });

  test("plain GPUs are no devices", () => {
    const items = [{ id: "a", gpus: { count: 1 } }];
    const bins = [{ id: "bin", capacity: { gpu: 2 } }];
    const codes = verifyPacking({ items, bins }, allInOne("bin", ["a"], whole(0))).map(({ code }) => code);
    expect(codes).toEqual(["unknown-device"]);
    expect(verifyPacking({ items: [{ id: "a", needs: { gpu: 2 } }], bins }, allInOne("bin", ["a"]))).toEqual([]);
  });
});

describe("devices", () => {
  const holding = (item: number, gpus: Packing["placed"][number]["gpus"], on = problem) =>
    violationsAfter(({ placed }) => Object.assign(placed[item]!, { gpus }), on);

  test("too few, too many, or none asked for", () => {
    expect(holding(train0, whole(0))).toEqual([["wrong-device-count", "/placed/4/gpus"]]);
    expect(holding(chat2, [])).toEqual([["wrong-device-count", "/placed/1/gpus"]]);
    expect(holding(logs, whole(0))).toEqual([
      ["wrong-device-count", "/placed/7/gpus"],
      ["unknown-device", "/placed/7/gpus/0/index"],
    ]);
  });

  test("one that is not there", () => {
    for (const device of [4, -1, 0.5]) {
      expect(holding(train0, whole(0, device))).toEqual([["unknown-device", "/placed/4/gpus/1/index"]]);
    }
  });

  test("one twice", () => {
    expect(holding(train0, whole(1, 1))).toEqual([["duplicate-device", "/placed/4/gpus/1/index"]]);
  });

  test("more or less of one than asked for", () => {
    expect(holding(chat2, [{ index: 2, share: 0.4 }])).toEqual([["wrong-share", "/placed/1/gpus/0/share"]]);
    expect(holding(chat2, [{ index: 2, share: 1 / 3 + 1e-11 }])).toEqual([]);
    expect(holding(chat, [{ index: 2, share: 1 / 3 + 1e-10 }])).toEqual([]);
    const partly = [
      { index: 0, share: 1 },
      { index: 1, share: 0.5 },
    ];
    expect(holding(train1, partly)).toEqual([["wrong-share", "/placed/5/gpus/1/share"]]);
  });

  test("one that others hold, or that was held before", () => {
    expect(holding(rerank, [{ index: 0, share: 1 / 3 }])).toEqual([["over-device", "/placed/4"]]);
    expect(holding(train1, whole(0, 3))).toEqual([["over-device", "/placed/5"]]);
    expect(holding(chat2, [{ index: 3, share: 1 / 3 }])).toEqual([]);
  });

  test("of a model that will not do", () => {
    expect(violationsFor(withItem("embed", { models: ["T4", "A100"] }))).toEqual([["wrong-model", "/placed/2/bin"]]);
  });
});

describe("what items ask of each other", () => {
  test("a torn gang", () => {
    const found = violationsAfter(({ placed, unplaced }) => {
      placed.splice(train1, 1);
      unplaced.push({ item: "train 1", reason: "no room", proven: false });
    });
    expect(found).toEqual([["torn-gang", "/placed/4/item"]]);
  });

  test("a gang of which nothing is placed", () => {
    const found = violationsAfter(({ placed, unplaced }) => {
      placed.splice(train0, 2);
      for (const item of ["train 0", "train 1"]) unplaced.push({ item, reason: "no room", proven: false });
    });
    expect(found).toEqual([]);
  });

  test("places are told apart from the root", () => {
    const bins = ["a", "b"].map((zone) => ({ id: zone, location: { zone, rack: "1" }, capacity: { cpu: 1 } }));
    const items = ["a", "b"].map((id) => ({ id, group: "gang" }));
    const placed = ["a", "b"].map((id) => ({ item: id, bin: id, copy: 0, gpus: [] }));
    const spread = { ...allInOne("a", []), placed, binsUsed: 2, cost: 2 };
    const codes = (within: "region" | "zone" | "rack") =>
      verifyPacking({ items, bins, groups: [{ id: "gang", within }] }, spread).map(({ code }) => code);
    expect(codes("rack")).toEqual(["gang-apart"]);
    expect(codes("zone")).toEqual(["gang-apart"]);
    expect(codes("region")).toEqual([]);
  });

  test("items kept apart in one copy", () => {
    const roomy = withBin("gpu node", { capacity: { cpu: 24 } });
    const together = ({ placed }: Packing) => {
      Object.assign(placed[chat2]!, { copy: 0, gpus: [{ index: 3, share: 1 / 3 }] });
    };
    expect(violationsAfter(together, roomy)).toEqual([["not-separate", "/placed/1"]]);
  });
});

describe("the totals", () => {
  const claiming = (change: Partial<Packing>) => violationsAfter((packing) => Object.assign(packing, change));

  test("status", () => expect(claiming({ status: "complete" })).toEqual([["wrong-status", "/status"]]));
  test("bins used", () => expect(claiming({ binsUsed: 4 })).toEqual([["wrong-bins-used", "/binsUsed"]]));
  test("cost", () => {
    expect(claiming({ cost: 25.001 })).toEqual([["wrong-cost", "/cost"]]);
    expect(claiming({ cost: 25 + 1e-9 })).toEqual([]);
  });

  test("lower bound", () => {
    for (const lowerBound of [-1, 1.5])
      expect(claiming({ lowerBound })).toEqual([["wrong-lower-bound", "/lowerBound"]]);
    // Of all items, which these are not.
    expect(claiming({ lowerBound: 9 })).toEqual([]);
    const [item] = problem.items;
    const complete = { ...allInOne("gpu node", ["chat"], [{ index: 0, share: 1 / 3 }]), cost: 12 };
    const only = { ...problem, items: [item!], groups: [] };
    expect(verifyPacking(only, complete)).toEqual([]);
    expect(verifyPacking(only, { ...complete, lowerBound: 2 }).map(({ code }) => code)).toEqual(["wrong-lower-bound"]);
  });
});

describe("proofs", () => {
  test("of what would fit", () => {
    expect(violationsAfter(({ unplaced }) => Object.assign(unplaced[1]!, { proven: true }))).toEqual([
      ["wrong-proof", "/unplaced/1/proven"],
    ]);
  });

  test("nobody has to prove what he could", () => {
    expect(violationsAfter(({ unplaced }) => Object.assign(unplaced[0]!, { proven: false }))).toEqual([]);
  });

  const proven = (problem: PackProblem) => {
    const unplaced = problem.items.map(({ id }) => ({ item: id, reason: "", proven: true }));
    const none: Packing = { ...packing, placed: [], unplaced, binsUsed: 0, cost: 0 };
    return verifyPacking(problem, none).map(({ path }) => path);
  };
  const { bins } = problem;

  test("by size, load, resource, model and devices", () => {
    const items: PackProblem["items"] = [
      { id: "size", needs: { memory: 0.31 } },
      { id: "exact size", needs: { memory: 0.3 } },
      { id: "load", needs: { cpu: 15.5 } },
      { id: "beside load", needs: { cpu: 15 } },
      { id: "resource", needs: { disk: 1 } },
      { id: "model", gpus: { count: 1 }, models: ["A100"] },
      { id: "devices", gpus: { count: 4 } },
      { id: "fewer devices", gpus: { count: 3 } },
      { id: "share beside load", gpus: { share: 0.5 } },
    ];
    expect(proven({ items, bins })).toEqual([1, 3, 7, 8].map((index) => `/unplaced/${index}/proven`));
  });

  test("by another item of the gang, and by where it has to be", () => {
    const items: PackProblem["items"] = [
      { id: "small", needs: { cpu: 1 }, group: "hopeless" },
      { id: "large", needs: { cpu: 99 }, group: "hopeless" },
      { id: "new", gpus: { count: 1 }, models: ["H100"], group: "torn" },
      { id: "old", gpus: { count: 1 }, models: ["T4"], group: "torn" },
    ];
    expect(proven({ items, bins, groups: [{ id: "torn", within: "rack" }] })).toEqual([]);
    expect(proven({ items, bins, groups: [{ id: "torn", within: "zone" }] })).toHaveLength(2);
    expect(proven({ items, bins, groups: [{ id: "torn", within: "rack", strength: "preferred" }] })).toHaveLength(2);
  });
});

describe("the door", () => {
  test("what is no packing is malformed, with a pointer", () => {
    const found = violationsAfter((packing) => {
      Object.assign(packing.placed[chat]!, { copy: "0" });
      Object.assign(packing.placed[embed]!.gpus[0]!, { model: "H100" });
      Object.assign(packing.unplaced[0]!, { proven: undefined });
    });
    expect(found).toEqual([
      ["malformed", "/placed/0/copy"],
      ["malformed", "/unplaced/0/proven"],
    ]);
    expect(violationsAfter(({ placed }) => Object.assign(placed[embed]!.gpus[0]!, { model: "H100" }))).toEqual([
      ["malformed", "/placed/2/gpus/0/model"],
    ]);
  });

  test("a problem that is none is an error", () => {
    expect(() => verifyPacking({ ...problem, bins: [] }, packing)).toThrow(InvalidProblemError);
  });
});
