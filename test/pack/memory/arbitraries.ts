import fc from "fast-check";
import type { MemoryProblem } from "../../../bindings/pack/memory/model.js";

const buffer = fc
  .tuple(fc.integer({ min: 1, max: 20 }), fc.nat(12), fc.integer({ min: 1, max: 8 }), fc.constantFrom(1, 1, 4, 6))
  .map(([size, start, length, alignment]) => ({ size, start, end: start + length, alignment }));
export const memoryProblem: fc.Arbitrary<MemoryProblem> = fc.record({
  buffers: fc.array(buffer, { maxLength: 24 }).map((list) => list.map((each, i) => ({ id: `b${i}`, ...each }))),
  capacity: fc.integer({ min: 1, max: 80 }),
});
