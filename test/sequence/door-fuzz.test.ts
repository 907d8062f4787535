import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import { sequenceVerb } from "../../bindings/sequence/index.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import type { SequenceOptions } from "../../bindings/sequence/options.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { sequenceObjective, sequenceRuleOptions } from "../../bindings/testing/options.js";
import { backends } from "../backends.js";
import { anyValue, hostile as hostileTo, mutated, mutation } from "../hostile.js";
import { drawingKernel } from "./plans.js";

const hostile = hostileTo(["r0", "s0", "slots"]);
const keys = ["slo", "endToEnd", "kvTokens", "weight", "limits", "concurrency", "now"];
const change = mutation(keys, hostile);

const seed = fc.nat(9);
const options: fc.Arbitrary<SequenceOptions> = fc.oneof(
  sequenceRuleOptions(),
  fc.record({ objective: sequenceObjective(), seed, schedule: fc.constant(20), iterations: fc.nat(20) }),
  fc.record({
    schedule: fc.constant(20),
    warmStart: fc.constant({
      batches: [
        { server: "s0", requests: ["r0", "r1", "r2"] },
        { server: "s1", requests: ["r3"] },
      ],
    }),
  }),
);

describe.each([
  { name: "a kernel that draws plans", verb: sequenceVerb(drawingKernel) },
  ...backends.map(({ name, kernels }) => ({ name, verb: sequenceVerb(kernels.sequence) })),
])("$name: whatever comes in, out comes a sequence that holds or a refusal", ({ verb }) => {
  const expectSound = (problem: unknown, options: unknown) => {
    let sequence: unknown;
    try {
      sequence = verb.sequence(problem as SequenceProblem, options as SequenceOptions);
    } catch (error) {
      expect([InvalidProblemError, InvalidOptionsError]).toContain((error as Error).constructor);
      return;
    }
    expect(verifySequence(problem as SequenceProblem, sequence)).toEqual([]);
    expect(JSON.parse(JSON.stringify(sequence))).toEqual(sequence);
  };

  test("any value", () => {
    fc.assert(fc.property(anyValue, (value) => expectSound(value, {})));
  });

  test("any value in the place of a part", () => {
    const parts = sequenceProblems().chain(({ requests, servers }) =>
      fc.record(
        {
          requests: fc.oneof(fc.constant(requests), fc.array(hostile), hostile),
          servers: fc.oneof(fc.constant(servers), fc.array(hostile), hostile),
          now: hostile,
        },
        { requiredKeys: ["requests", "servers"] },
      ),
    );
    fc.assert(fc.property(parts, options, (value, some) => expectSound(value, some)));
  });

  test("valid problems with a few things changed", () => {
    fc.assert(
      fc.property(sequenceProblems(), fc.array(change, { maxLength: 2 }), options, (problem, mutations, some) => {
        expectSound(mutated(problem, mutations), some);
      }),
      { numRuns: 500 },
    );
  });

  test("options with a few things changed", () => {
    fc.assert(
      fc.property(
        sequenceProblems(),
        options,
        fc.array(change, { minLength: 1, maxLength: 2 }),
        (problem, some, mutations) => {
          const changed = mutated(some, mutations) as SequenceOptions;
          // However many iterations are asked for, they are done.
          fc.pre(!isLong(changed?.schedule, 1_000) && !isLong(changed?.budgetMilliseconds, 1));
          expectSound(problem, changed);
        },
      ),
      { numRuns: 300 },
    );
  });

  test("any options", () => {
    fc.assert(
      fc.property(sequenceProblems({ maxRequests: 4 }), hostile, (problem, some) => expectSound(problem, some)),
      {
        numRuns: 50,
      },
    );
  });
});

function isLong(value: unknown, limit: number): boolean {
  return typeof value === "number" && value > limit;
}
