import fc from "fast-check";
import { tripletItems, uniformItems } from "../../../bench/pack/families.js";
import type { ImproveSettings, PackInstance } from "../../../bindings/pack/instance.js";
import { packObjectives, presets } from "../../../bindings/pack/options.js";
import { packReference } from "../../../bindings/pack/reference.js";
import { Random } from "../../../bindings/random.js";
import { packCombinations } from "../../../bindings/testing/options.js";
import { fromTheEnd, packInstance, vectors } from "../../../test/pack/instances.js";
import { type Case, drawn } from "./case.js";

export function packCases(): Case[] {
  return [
    ...drawn("heuristic", 2_000, fc.tuple(packInstance(), packCombinations()), ({ pack }, [instance, choices]) => [
      pack.bound(instance),
      pack.construct(instance, choices),
    ]),
    ...drawn(
      "heuristic on many items",
      500,
      fc.tuple(packInstance({ maxItems: 60, maxCopies: 20 }), packCombinations()),
      ({ pack }, [instance, choices]) => [pack.bound(instance), pack.construct(instance, choices)],
    ),
    ...improvements("constraints", 800, packInstance({ maxItems: 20, maxCopies: 6 }), fc.constantFrom(1, 200)),
    ...improvements("sizes", 400, sized, fc.constantFrom(1, 200)),
    ...improvements("vectors", 400, vectorItems, fc.constantFrom(1, 200)),
    ...improvements("family", 24, family, fc.constant(1_500)),
    ...improvements("sizes, bins from the end", 300, sized, fc.constantFrom(1, 200), true),
    ...improvements("vectors, bins from the end", 200, vectorItems, fc.constantFrom(1, 200), true),
    ...improvements("many constraints", 20, packInstance({ maxItems: 60, maxCopies: 20 }), fc.constant(400)),
  ];
}

function improvements(
  name: string,
  count: number,
  instances: fc.Arbitrary<PackInstance>,
  schedules: fc.Arbitrary<number>,
  renumbers = false,
): Case[] {
  const settings: fc.Arbitrary<ImproveSettings> = fc.record({
    objective: fc.constantFrom(...packObjectives),
    seed: fc.nat(),
    schedule: schedules,
  });
  const started = fc.tuple(instances, settings).map(([instance, settings]) => {
    const packed = packReference.construct(instance, presets["first-fit-decreasing"]);
    return { instance, settings, start: renumbers ? fromTheEnd(instance, packed) : packed };
  });
  return drawn(name, count, started, ({ pack }, { instance, settings, start }) => {
    const search = pack.search(instance, start, settings);
    return [0, 1, Math.ceil(settings.schedule / 3), settings.schedule].map((iterations) => [
      search.step(iterations),
      search.iterations,
      search.best(),
    ]);
  });
}

/** Sizes of few or many to a bin, small and large capacities, some of them equal, some 0. */
const sized = fc
  .record({
    capacity: fc.oneof(fc.integer({ min: 1, max: 150 }), fc.integer({ min: 1000, max: 1e6 }), fc.constant(2 ** 40)),
    low: fc.integer({ min: 0, max: 60 }),
    spread: fc.integer({ min: 1, max: 60 }),
    items: fc.integer({ min: 0, max: 60 }),
    seed: fc.nat(),
  })
  .map(({ capacity, low, spread, items, seed }) => {
    const random = new Random(seed);
    const percent = () => Math.min(100, low + random.below(spread));
    const sizes = Array.from({ length: items }, () => [Math.floor((capacity * percent()) / 100)]);
    return vectors(sizes, [capacity]);
  });

/** Several resources, bins all alike. */
const vectorItems = fc
  .record({
    resources: fc.integer({ min: 1, max: 6 }),
    items: fc.integer({ min: 0, max: 30 }),
    most: fc.integer({ min: 1, max: 100 }),
    seed: fc.nat(),
  })
  .map(({ resources, items, most, seed }) => {
    const random = new Random(seed);
    const capacity = Array.from({ length: resources }, () => 1 + random.below(100));
    const row = () => capacity.map((units) => Math.floor((units * random.below(most + 1)) / 100));
    return vectors(Array.from({ length: items }, row), capacity);
  });

/** Of the hard ones: bins that are filled to the last unit, or nearly. */
const family = fc
  .tuple(fc.constantFrom(tripletItems, uniformItems), fc.constantFrom(60, 120, 249), fc.nat())
  .map(([itemsOf, count, seed]) => {
    const { sizes, capacity } = itemsOf(count, new Random(seed));
    return vectors(
      sizes.map((size) => [size]),
      [capacity],
    );
  });
