import { BinByBin } from "./bin-by-bin";
import { Construction } from "./construction";
import { Instance } from "../instance";
import { Lanes } from "../lanes";
import { orderedItems, orderedKinds } from "./orders";
import { BinChoice, BinOrder, ItemOrder, ItemScore, Weighting } from "../rules";
import { Units } from "./units";

/** One item after the other. Fills `bin` and `gpus`. */
export function packItemByItem(
  instance: Instance,
  order: ItemOrder,
  choice: BinChoice,
  weighting: Weighting,
  bins: BinOrder,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
): void {
  const lanes = new Lanes(instance);
  const weights = weightsOf(lanes, weighting);
  const kinds = orderedKinds(instance, lanes, bins, weights);
  const construction = new Construction(instance, lanes, kinds, choice, weights, bin, gpus);
  const items = orderedItems(lanes, instance.items, order, weights);
  new Units(instance, construction, items).placeAll();
}

/** One bin after the other. Fills `bin` and `gpus`. */
export function packBinByBin(
  instance: Instance,
  score: ItemScore,
  weighting: Weighting,
  bins: BinOrder,
  bin: StaticArray<i32>,
  gpus: StaticArray<i32>,
): void {
  const lanes = new Lanes(instance);
  const weights = weightsOf(lanes, weighting);
  const kinds = orderedKinds(instance, lanes, bins, weights);
  const construction = new Construction(instance, lanes, kinds, BinChoice.First, weights, bin, gpus);
  new BinByBin(instance, lanes, construction, score, weighting, weights).run();
}

function weightsOf(lanes: Lanes, weighting: Weighting): StaticArray<f64> {
  const weights = new StaticArray<f64>(lanes.stride);
  lanes.weigh(lanes.totals(), weighting, weights);
  return weights;
}
