import fc from "fast-check";
import { expect, test } from "vitest";
import { InvalidProblemError } from "../../../bindings/errors.js";
import { memoryVerb } from "../../../bindings/pack/memory/index.js";
import { parseMemoryProblem } from "../../../bindings/pack/memory/parse.js";
import { memoryReference } from "../../../bindings/pack/reference/memory/index.js";
import { changed, faults, validator } from "../../schemas.js";
import { memoryProblem } from "./arbitraries.js";

// That the files are what the types say is tested beside the schemas of `place`.

const isProblem = validator("memory-problem");
const isAllocation = validator("allocation");
const { allocate } = memoryVerb(memoryReference);

test("every valid problem, and every allocation made for it", () => {
  fc.assert(
    fc.property(memoryProblem, fc.constantFrom("best", "anneal"), (problem, algorithm) => {
      expect(faults(isProblem, problem)).toEqual([]);
      const schedule = algorithm === "anneal" ? 5 : undefined;
      expect(faults(isAllocation, allocate(problem, { algorithm, schedule }))).toEqual([]);
    }),
    { numRuns: 30 },
  );
});

const problem = { capacity: 9, buffers: [{ id: "a", size: 4, start: 1, end: 3, alignment: 2 }] };

test.each([
  ["unknown key", "/extra", 1],
  ["unknown key of a buffer", "/buffers/0/offset", 1],
  ["no buffers", "/buffers", undefined],
  ["no capacity", "/capacity", undefined],
  ["capacity of nothing", "/capacity", 0],
  ["buffer without id", "/buffers/0/id", undefined],
  ["empty id", "/buffers/0/id", ""],
  ["size of nothing", "/buffers/0/size", 0],
  ["half a unit", "/buffers/0/size", 0.5],
  ["start before time", "/buffers/0/start", -1],
  ["no end", "/buffers/0/end", undefined],
  ["no alignment", "/buffers/0/alignment", 0],
])("%s is refused by schema and door alike", (_, pointer, value) => {
  const file = changed(problem, pointer, value);
  expect(isProblem(file)).toBe(false);
  expect(() => parseMemoryProblem(file)).toThrow(InvalidProblemError);
});
