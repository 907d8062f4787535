import { describe, expect, test } from "vitest";
import { InvalidResultError, LehrError } from "../../bindings/errors.js";
import { explainItem } from "../../bindings/pack/explain.js";
import type { Packing, PackProblem } from "../../bindings/pack/model.js";
import { packing, problem, train0, withItem } from "./verify-example.js";

describe("a placed item", () => {
  test("what sits beside it, and what is free there", () => {
    const { placed, unplaced, sentence } = explainItem(problem, packing, "train 1");
    expect(unplaced).toBeUndefined();
    expect(placed).toMatchObject({
      bin: "gpu node",
      copy: 1,
      copies: 2,
      gpus: [
        { index: 0, share: 1 },
        { index: 1, share: 1 },
      ],
      companions: ["chat 2"],
      free: [{ resource: "cpu", capacity: 16, free: 5 }],
    });
    const [first, second, third, fourth] = placed!.freeGpus;
    expect([first, second, fourth]).toEqual([0, 0, 0.5]);
    expect(third).toBeCloseTo(2 / 3, 9);
    expect(sentence).toBe(
      'Item "train 1" sits in copy 1 of bin "gpu node", on GPUs 0 and 1, together with "chat 2"; free there: 5 of 16 "cpu" and 1.16667 of 4 GPUs.',
    );
  });

  test("on a share of a GPU, among several", () => {
    expect(explainItem(problem, packing, "embed").sentence).toBe(
      'Item "embed" sits in copy 0 of bin "gpu node", on GPU 2 (0.333333 of it), together with "chat", "rerank" and "train 0"; free there: 3 of 16 "cpu" and 0.5 of 4 GPUs.',
    );
  });

  test("in a full bin, by itself: rounding errors are not free", () => {
    const items = [{ id: "a", needs: { cpu: 0.1 } }];
    const bins = [{ id: "bin", capacity: { cpu: 0.3 }, load: { needs: { cpu: 0.2 } } }];
    const placed = [{ item: "a", bin: "bin", copy: 0, gpus: [] }];
    const full: Packing = { ...packing, status: "complete", placed, unplaced: [], binsUsed: 1, cost: 1, lowerBound: 1 };
    expect(explainItem({ items, bins }, full, "a").sentence).toBe(
      'Item "a" sits in bin "bin", by itself; free there: 0 of 0.3 "cpu".',
    );
  });
});

describe("an unplaced item", () => {
  test("for which no bin is large enough", () => {
    const { unplaced, sentence } = explainItem(problem, packing, "giant");
    expect(unplaced).toEqual({
      reason: "too large for every bin",
      proven: true,
      copies: 6,
      takers: 0,
      obstructions: [{ what: "resource", resource: "cpu", copies: 6, needed: 99, most: 8 }],
    });
    expect(sentence).toBe(
      'Item "giant" is not placed: too large for every bin. Of 6 bins, 6 are short of "cpu" (99 needed, 8 free at most).',
    );
  });

  test("for want of whole devices of its model", () => {
    const { unplaced, sentence } = explainItem(problem, packing, "tuner");
    expect(unplaced).toMatchObject({
      takers: 0,
      obstructions: [
        { what: "devices", copies: 5 },
        { what: "model", copies: 1 },
      ],
    });
    expect(sentence).toBe(
      'Item "tuner" is not placed: no bin has room left; another packing might have placed it. Of 6 bins, 5 have too few GPUs with enough room and 1 has GPUs of another model.',
    );
  });

  test("that some bins would take", () => {
    const { unplaced, sentence } = explainItem(withItem("tuner", { models: undefined }), packing, "tuner");
    expect(unplaced!.takers).toBe(1);
    expect(sentence).toMatch(/Of 6 bins, 5 have too few GPUs with enough room and 1 would take it by itself\.$/);
  });

  test("that is kept apart from others", () => {
    const { unplaced } = explainItem(
      withItem("tuner", { models: undefined, gpus: { share: 0.5 }, separate: "chat" }),
      packing,
      "tuner",
    );
    expect(unplaced).toMatchObject({
      takers: 1,
      obstructions: [
        { what: "devices", copies: 3 },
        { what: "separation", copies: 2 },
      ],
    });
  });

  test("of a gang, of which another item is the one that fits nowhere", () => {
    const gang: PackProblem = withItem("train 1", { needs: { cpu: 10 } });
    const without = structuredClone(packing);
    without.placed.splice(train0, 2);
    for (const item of ["train 0", "train 1"])
      without.unplaced.push({ item, reason: "its gang has no room", proven: false });
    const { unplaced, sentence } = explainItem(gang, without, "train 0");
    expect(unplaced).toMatchObject({
      takers: 2,
      gang: { id: "train", items: ["train 0", "train 1"], fitNowhere: [], within: "rack" },
    });
    const full = withItem("train 1", { needs: { cpu: 14 }, group: "train" });
    expect(explainItem(full, without, "train 0").unplaced!.gang!.fitNowhere).toEqual(["train 1"]);
    expect(explainItem(full, without, "train 0").sentence).toMatch(
      /Its gang "train" of 2 items is placed as a whole or not at all, in one rack, and no bin would take "train 1"\.$/,
    );
    expect(sentence).toMatch(/is placed as a whole or not at all, in one rack\.$/);
  });

  test("beside a single bin", () => {
    const items = [{ id: "a", needs: { cpu: 2, disk: 1 } }];
    const none: Packing = {
      ...packing,
      placed: [],
      unplaced: [{ item: "a", reason: "no disk", proven: true }],
      binsUsed: 0,
      cost: 0,
    };
    expect(explainItem({ items, bins: [{ id: "bin", capacity: { cpu: 1 } }] }, none, "a").sentence).toBe(
      'Item "a" is not placed: no disk. The only bin is short of "cpu" (2 needed, 1 free) and is short of "disk" (1 needed, 0 free).',
    );
  });
});

describe("what cannot be explained", () => {
  test("an item that nobody knows, with the nearest name", () => {
    expect(() => explainItem(problem, packing, "embde")).toThrow(LehrError);
    expect(() => explainItem(problem, packing, "embde")).toThrow(
      'the problem has no item "embde"; did you mean "embed"?',
    );
  });

  test("a packing that does not hold", () => {
    expect(() => explainItem(problem, { ...packing, binsUsed: 2 }, "chat")).toThrow(InvalidResultError);
  });
});
