import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import type { PlaceOptions } from "../../bindings/place/options.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { backends } from "../backends.js";
import { anyValue, hostile as hostileTo, mutated, mutation } from "../hostile.js";
import { problem } from "./example.js";
import { settings as anySettings } from "./instances.js";

const hostile = hostileTo(["t0", "n0"]);
const keys = ["work", "durations", "needs", "after", "kind", "network", "links"];
const change = mutation(keys, hostile);

describe.each(backends)("$name: whatever comes in, out comes a placement that holds or a refusal", ({ lehr }) => {
  const expectSound = (problem: unknown, options?: unknown) => {
    let placement: unknown;
    try {
      placement = lehr.place(problem as PlaceProblem, options as PlaceOptions);
    } catch (error) {
      expect([InvalidProblemError, InvalidOptionsError]).toContain((error as Error).constructor);
      return;
    }
    expect(verifyPlacement(problem as PlaceProblem, placement)).toEqual([]);
  };

  test("any value", () => {
    fc.assert(fc.property(anyValue, (value) => expectSound(value)));
  });

  test("any value in the place of a part", () => {
    const parts = fc.record({
      cluster: fc.oneof(
        fc.constant(problem.cluster),
        fc.record({ nodes: fc.array(hostile), network: hostile }),
        hostile,
      ),
      workflow: fc.oneof(fc.constant(problem.workflow), fc.record({ tasks: fc.array(hostile) }), hostile),
    });
    fc.assert(fc.property(parts, (value) => expectSound(value)));
  });

  test("valid problems with a few things changed", () => {
    fc.assert(
      fc.property(placeProblems(), fc.array(change, { minLength: 1, maxLength: 2 }), (problem, mutations) => {
        expectSound(mutated(problem, mutations));
      }),
      { numRuns: 500 },
    );
  });

  test("options with a few things changed", () => {
    fc.assert(
      fc.property(anySettings(), fc.array(change, { maxLength: 2 }), ({ combination, ...rest }, mutations) => {
        expectSound(problem, mutated({ algorithm: combination, ...rest }, mutations));
      }),
      { numRuns: 300 },
    );
  });

  test("any options", () => {
    fc.assert(fc.property(hostile, (options) => expectSound(problem, options)));
  });
});
