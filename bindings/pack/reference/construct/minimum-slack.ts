import type { PackInstance } from "../../instance.js";
import { sharesOf, weighted } from "./lanes.js";
import { orderedItems } from "./orders.js";
import type { Packing } from "./packing.js";

/** Items that a bin's search may try. */
const tries = 10_000;

/**
 * Fills a bin as well as a short search can: the largest item that fits stays; of the others, largest first, those that
 * add most are found depth first. Of alike neighbours that are left out the first speaks for all. Last comes whatever
 * still fits, in order.
 */
export function fillWithLeastSlack(
  packing: Packing,
  bin: number,
  items: readonly number[],
  weights: readonly number[],
): void {
  const { instance, lanes } = packing;
  const wanted = new Set(items);
  const inOrder = orderedItems(lanes, "l1", weights).filter((item) => wanted.has(item));
  const opening = inOrder.find((item) => packing.fits(item, bin));
  if (opening === undefined) return;
  packing.place(opening, bin);

  const others = inOrder.filter((item) => item !== opening);
  const size = others.map((item) => weighted(weights, sharesOf(lanes.demand[item]!, lanes.largest)));
  let tried = 0;
  let best: number[] = [];
  let bestSize = 0;
  let isFull = false;
  const search = (path: number[], sum: number, from: number): void => {
    for (let k = from; k < others.length && tried < tries && !isFull; k++) {
      const item = others[k]!;
      if (k > from && areAlike(instance, others[k - 1]!, item)) continue;
      tried++;
      if (!packing.fits(item, bin)) continue;
      packing.place(item, bin);
      const longer = [...path, item];
      const itsSum = sum + size[k]!;
      if (itsSum > bestSize) {
        best = longer;
        bestSize = itsSum;
        isFull = weights.every((weight, lane) => weight === 0 || packing.room[bin]![lane] === 0);
      }
      search(longer, itsSum, k + 1);
      packing.remove(item);
    }
  };
  search([], 0, 0);
  for (const item of best) packing.place(item, bin);
  for (const item of others) if (!packing.isPlaced(item) && packing.fits(item, bin)) packing.place(item, bin);
}

/** Whether it makes no difference which of two items is placed. */
function areAlike(instance: PackInstance, a: number, b: number): boolean {
  const { resources, demand, gpuCount, gpuShare, models, separate } = instance;
  const rowOf = (item: number) => demand.subarray(item * resources, (item + 1) * resources);
  return (
    separate[a] === -1 &&
    separate[b] === -1 &&
    gpuCount[a] === gpuCount[b] &&
    gpuShare[a] === gpuShare[b] &&
    models[a] === models[b] &&
    rowOf(a).every((units, lane) => units === rowOf(b)[lane])
  );
}
