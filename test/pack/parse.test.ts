import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { limits } from "../../bindings/limits.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import { packProblems } from "../../bindings/testing/index.js";

const given: PackProblem = {
  items: [
    { id: "a", needs: { cpu: 1 }, gpus: { count: 2 }, models: ["H100"], group: "gang", value: 2 },
    { id: "b", needs: { cpu: 0 }, gpus: { share: 0.5 }, separate: "s" },
  ],
  bins: [
    {
      id: "n",
      count: 2,
      capacity: { cpu: 4, disk: 0 },
      gpus: { model: "H100", count: 2, memory: 80 },
      location: { region: "eu", rack: "7" },
      labels: ["ssd"],
      load: { needs: { cpu: 1 }, gpus: [{ index: 1, share: 0.25 }] },
      pricePerHour: 3,
      cost: 2,
    },
  ],
  groups: [{ id: "gang", within: "rack", strength: "preferred" }],
};

test("copies everything that is valid; zeros say nothing", () => {
  const parsed = parsePackProblem(given);
  const { items, bins, groups } = parsed;
  expect(items).toEqual([given.items[0], { id: "b", needs: {}, gpus: { share: 0.5 }, separate: "s" }]);
  expect(bins).toEqual([{ ...given.bins[0], capacity: { cpu: 4, gpu: 2 }, labels: ["ssd", "gpu:H100"] }]);
  expect(groups).toEqual(given.groups);
  expect(parsed.resources).toEqual(["cpu"]);
  expect(items[0]).not.toBe(given.items[0]);
});

test("parsing again changes nothing", () => {
  fc.assert(
    fc.property(packProblems(), (any) => {
      const { items, bins, groups } = parsePackProblem(any);
      const again = parsePackProblem({ items, bins, groups });
      expect({ items: again.items, bins: again.bins, groups: again.groups }).toEqual({ items, bins, groups });
    }),
  );
});

describe("refuses", () => {
  const item = (fields: object) => ({ ...given, items: [{ id: "a", group: "gang", ...fields }] });
  const bin = (fields: object) => ({ ...given, bins: [{ ...given.bins[0], ...fields }] });
  const groups = (...groups: object[]) => ({ ...given, groups });

  test.each<[string, unknown, string, RegExp]>([
    ["an unknown key", { ...given, nodes: [] }, "/nodes", /unknown/],
    ["no bins", { ...given, bins: [] }, "/bins", /is empty/],
    ["an item's unknown key", item({ gpu: 1 }), "/items/0/gpu", /did you mean "gpus"/],
    ["a negative need", item({ needs: { cpu: -1 } }), "/items/0/needs/cpu", /negative|at least 0/],
    ["counted devices", item({ needs: { gpu: 1 } }), "/items/0/needs/gpu", /ask for devices by "gpus"/],
    ["models without GPUs", item({ models: ["L4"] }), "/items/0/models", /asks for none/],
    ["no model", item({ gpus: { count: 1 }, models: [] }), "/items/0/models", /is empty/],
    ["count and share", item({ gpus: { count: 1, share: 1 } }), "/items/0/gpus", /leave one of them out/],
    ["no GPUs", item({ gpus: {} }), "/items/0/gpus", /asks for nothing/],
    ["33 GPUs", item({ gpus: { count: 33 } }), "/items/0/gpus/count", /at most 32/],
    ["a share above 1", item({ gpus: { share: 1.5 } }), "/items/0/gpus/share", /at most 1/],
    ["an id twice", { ...given, items: [...given.items, { id: "a" }] }, "/items/2/id", /already the id of item 0/],
    ["a speed", bin({ speed: 2 }), "/bins/0/speed", /plays no part/],
    ["a load too large", bin({ load: { needs: { cpu: 5 } } }), "/bins/0/load/needs/cpu", /the bin has 4/],
    ["a load elsewhere", bin({ load: { gpus: [{ index: 2, share: 1 }] } }), "/bins/0/load/gpus/0", /the bin has 2/],
    ["too many copies", bin({ count: limits.copies + 1 }), "/bins", new RegExp(`at most ${limits.copies} are allowed`)],
    ["a group of nobody", groups({ id: "gnag" }), "/groups/0/id", /no item belongs to; did you mean "gang"/],
    ["a group twice", groups({ id: "gang" }, { id: "gang" }), "/groups/1/id", /already the id of group 0/],
    ["an unknown level", groups({ id: "gang", within: "row" }), "/groups/0/within", /rack/],
    ["a strength of nothing", groups({ id: "gang", strength: "required" }), "/groups/0/strength", /of no use without/],
  ])("%s", (_, value, pointer, message) => {
    const problems = problemsOf(value);
    expect(problems.map((problem) => problem.pointer)).toEqual([pointer]);
    expect(problems[0]!.message).toMatch(message);
  });
});

function problemsOf(value: unknown) {
  try {
    parsePackProblem(value);
  } catch (error) {
    if (error instanceof InvalidProblemError) return error.problems;
  }
  return [];
}
