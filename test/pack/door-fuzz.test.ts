import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import { packVerb } from "../../bindings/pack/index.js";
import { packJudge } from "../../bindings/pack/judge.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import type { PackOptions } from "../../bindings/pack/options.js";
import { verifyPacking } from "../../bindings/pack/verify.js";
import { packOptions, packProblems } from "../../bindings/testing/index.js";
import { backends } from "../backends.js";
import { anyValue, hostile as hostileTo, mutated, mutation } from "../hostile.js";

const hostile = hostileTo(["gang", "new", "rack"]);
const keys = ["needs", "gpus", "share", "count", "group", "separate", "load", "cost", "within", "models"];
const change = mutation(keys, hostile);

describe.each(backends)("$name: whatever comes in, out comes a packing that holds or a refusal", ({ kernels }) => {
  const verb = packVerb(kernels.pack, packJudge);
  const expectSound = (problem: unknown, options: unknown) => {
    let packing: unknown;
    try {
      packing = verb.pack(problem as PackProblem, options as PackOptions);
    } catch (error) {
      expect([InvalidProblemError, InvalidOptionsError]).toContain((error as Error).constructor);
      return;
    }
    expect(verifyPacking(problem as PackProblem, packing)).toEqual([]);
    expect(JSON.parse(JSON.stringify(packing))).toEqual(packing);
  };

  test("any value", () => {
    fc.assert(fc.property(anyValue, (value) => expectSound(value, {})));
  });

  test("any value in the place of a part", () => {
    const parts = packProblems().chain(({ items, bins, groups }) =>
      fc.record(
        {
          items: fc.oneof(fc.constant(items), fc.array(hostile), hostile),
          bins: fc.oneof(fc.constant(bins), fc.array(hostile), hostile),
          groups: fc.oneof(fc.constant(groups), hostile),
        },
        { requiredKeys: ["items", "bins"] },
      ),
    );
    fc.assert(fc.property(parts, packOptions(), (value, some) => expectSound(value, some)));
  });

  test("valid problems with a few things changed", () => {
    fc.assert(
      fc.property(packProblems(), fc.array(change, { maxLength: 2 }), packOptions(), (problem, mutations, some) => {
        expectSound(mutated(problem, mutations), some);
      }),
      { numRuns: 500 },
    );
  });

  test("options with a few things changed", () => {
    const changes = fc.array(change, { minLength: 1, maxLength: 2 });
    fc.assert(
      fc.property(packProblems(), packOptions(), changes, (problem, some, mutations) => {
        const changed = mutated(some, mutations) as PackOptions;
        // However many iterations are asked for, they are done.
        fc.pre(!(typeof changed?.schedule === "number" && changed.schedule > 1_000));
        expectSound(problem, changed);
      }),
      { numRuns: 300 },
    );
  });

  test("any options", () => {
    fc.assert(
      fc.property(packProblems(), hostile, (problem, some) => expectSound(problem, some)),
      { numRuns: 50 },
    );
  });
});
