import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError, InvalidProblemError } from "../../bindings/errors.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import type { PlaceOptions } from "../../bindings/place/options.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { backends } from "../backends.js";
import { problem as anyProblem, settings as anySettings } from "./arbitraries.js";
import { problem } from "./example.js";

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
  { arbitrary: fc.constantFrom(0, -0, 1e-15, 1 / 3, 0.5, 1e15, 1e-320, 2 ** 32, 2 ** 49 - 0.5), weight: 6 },
  fc.constantFrom(-1, 1e308, NaN, Infinity, -Infinity, 2 ** 53),
  fc.constantFrom("", " ", "0", "__proto__", "constructor", "t0", "n0", "\u0000", "3h"),
  fc.constantFrom<unknown>(null, undefined, true, false, [], {}, [[]], [null], { length: 1e9 }),
  fc.integer(),
  fc.double(),
  anything,
);

type Mutation = { at: number; kind: "replace" | "remove" | "repeat" | "add"; key: string; value: unknown };
const mutation: fc.Arbitrary<Mutation> = fc.record({
  at: fc.nat(),
  kind: fc.constantFrom("replace", "replace", "remove", "repeat", "add"),
  key: fc.constantFrom("__proto__", "id", "work", "durations", "needs", "after", "kind", "network", "links", "extra"),
  value: hostile,
});

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
    fc.assert(fc.property(fc.oneof(anything, fc.jsonValue()), (value) => expectSound(value)));
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
      fc.property(anyProblem(), fc.array(mutation, { minLength: 1, maxLength: 2 }), (problem, mutations) => {
        expectSound(mutated(problem, mutations));
      }),
      { numRuns: 500 },
    );
  });

  test("options with a few things changed", () => {
    fc.assert(
      fc.property(anySettings(), fc.array(mutation, { maxLength: 2 }), ({ combination, ...rest }, mutations) => {
        expectSound(problem, mutated({ algorithm: combination, ...rest }, mutations));
      }),
      { numRuns: 300 },
    );
  });

  test("any options", () => {
    fc.assert(fc.property(hostile, (options) => expectSound(problem, options)));
  });
});

/** A copy of plain data, changed here and there. */
function mutated(original: unknown, mutations: Mutation[]): unknown {
  const copy: unknown = structuredClone(original);
  const properties = propertiesIn(copy);
  for (const { at, kind, key, value } of mutations) {
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
