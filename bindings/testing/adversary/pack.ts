import type { Adversary, Draw } from "./anneal.js";
import { freshId, nudged, several, weight, withOne, without } from "./changes.js";

/** A problem of `pack`: items that need CPU and memory, and bins of two kinds, of which there are enough. */
export interface PackDuel {
  items: { id: string; needs: Amounts }[];
  bins: { id: string; count: number; cost: number; capacity: Amounts }[];
}

type Amounts = { cpu: number; memory: number };

const mostItems = 24;

export const packAdversary: Adversary<PackDuel> = {
  start: (draw) => ({
    items: several(4 + draw(8), (i) => ({ id: `i${i + 1}`, needs: amounts(draw) })),
    // Each can hold every item.
    bins: ["a", "b"].map((id) => ({ id, count: mostItems, cost: weight(draw), capacity: { cpu: 1, memory: 1 } })),
  }),
  mutate: (problem, draw) => changes[draw(changes.length)]!(problem, draw),
};

type Change = (problem: PackDuel, draw: Draw) => PackDuel;

const changes: Change[] = [
  (problem, draw) => withNeeds(problem, draw, (needs) => ({ ...needs, cpu: nudged(needs.cpu, draw) })),
  (problem, draw) => withNeeds(problem, draw, (needs) => ({ ...needs, memory: nudged(needs.memory, draw) })),
  (problem, draw) => withNeeds(problem, draw, () => amounts(draw)),
  function alike({ items, bins }, draw) {
    const { needs } = items[draw(items.length)]!;
    return { items: withOne(items, draw, (item) => ({ ...item, needs })), bins };
  },
  function addItem({ items, bins }, draw) {
    if (items.length >= mostItems) return { items, bins };
    return { items: [...items, { id: freshId("i", items), needs: amounts(draw) }], bins };
  },
  function removeItem({ items, bins }, draw) {
    return { items: items.length <= 2 ? items : without(items, draw), bins };
  },
  function cost({ items, bins }, draw) {
    return { items, bins: withOne(bins, draw, (bin) => ({ ...bin, cost: nudged(bin.cost, draw) })) };
  },
  /** Larger bins alone, so that every item fits every bin. */
  function capacity({ items, bins }, draw) {
    const larger = () => 1 + draw(11) / 10;
    return { items, bins: withOne(bins, draw, (bin) => ({ ...bin, capacity: { cpu: larger(), memory: larger() } })) };
  },
];

function withNeeds({ items, bins }: PackDuel, draw: Draw, change: (needs: Amounts) => Amounts): PackDuel {
  return { items: withOne(items, draw, (item) => ({ ...item, needs: change(item.needs) })), bins };
}

function amounts(draw: Draw): Amounts {
  return { cpu: weight(draw), memory: weight(draw) };
}
