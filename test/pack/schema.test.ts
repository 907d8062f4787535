import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { convertUnits } from "../../bindings/import/units.js";
import { packVerb } from "../../bindings/pack/index.js";
import { packJudge } from "../../bindings/pack/judge.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import { packReference } from "../../bindings/pack/reference.js";
import { packOptions, packProblems } from "../../bindings/testing/index.js";
import { changed, faults, validator } from "../schemas.js";

// That the files are what the types say is tested beside the schemas of `place`.

const isProblem = validator("pack-problem");
const isPacking = validator("packing");
const { pack } = packVerb(packReference, packJudge);

const problem: PackProblem = {
  items: [
    { id: "a", needs: { cpu: 1 }, gpus: { count: 1 }, models: ["L4"], group: "g", value: 2 },
    { id: "b", gpus: { share: 0.5 }, separate: "s" },
  ],
  bins: [
    {
      id: "n",
      count: 2,
      capacity: { cpu: 4 },
      gpus: { model: "L4", count: 2, memory: 24 },
      load: { needs: { cpu: 1 }, gpus: [{ index: 0, share: 0.5 }] },
      cost: 2,
    },
  ],
  groups: [{ id: "g", within: "rack", strength: "preferred" }],
};

test("every valid problem, and every packing made for it", () => {
  fc.assert(
    fc.property(packProblems(), packOptions(), (any, options) => {
      // As JSON: what is undefined is absent.
      expect(faults(isProblem, JSON.parse(JSON.stringify(any)))).toEqual([]);
      expect(faults(isPacking, JSON.parse(JSON.stringify(pack(any, options))))).toEqual([]);
    }),
  );
});

test.each([
  ["/items/0/needs/cpu", "2"],
  ["/items/0/needs/cpu", "20GB"],
  ["/bins/0/capacity/cpu", "1TiB"],
  ["/bins/0/gpus/memory", "80GB"],
  ["/bins/0/pricePerHour", "$2.50/h"],
])("%s may be the text %s", (pointer, text) => {
  const file = changed(problem, pointer, text);
  expect(faults(isProblem, file)).toEqual([]);
  expect(convertUnits(file)).toEqual([]);
});

describe("invalid files are refused by schema and door alike", () => {
  test.each([
    ["unknown key", "/extra", 1],
    ["unknown key of an item", "/items/0/cpu", 8],
    ["unknown key of a bin", "/bins/0/cpu", 8],
    ["no items", "/items", undefined],
    ["no bins", "/bins", []],
    ["item without id", "/items/0/id", undefined],
    ["empty id", "/bins/0/id", ""],
    ["negative need", "/items/0/needs/cpu", -1],
    ["half a GPU, counted", "/items/0/gpus/count", 0.5],
    ["33 GPUs", "/items/0/gpus/count", 33],
    ["share above 1", "/items/1/gpus/share", 1.5],
    ["share of nothing", "/items/1/gpus/share", 0],
    ["count and share", "/items/1/gpus/count", 1],
    ["models without GPUs", "/items/0/gpus", undefined],
    ["no model", "/items/0/models", []],
    ["negative value", "/items/0/value", -1],
    ["no copies", "/bins/0/count", 0],
    ["speed", "/bins/0/speed", 2],
    ["free from later on", "/bins/0/availableFrom", 2],
    ["load of no share", "/bins/0/load/gpus/0/share", undefined],
    ["unknown level", "/groups/0/within", "building"],
    ["strength of nothing", "/groups/0/within", undefined],
  ])("%s", (_, pointer, value) => {
    const file = changed(problem, pointer, value);
    expect(isProblem(file)).toBe(false);
    convertUnits(file);
    expect(() => parsePackProblem(file)).toThrow(InvalidProblemError);
  });
});
