import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import { sequenceVerb } from "../../bindings/sequence/index.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import type { SequenceOptions } from "../../bindings/sequence/options.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { backends } from "../backends.js";
import { problem as anyProblem, objective, ruleOptions } from "./arbitraries.js";
import { drawingKernel } from "./plans.js";

const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Values that slip through careless checks. */
const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { arbitrary: fc.constantFrom(0, -0, 1e-15, 1 / 3, 0.5, 1, 7, 1e9, 1e15, 1e-320, 2 ** 32, 2 ** 49 - 0.5), weight: 6 },
  fc.constantFrom(-1, 1e308, NaN, Infinity, -Infinity, 2 ** 53),
  fc.constantFrom("", " ", "0", "__proto__", "constructor", "r0", "s0", "\u0000", "3h", "slots"),
  fc.constantFrom<unknown>(null, undefined, true, false, [], {}, [[]], [null], { length: 1e9 }),
  fc.integer(),
  fc.double(),
  anything,
);

type Mutation = { at: number; kind: "replace" | "remove" | "repeat" | "add"; key: string; value: unknown };
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("replace", "replace", "remove", "repeat", "add"),
  key: fc.constantFrom(
    "__proto__",
    "id",
    "slo",
    "endToEnd",
    "kvTokens",
    "weight",
    "limits",
    "concurrency",
    "now",
    "extra",
  ),
  value: hostile,
});

const seed = fc.nat(9);
const options: fc.Arbitrary<SequenceOptions> = fc.oneof(
  ruleOptions(),
  fc.record({ objective: objective(), seed, schedule: fc.constant(20), iterations: fc.nat(20) }),
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
    fc.assert(fc.property(fc.oneof(anything, fc.jsonValue()), (value) => expectSound(value, {})));
  });

  test("any value in the place of a part", () => {
    const parts = anyProblem().chain(({ requests, servers }) =>
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
      fc.property(anyProblem(), fc.array(mutation, { maxLength: 2 }), options, (problem, mutations, some) => {
        expectSound(mutated(problem, mutations), some);
      }),
      { numRuns: 500 },
    );
  });

  test("options with a few things changed", () => {
    fc.assert(
      fc.property(
        anyProblem(),
        options,
        fc.array(mutation, { minLength: 1, maxLength: 2 }),
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
      fc.property(anyProblem({ maxRequests: 4 }), hostile, (problem, some) => expectSound(problem, some)),
      {
        numRuns: 50,
      },
    );
  });
});

function isLong(value: unknown, limit: number): boolean {
  return typeof value === "number" && value > limit;
}

/** A copy of plain data, changed here and there. */
function mutated(original: unknown, mutations: Mutation[]): unknown {
  const copy: unknown = structuredClone(original);
  for (const { at, kind, key, value } of mutations) {
    const properties = propertiesIn(copy);
    if (properties.length === 0) break;
    const { parent, name } = properties[at % properties.length]!;
    if (kind === "remove") Reflect.deleteProperty(parent, name);
    else if (kind === "repeat" && Array.isArray(parent)) parent.push(parent[Number(name)]);
    else define(parent, kind === "add" ? key : name, value);
  }
  return copy;
}

function propertiesIn(value: unknown): { parent: object; name: string }[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ parent: value, name }, ...propertiesIn(inner)]);
}

/** Plain assignment to `__proto__` would change the prototype; JSON makes it a property. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
