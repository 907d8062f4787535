import fc from "fast-check";

const anything = fc.anything({
  maxDepth: 3,
  withBigInt: true,
  withDate: true,
  withMap: true,
  withNullPrototype: true,
  withSparseArray: true,
  withTypedArray: true,
});

/** Any value, and any that JSON can hold. */
export const anyValue: fc.Arbitrary<unknown> = fc.oneof(anything, fc.jsonValue());

/** Values that slip through careless checks; `names` mean something to the problem at hand. */
export function hostile(names: readonly string[]): fc.Arbitrary<unknown> {
  return fc.oneof(
    {
      arbitrary: fc.constantFrom(0, -0, 1e-15, 1 / 3, 0.5, 1, 7, 1e9, 1e15, 1e-320, 2 ** 32, 2 ** 49 - 0.5),
      weight: 6,
    },
    fc.constantFrom(-1, 1e308, NaN, Infinity, -Infinity, 2 ** 53),
    fc.constantFrom("", " ", "0", "__proto__", "constructor", "\u0000", "3h", ...names),
    fc.constantFrom<unknown>(null, undefined, true, false, [], {}, [[]], [null], { length: 1e9 }),
    fc.integer(),
    fc.double(),
    anything,
  );
}

export interface Mutation {
  at: number;
  kind: "replace" | "remove" | "repeat" | "add";
  key: string;
  value: unknown;
}

/** A change of plain data to values that are drawn; `keys` may be added. */
export function mutation(keys: readonly string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<Mutation> {
  return fc.record({
    at: fc.nat(),
    kind: fc.constantFrom("replace", "replace", "remove", "repeat", "add"),
    key: fc.constantFrom("__proto__", "id", "extra", ...keys),
    value,
  });
}

/** A copy of plain data, changed here and there. */
export function mutated(original: unknown, mutations: readonly Mutation[]): unknown {
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
  // Elements of typed arrays take numbers alone.
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return [];
  return Object.entries(value).flatMap(([name, inner]) => [{ parent: value, name }, ...propertiesIn(inner)]);
}

/** Plain assignment to `__proto__` would change the prototype; JSON makes it a property. */
function define(parent: object, key: string, value: unknown): void {
  Object.defineProperty(parent, key, { value, writable: true, enumerable: true, configurable: true });
}
