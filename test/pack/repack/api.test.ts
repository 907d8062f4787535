import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidResultError } from "../../../bindings/errors.js";
import type { Packing, PackProblem } from "../../../bindings/pack/model.js";
import { repackReference } from "../../../bindings/pack/reference/repack.js";
import { repackOn } from "../../../bindings/pack/repack.js";

const repack = repackOn(repackReference);

const problem: PackProblem = {
  items: [
    { id: "a", gpus: { share: 0.5 } },
    { id: "b", gpus: { share: 0.25 } },
    { id: "c", gpus: { count: 1 } },
  ],
  bins: [{ id: "node", gpus: { model: "A100", count: 2 }, count: 3 }],
};

const packing: Packing = {
  status: "complete",
  placed: [
    { item: "a", bin: "node", copy: 0, gpus: [{ index: 0, share: 0.5 }] },
    { item: "b", bin: "node", copy: 0, gpus: [{ index: 1, share: 0.25 }] },
    { item: "c", bin: "node", copy: 2, gpus: [{ index: 0, share: 1 }] },
  ],
  unplaced: [],
  binsUsed: 2,
  cost: 2,
  lowerBound: 1,
  run: { algorithm: "first-fit" },
};

describe("repack", () => {
  test("an item that fits to the last digit only is not lost", () => {
    // No unit measures these, and 0.5 + 0.2 fill 0.7.
    const factor = 0.0000016405381620362015;
    const tight: PackProblem = {
      items: [{ id: "tight", needs: { m: 0.5 * factor } }],
      bins: [{ id: "bin", capacity: { m: 0.7 * factor }, load: { needs: { m: 0.2 * factor } } }],
    };
    const placed = [{ item: "tight", bin: "bin", copy: 0, gpus: [] }];
    const before: Packing = { ...packing, placed, binsUsed: 1, cost: 1, lowerBound: 1 };
    expect(repack(tight, before)).toEqual({ moves: [], freedBins: [], freedGpus: 0, packing: placed });
  });

  test("frees a GPU within its bin", () => {
    const { moves, freedBins, freedGpus, packing: after } = repack(problem, packing, { goal: "gpus" });
    expect(moves).toEqual([
      {
        item: "a",
        from: { bin: "node", copy: 0, gpus: [{ index: 0, share: 0.5 }] },
        to: { bin: "node", copy: 0, gpus: [{ index: 1, share: 0.5 }] },
      },
    ]);
    expect([freedBins, freedGpus]).toEqual([[], 1]);
    expect(after[0]).toEqual({ item: "a", bin: "node", copy: 0, gpus: [{ index: 1, share: 0.5 }] });
  });

  test("frees a bin, another item moving out of the way of the one that needs a whole GPU", () => {
    const { moves, freedBins, freedGpus } = repack(problem, packing);
    expect(moves.map(({ item, to }) => [item, to.copy])).toEqual([
      ["a", 0],
      ["c", 0],
    ]);
    expect([freedBins, freedGpus]).toEqual([[{ bin: "node", copy: 2 }], 1]);
    expect(repack(problem, packing, { maxMoves: 1 }).moves).toEqual([]);
  });

  test("refuses what does not hold, and options that are not allowed", () => {
    const overfull = { ...packing, placed: packing.placed.map((placed) => ({ ...placed, copy: 7 })) };
    expect(() => repack(problem, overfull)).toThrow(InvalidResultError);
    expect(() => repack(problem, { placed: () => [] } as unknown as Packing)).toThrow(InvalidResultError);
    for (const options of [{ maxMoves: -1 }, { goal: "nodes" }, { moves: 1 }, null]) {
      expect(() => repack(problem, packing, options as object)).toThrow(InvalidOptionsError);
    }
  });
});
