import fc from "fast-check";
import type { Coefficients } from "../sequence/model.js";
import type { NumberKind } from "./knobs.js";

/** Numbers of clusters and workflows. */
export interface Amounts {
  /** Seconds and gigabytes. Not negative, 0 among them. */
  amount: fc.Arbitrary<number>;
  /** Of divisors: speeds and bandwidths. */
  positive: fc.Arbitrary<number>;
}

export const amountsOf: Readonly<Record<NumberKind, Amounts>> = {
  // Their sums and quotients are exact.
  integers: { amount: fc.nat(6), positive: fc.constantFrom(1, 2, 4) },
  tenths: { amount: tenths(0, 60), positive: tenths(1, 40) },
  magnitudes: {
    amount: fc.constantFrom(0, 1e-9, 0.3, 1, 7, 1e6, 123456789.125, 1e12),
    positive: fc.constantFrom(1e-3, 0.7, 1, 1e3),
  },
  measurements: {
    amount: fc.oneof({ arbitrary: measured(0.001, 100), weight: 9 }, { arbitrary: fc.constant(0), weight: 1 }),
    positive: measured(0.1, 10),
  },
};

/** Numbers of requests and servers. */
export interface ServingNumbers {
  /** Arrivals and the like, seconds. Not negative. */
  moment: fc.Arbitrary<number>;
  /** Promises of a whole request or its first token, seconds. Positive. */
  promise: fc.Arbitrary<number>;
  tokens: fc.Arbitrary<number>;
  prefill: fc.Arbitrary<Coefficients>;
  decode: fc.Arbitrary<Coefficients>;
  /** Of a token, seconds. Positive. */
  pace: fc.Arbitrary<number>;
  weight: fc.Arbitrary<number>;
  /** Not negative. */
  price: fc.Arbitrary<number>;
}

export const servingNumbersOf: Readonly<Record<NumberKind, ServingNumbers>> = {
  integers: {
    moment: fc.nat(6),
    promise: fc.integer({ min: 1, max: 40 }),
    tokens: fc.integer({ min: 1, max: 4 }),
    prefill: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.integer({ min: 0, max: 3 })),
    decode: fc.tuple(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(2)),
    pace: fc.integer({ min: 1, max: 12 }),
    weight: fc.integer({ min: 1, max: 4 }),
    price: fc.nat(4),
  },
  tenths: {
    moment: tenths(0, 20),
    promise: tenths(1, 60),
    tokens: fc.integer({ min: 1, max: 3 }),
    prefill: fc.tuple(fc.constant(0), fc.constantFrom(0, 0.1), fc.constantFrom(0, 0.1), fc.constantFrom(0.1, 0.3)),
    decode: fc.tuple(fc.constant(0), fc.constantFrom(0, 0.1), fc.constant(0), fc.constantFrom(0, 0.1, 0.7)),
    pace: fc.constantFrom(0.1, 0.3, 0.7),
    weight: fc.constantFrom(0.1, 0.3, 1, 3),
    price: fc.constantFrom(0, 0.1, 0.7),
  },
  magnitudes: {
    moment: fc.constantFrom(0, 1e-9, 0.3, 7, 1e6, 1_763_000_000.25, 1e12),
    promise: fc.constantFrom(1e-9, 0.7, 5, 1e6, 1e15),
    tokens: fc.constantFrom(1, 7, 4_096, 1e6),
    prefill: fc.tuple(
      fc.constantFrom(0, 1e-12),
      fc.constantFrom(0, 1e-3),
      fc.constantFrom(0, 1e-6, 3),
      fc.constantFrom(1e-9, 1e3),
    ),
    decode: fc.tuple(
      fc.constantFrom(0, 1e-12),
      fc.constantFrom(0, 1e-3),
      fc.constantFrom(0, 1e-6),
      fc.constantFrom(0, 0.02),
    ),
    pace: fc.constantFrom(1e-9, 0.02, 1e3),
    weight: fc.constantFrom(1e-9, 0.3, 1, 1e9),
    price: fc.constantFrom(0, 1e-9, 3, 1e9),
  },
  measurements: {
    moment: measured(0, 20),
    promise: measured(0.2, 60),
    tokens: fc.integer({ min: 1, max: 2_000 }),
    prefill: fc.tuple(measuredOrZero(1e-5), measuredOrZero(1e-2), measuredOrZero(1e-4), measured(0.01, 0.1)),
    decode: fc.tuple(measuredOrZero(1e-7), measuredOrZero(1e-3), measuredOrZero(1e-6), measuredOrZero(0.05)),
    pace: measured(0.01, 0.1),
    weight: measured(0.1, 10),
    price: measuredOrZero(5),
  },
};

/** Numbers of items and bins. */
export interface Sizes {
  /** Of an item's resource. Positive. */
  need: fc.Arbitrary<number>;
  /** Of a bin's resource. Positive. */
  capacity: fc.Arbitrary<number>;
  /** Capacity of every bin where items have a shape. */
  whole: number;
  /** Of a GPU. */
  share: fc.Arbitrary<number>;
}

const thirds = fc.integer({ min: 1, max: 3 }).map((thirds) => thirds / 3);

export const sizesOf: Readonly<Record<NumberKind, Sizes>> = {
  integers: {
    need: fc.integer({ min: 1, max: 6 }),
    capacity: fc.integer({ min: 3, max: 9 }),
    whole: 120,
    share: thirds,
  },
  tenths: { need: tenths(1, 6), capacity: tenths(3, 9), whole: 1.2, share: thirds },
  magnitudes: {
    need: fc.constantFrom(1, 1e-9, 1e-3, 7, 1e6, 123456789.125),
    capacity: fc.constantFrom(8, 1e-3, 1e6, 2e9, 1e12),
    whole: 1e12,
    share: fc.constantFrom(1, 1e-6, 1 / 3, 0.5),
  },
  measurements: {
    need: measured(0.01, 6),
    capacity: measured(3, 9),
    whole: 79.648,
    share: measured(0.01, 1),
  },
};

function tenths(least: number, most: number): fc.Arbitrary<number> {
  return fc.integer({ min: least, max: most }).map((tenths) => tenths / 10);
}

function measured(min: number, max: number): fc.Arbitrary<number> {
  return fc.double({ min, max, noNaN: true });
}

function measuredOrZero(max: number): fc.Arbitrary<number> {
  return fc.oneof({ arbitrary: fc.constant(0), weight: 1 }, { arbitrary: measured(0, max), weight: 4 });
}
