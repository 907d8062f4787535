import fc from "fast-check";
import type { MemoryBuffer } from "../pack/memory/model.js";
import { ofNumbers, optional, plain, upTo } from "./drawing.js";
import type { MemoryKnobs, NumberKind } from "./knobs.js";

/** Buffers `b0`, `b1`, …, many alive at once. */
export function buffers(knobs: MemoryKnobs = {}): fc.Arbitrary<MemoryBuffer[]> {
  return ofNumbers(knobs.numbers, (numbers) => buffersOf(numbers, knobs).map(plain));
}

/** Sizes are whole numbers, so tenths are small integers too. */
const sizes: Record<NumberKind, fc.Arbitrary<number>> = {
  integers: fc.integer({ min: 1, max: 20 }),
  tenths: fc.integer({ min: 1, max: 20 }),
  magnitudes: fc.constantFrom(1, 7, 2 ** 20, 2 ** 32 + 1, 2 ** 40),
  measurements: fc.integer({ min: 1, max: 100_000_000 }),
};

export function buffersOf(numbers: NumberKind, { maxBuffers = 24 }: MemoryKnobs): fc.Arbitrary<MemoryBuffer[]> {
  const draft = fc.record({
    size: sizes[numbers],
    start: fc.nat(12),
    length: fc.integer({ min: 1, max: 8 }),
    alignment: optional(fc.constantFrom(1, 4, 6)),
  });
  return upTo(maxBuffers, draft).map((drafts) =>
    drafts.map(({ start, length, ...rest }, b) => ({ id: `b${b}`, start, end: start + length, ...rest })),
  );
}
