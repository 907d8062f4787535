import type { PackInstance } from "../../instance.js";
import type { BinOrder, ItemOrder, weightings } from "../../options.js";
import { type Lanes, range, sharesOf, weighted } from "./lanes.js";

/** [lanes] What each weighs, counted over some of the items. */
export function weightsOf(
  { demand, largest }: Lanes,
  items: readonly number[],
  weighting: (typeof weightings)[number],
): number[] {
  return largest.map((whole, lane) => {
    const total = items.reduce((sum, item) => sum + demand[item]![lane]!, 0);
    if (total === 0 || whole === 0) return 0;
    if (weighting === "unit") return 1;
    return weighting === "reciprocal" ? whole / total : total / whole;
  });
}

/** Items in the order in which they are taken. */
export function orderedItems({ demand, largest }: Lanes, order: ItemOrder, weights: readonly number[]): number[] {
  const size = demand.map((row) => sizeOf(sharesOf(row, largest), order, weights));
  return range(demand.length).sort((a, b) => size[b]! - size[a]! || a - b);
}

function sizeOf(shares: readonly number[], order: ItemOrder, weights: readonly number[]): number {
  switch (order) {
    case "input":
      return 0;
    case "l1":
      return weighted(weights, shares);
    case "l2":
      return weighted(
        weights,
        shares.map((share) => share * share),
      );
    case "linf":
      return Math.max(...shares.map((share, lane) => weights[lane]! * share));
  }
}

/** Copies of all kinds in the order in which they are opened. */
export function orderedBins(
  instance: PackInstance,
  lanes: Lanes,
  order: BinOrder,
  weights: readonly number[],
): number[] {
  const { bins, kind, cost } = instance;
  const price = lanes.free.map((free, k) => {
    const size = weighted(weights, sharesOf(free, lanes.largest));
    return size > 0 ? cost[k]! / size : Infinity;
  });
  return range(bins).sort((a, b) => {
    const [x, y] = [price[kind[a]!]!, price[kind[b]!]!];
    return order === "input" || x === y ? a - b : x < y ? -1 : 1;
  });
}
