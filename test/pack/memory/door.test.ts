import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../../bindings/errors.js";
import { importMinimalloc } from "../../../bindings/import/minimalloc.js";
import { InvalidSourceError } from "../../../bindings/import/source.js";
import { memoryVerb } from "../../../bindings/pack/memory/index.js";
import type { MemoryProblem } from "../../../bindings/pack/memory/model.js";
import type { MemoryOptions } from "../../../bindings/pack/memory/options.js";
import { mostBuffers } from "../../../bindings/pack/memory/parse.js";
import { memoryReference } from "../../../bindings/pack/reference/memory/index.js";

const { allocate } = memoryVerb(memoryReference);
const buffer = { id: "a", size: 4, start: 0, end: 2 };

/** "pointer: message" of everything that is refused. */
function refusals(problem: unknown): string[] {
  try {
    allocate(problem as MemoryProblem);
  } catch (error) {
    if (error instanceof InvalidProblemError) return error.problems.map((each) => `${each.pointer}: ${each.message}`);
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("a problem", () => {
  test("is refused with all that is wrong", () => {
    const buffers = [
      { ...buffer, size: 0 },
      { ...buffer, id: "b", end: 0, colour: 1 },
      { id: "b", size: 1.5, start: 0.5 },
      7,
      { ...buffer, alignment: -1 },
    ];
    expect(refusals({ buffers, capcity: 3 })).toEqual([
      '/capcity: unknown key "capcity"; did you mean "capacity"?',
      ': "capacity" is missing; say how large the address space is',
      "/buffers/0/size: must be a number that is whole and at least 1, not 0",
      '/buffers/1/colour: unknown key "colour"',
      "/buffers/1/end: must be above start, which is 0",
      '/buffers/2: "end" is missing; each buffer has one',
      "/buffers/2/size: must be a number that is whole and at least 1, not 1.5",
      "/buffers/2/start: must be a whole number, not 0.5",
      "/buffers/2/id: is the id of buffer 1 too",
      "/buffers/3: must be an object, not 7",
      "/buffers/4/alignment: must be a number that is whole and at least 1, not -1",
      "/buffers/4/id: is the id of buffer 0 too",
    ]);
  });

  test("is refused when it is none", () => {
    expect(refusals(null)).toContain(": must be an object, not null");
    expect(refusals({ buffers: {}, capacity: 1 })).toEqual(["/buffers: must be an array, not an object"]);
  });

  test("is refused when its addresses are no longer exact", () => {
    const buffers = [buffer, { ...buffer, id: "b", size: 1e15 }, { ...buffer, id: "c", alignment: 2e14 }];
    expect(refusals({ buffers, capacity: 1 })).toEqual([
      "/buffers: have sizes and alignments of more than 2^50 together",
    ]);
  });

  test("is refused with too many buffers", () => {
    const buffers = Array.from({ length: mostBuffers + 1 }, (_, i) => ({ ...buffer, id: String(i) }));
    expect(refusals({ buffers, capacity: 1 })).toEqual(["/buffers: has 4097 entries; at most 4096 are allowed"]);
  });
});

describe("options", () => {
  const optionOf = (options: unknown) => {
    try {
      allocate({ buffers: [buffer], capacity: 4 }, options as MemoryOptions);
    } catch (error) {
      if (error instanceof InvalidOptionsError) return error.option;
      throw error;
    }
    return undefined;
  };

  test.each([
    [3, "options"],
    [{ sed: 1 }, "sed"],
    [{ algorithm: "annealing" }, "algorithm"],
    [{ algorithm: { order: "size", choice: "worst-fit" } }, "algorithm.choice"],
    [{ algorithm: { order: "sizes", choice: "skyline" } }, "algorithm.order"],
    [{ algorithm: { order: "size", choice: "skyline", by: 1 } }, "algorithm.by"],
    [{ seed: 1 }, "seed"],
    [{ algorithm: "anneal", seed: 2 ** 32 }, "seed"],
    [{ algorithm: "anneal", schedule: 0 }, "schedule"],
    [{ algorithm: "anneal", schedule: 5, iterations: 6 }, "iterations"],
  ])("%j: %s is refused", (options, option) => {
    expect(optionOf(options)).toBe(option);
  });

  test("that are undefined count as not given", () => {
    expect(optionOf({ algorithm: undefined, seed: undefined })).toBeUndefined();
  });
});

describe("a file of MiniMalloc", () => {
  test("is read", () => {
    const text = "id,lower,upper,size,alignment\n1,0,2,4,8\nx,3,4,5,\n";
    expect(importMinimalloc({ name: "f.csv", text }, 9)).toEqual({
      capacity: 9,
      buffers: [
        { id: "1", start: 0, end: 2, size: 4, alignment: 8 },
        { id: "x", start: 3, end: 4, size: 5 },
      ],
    });
  });

  test("is refused with line and column", () => {
    const read = () => importMinimalloc({ name: "f.csv", text: "id,lower,upper,size\n1,0,2,4\n1,3,2,x\n" }, 9);
    expect(read).toThrow(InvalidSourceError);
    expect(read).toThrow(/line 3, size: must be a number/);
    expect(read).toThrow(/line 3, upper: must be above start, which is 3/);
    expect(read).toThrow(/line 3, id: is the id of buffer 0 too/);
  });
});
