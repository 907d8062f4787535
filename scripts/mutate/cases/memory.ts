import fc from "fast-check";
import type { MemoryInstance } from "../../../bindings/pack/memory/instance.js";
import { bufferOrders, placeChoices } from "../../../bindings/pack/memory/options.js";
import { type Case, drawn } from "./case.js";

export function memoryCases(): Case[] {
  const combinations = bufferOrders.flatMap((order) => placeChoices.map((choice) => ({ order, choice })));
  const settings = fc.record({ seed: fc.nat(), schedule: fc.constantFrom(1, 60, 200) });
  return [
    ...drawn("order", 600, buffers(24), ({ memory }, instance) => [
      memory.bound(instance),
      ...combinations.map((combination) => memory.construct(instance, combination)),
    ]),
    ...drawn("annealing", 400, fc.tuple(buffers(24), settings), ({ memory }, [instance, how]) =>
      memory.anneal(instance, how, how.schedule),
    ),
    ...drawn("annealing of many", 10, fc.tuple(buffers(80), settings), ({ memory }, [instance, how]) =>
      memory.anneal(instance, how, how.schedule),
    ),
  ];
}

/** Small sizes, often equal, and lifetimes that begin and end together. */
function buffers(maxLength: number): fc.Arbitrary<MemoryInstance> {
  const buffer = fc.record({
    size: fc.integer({ min: 1, max: 20 }),
    start: fc.nat(12),
    lifetime: fc.integer({ min: 1, max: 8 }),
    alignment: fc.constantFrom(1, 1, 4, 6),
  });
  return fc
    .record({ rows: fc.array(buffer, { maxLength, size: "max" }), capacity: fc.integer({ min: 1, max: 200 }) })
    .map(({ rows, capacity }) => ({
      buffers: rows.length,
      capacity,
      size: Float64Array.from(rows, ({ size }) => size),
      start: Float64Array.from(rows, ({ start }) => start),
      end: Float64Array.from(rows, ({ start, lifetime }) => start + lifetime),
      alignment: Float64Array.from(rows, ({ alignment }) => alignment),
    }));
}
