import fc from "fast-check";
import type { Location } from "../cluster/model.js";
import type { Bin, Load } from "../pack/model.js";
import { ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import { models } from "./items.js";
import type { BinKnobs, NumberKind } from "./knobs.js";
import { type Sizes, sizesOf } from "./numbers.js";

/** Bins `b0`, `b1`, … of up to 3 copies, with CPU, memory and GPUs, at several places; some are in part taken. */
export function bins(knobs: BinKnobs = {}): fc.Arbitrary<Bin[]> {
  return ofNumbers(knobs.numbers, (numbers) => binsOf(numbers, false, knobs).map(plain));
}

/** @param whole every resource of every bin has the one capacity that shapes of items refer to */
export function binsOf(
  numbers: NumberKind,
  whole: boolean,
  { maxBins = 3, heterogeneity }: BinKnobs,
): fc.Arbitrary<Bin[]> {
  const sizes = sizesOf[numbers];
  const capacity = whole ? fc.constant(sizes.whole) : sizes.capacity;
  return upTo(maxBins, bin({ ...sizes, capacity }), 1).map((drafts) =>
    drafts.map((draft, b) => ({ id: `b${b}`, ...(heterogeneity === "identical" ? drafts[0]! : draft) })),
  );
}

function bin({ capacity, share }: Sizes): fc.Arbitrary<Omit<Bin, "id">> {
  const name = optional(fc.constantFrom("a", "b"));
  const location: fc.Arbitrary<Location> = fc.record({ cloud: rarely(fc.constant("c")), zone: name, rack: name });
  const draft = fc.record({
    count: fc.integer({ min: 1, max: 3 }),
    capacity: fc.record({ cpu: capacity, memory: capacity }, { requiredKeys: ["cpu"] }),
    gpus: optional(fc.record({ model: models, count: fc.integer({ min: 1, max: 3 }) })),
    location: optional(location),
    pricePerHour: rarely(fc.nat(4)),
    cost: optional(fc.integer({ min: 1, max: 4 })),
    load: optional(fc.record({ cpu: fc.constantFrom(0.25, 0.5, 1 / 3), device: optional(share) })),
  });
  return draft.map(({ load, ...bin }) => ({ ...bin, load: load && loadOf(bin, load) }));
}

function loadOf({ capacity, gpus }: Omit<Bin, "id">, { cpu, device }: { cpu: number; device?: number }): Load {
  const taken = { needs: { cpu: capacity!.cpu! * cpu } };
  return gpus && device !== undefined ? { ...taken, gpus: [{ index: 0, share: device }] } : taken;
}
