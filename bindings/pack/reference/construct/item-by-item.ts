import type { ItemByItem } from "../../options.js";
import { BinChooser } from "./bin-chooser.js";
import { orderedBins, orderedItems, weightsOf } from "./orders.js";
import type { Packing } from "./packing.js";
import { placeUnits } from "./units.js";

export function packItemByItem(packing: Packing, { order, choice, weights: weighting, bins }: ItemByItem): void {
  const { instance, lanes } = packing;
  const weights = weightsOf(lanes, [...lanes.demand.keys()], weighting);
  const chooser = new BinChooser(packing, orderedBins(instance, lanes, bins, weights), choice, weights);
  placeUnits(packing, orderedItems(lanes, order, weights), chooser);
}
