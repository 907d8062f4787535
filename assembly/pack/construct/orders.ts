import { ascendingOrder } from "../../sort";
import { Instance } from "../instance";
import { Lanes, shareOf, weightedShares } from "../lanes";
import { BinOrder, ItemOrder } from "../rules";

/** Items in the order in which they are taken. */
export function orderedItems(lanes: Lanes, items: i32, order: ItemOrder, weights: StaticArray<f64>): StaticArray<i32> {
  const key = new StaticArray<f64>(items);
  if (order != ItemOrder.Input) for (let i = 0; i < items; i++) key[i] = -sizeOf(lanes, i, order, weights);
  return ascendingOrder(key);
}

/** Kinds of bins in the order in which they are opened. */
export function orderedKinds(
  instance: Instance,
  lanes: Lanes,
  order: BinOrder,
  weights: StaticArray<f64>,
): StaticArray<i32> {
  const kinds = instance.kinds;
  const key = new StaticArray<f64>(kinds);
  if (order == BinOrder.Price) {
    for (let k = 0; k < kinds; k++) {
      const size = weightedShares(weights, lanes.free, k, lanes.largest, lanes.stride);
      key[k] = size > 0 ? instance.cost[k] / size : Infinity;
    }
  }
  return ascendingOrder(key);
}

function sizeOf(lanes: Lanes, item: i32, order: ItemOrder, weights: StaticArray<f64>): f64 {
  const stride = lanes.stride;
  let size: f64 = 0;
  for (let h = 0; h < stride; h++) {
    const share = shareOf(lanes.demand[item * stride + h], lanes.largest[h]);
    if (order == ItemOrder.L1) size += weights[h] * share;
    else if (order == ItemOrder.L2) size += weights[h] * (share * share);
    else size = max(size, weights[h] * share);
  }
  return size;
}
