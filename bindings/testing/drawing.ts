import fc from "fast-check";
import { type NumberKind, numberKinds } from "./knobs.js";

/** Present in every other case; shrinks to absent. */
export function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ withCrossShrink: true }, fc.constant(undefined), arbitrary);
}

/** Present in one case of six; shrinks to absent. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  const absent = { arbitrary: fc.constant(undefined), weight: 5 };
  return fc.oneof({ withCrossShrink: true }, absent, { arbitrary, weight: 1 });
}

/** The first choice in half of the cases, the others equally often; shrinks to the first. */
export function mostly<T>(first: T, others: readonly T[]): fc.Arbitrary<T> {
  return fc.constantFrom(...others.map(() => first), first, ...others);
}

/** Up to `maxLength` at any size that fast-check is set to. */
export function upTo<T>(maxLength: number, arbitrary: fc.Arbitrary<T>, minLength = 0): fc.Arbitrary<T[]> {
  return fc.array(arbitrary, { minLength: Math.min(minLength, maxLength), maxLength, size: "max" });
}

/** Of the kind that is asked for, or of any; shrinks to small integers. */
export function ofNumbers<T>(
  kind: NumberKind | undefined,
  arbitrary: (kind: NumberKind) => fc.Arbitrary<T>,
): fc.Arbitrary<T> {
  if (kind !== undefined) return arbitrary(kind);
  return fc.oneof({ withCrossShrink: true }, ...numberKinds.map((kind) => arbitrary(kind)));
}

/** Plain JSON data: without properties that are undefined. */
export function plain<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}

/** The power of two nearest to a positive number, by ratio. */
export function powerOfTwoNear(value: number): number {
  let power = 1;
  while (power * Math.SQRT2 < value) power *= 2;
  while (power / Math.SQRT2 > value) power /= 2;
  return power;
}
