import type { BinByBin, ItemScore } from "../../options.js";
import { BinChooser } from "./bin-chooser.js";
import { range, sharesOf, weighted } from "./lanes.js";
import { fillWithLeastSlack } from "./minimum-slack.js";
import { orderedBins, weightsOf } from "./orders.js";
import type { Packing } from "./packing.js";
import { placeUnits } from "./units.js";

export function packBinByBin(packing: Packing, { score, weights: weighting, bins }: BinByBin): void {
  const { instance, lanes } = packing;
  const items = range(instance.items);
  const weights = weightsOf(lanes, items, weighting);
  const inOrder = orderedBins(instance, lanes, bins, weights);
  const gangs = items.filter((item) => instance.group[item] !== -1);
  placeUnits(packing, gangs, new BinChooser(packing, inOrder, "first", weights));

  const isOpen = (bin: number) => packing.isOpen(bin);
  const openedFirst = [...inOrder.filter(isOpen), ...inOrder.filter((bin) => !isOpen(bin))];
  const left = () => items.filter((item) => instance.group[item] === -1 && !packing.isPlaced(item));
  for (const bin of openedFirst) {
    if (score === "minimum-slack") fillWithLeastSlack(packing, bin, left(), weights);
    else {
      const weightsNow = () => (weighting === "remaining" ? weightsOf(lanes, left(), weighting) : weights);
      while (placeBest(packing, bin, left(), score, weightsNow()));
    }
  }
}

/** False when nothing fits. */
function placeBest(
  packing: Packing,
  bin: number,
  items: readonly number[],
  score: Exclude<ItemScore, "minimum-slack">,
  weights: readonly number[],
): boolean {
  const { lanes, instance, room } = packing;
  const capacity = lanes.capacity[instance.kind[bin]!]!;
  const free = sharesOf(room[bin]!, capacity);
  let best: number | undefined;
  let bestScore = -Infinity;
  for (const item of items) {
    if (!packing.fits(item, bin)) continue;
    const itsScore = scoreOf(score, sharesOf(lanes.demand[item]!, capacity), free, weights);
    if (itsScore <= bestScore) continue;
    best = item;
    bestScore = itsScore;
  }
  if (best !== undefined) packing.place(best, bin);
  return best !== undefined;
}

function scoreOf(
  score: Exclude<ItemScore, "minimum-slack">,
  size: readonly number[],
  room: readonly number[],
  weights: readonly number[],
): number {
  const weightedSize = size.map((share, lane) => weights[lane]! * share);
  switch (score) {
    case "dot-product":
      return weighted(weightedSize, room);
    case "l2-norm":
      return -weighted(
        weights,
        size.map((share, lane) => (room[lane]! - share) * (room[lane]! - share)),
      );
    case "cosine": {
      // The bin's own length is the same for all items.
      const length = Math.sqrt(weighted(weightedSize, size));
      return length > 0 ? weighted(weightedSize, room) / length : 0;
    }
  }
}
