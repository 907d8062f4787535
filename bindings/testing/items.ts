import fc from "fast-check";
import type { Item } from "../pack/model.js";
import { mostly, ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import { type ItemKnobs, type ItemShape, itemShapes, type NumberKind } from "./knobs.js";
import { type Sizes, sizesOf } from "./numbers.js";

/** Items `i0`, `i1`, … that need CPU, memory and GPUs, whole and shared; some belong to gangs, some are kept apart. */
export function items(knobs: ItemKnobs = {}): fc.Arbitrary<Item[]> {
  return ofNumbers(knobs.numbers, (numbers) =>
    itemShape(knobs).chain((shape) => itemsOf(numbers, shape, knobs).map(plain)),
  );
}

export const models = fc.constantFrom("H100", "L4");

export function itemShape({ items }: ItemKnobs): fc.Arbitrary<ItemShape> {
  const [random, ...others] = itemShapes;
  return items === undefined ? mostly<ItemShape>(random, others) : fc.constant(items);
}

export function itemsOf(numbers: NumberKind, shape: ItemShape, { maxItems = 10 }: ItemKnobs): fc.Arbitrary<Item[]> {
  const sizes = sizesOf[numbers];
  return upTo(maxItems, draftItem(sizes)).map((drafts) =>
    drafts.map((draft, i) => {
      const { models, gpus, needs, grid: _, ...rest } = shaped(shape, draft, drafts, i, sizes.whole);
      return { id: `i${i}`, needs, gpus, ...(gpus && { models }), ...rest };
    }),
  );
}

interface DraftItem extends Omit<Item, "id"> {
  needs: { cpu?: number; memory?: number };
  /** To make an amount of, in a shape. */
  grid: number;
}

/** Parts that a bin is divided into: 40 are a third, 60 a half. */
const parts = 120;

function shaped(
  shape: ItemShape,
  draft: DraftItem,
  drafts: readonly DraftItem[],
  index: number,
  whole: number,
): DraftItem {
  if (shape === "random") return draft;
  const gpus = shape === "thirds" && draft.gpus ? { share: 1 / 3 } : draft.gpus;
  const amount = (partsOf[shape](drafts, index) * whole) / parts;
  return { ...draft, gpus, needs: { cpu: amount, ...(draft.needs.memory !== undefined && { memory: amount }) } };
}

const partsOf: Record<Exclude<ItemShape, "random">, (drafts: readonly DraftItem[], index: number) => number> = {
  halves: (drafts, index) => 60 + ((drafts[index]!.grid % 9) - 3),
  thirds: () => 40,
  /** Between a quarter and a half; the third of three takes what the others leave. */
  triplets: (drafts, index) => {
    const first = index - (index % 3);
    const part = (i: number) => 31 + ((drafts[i]?.grid ?? 0) % 14);
    return index % 3 === 2 ? parts - part(first) - part(first + 1) : part(index);
  },
};

function draftItem({ need, share }: Sizes): fc.Arbitrary<DraftItem> {
  const devices = fc.oneof(
    fc.record({ count: fc.integer({ min: 1, max: 2 }) }),
    share.map((share) => ({ share })),
  );
  return fc.record({
    needs: fc.record({ cpu: need, memory: need }, { requiredKeys: [] }),
    gpus: optional(devices),
    models: optional(models.map((model) => [model])),
    group: rarely(fc.constantFrom("gang", "pair")),
    separate: rarely(fc.constantFrom("a", "b")),
    value: optional(fc.nat(3)),
    grid: fc.nat(parts),
  });
}
