import type { EncodedItem, PackerSettings } from "../../packer/instance.js";
import { freeGpu, gpuDemand, type Node } from "./node.js";

/** Score of an allocation in whole percent, and capacity: 0 to 100. */
type Shape = (used: number, capacity: number) => number;

/** Kubernetes' MostAllocated: used × 100 ÷ capacity, rounded down. */
export const mostAllocated: Shape = (used, capacity) => Math.floor((used * 100) / capacity);

/** Kubernetes' LeastAllocated: what is left × 100 ÷ capacity, rounded down. */
export const leastAllocated: Shape = (used, capacity) => Math.floor(((capacity - used) * 100) / capacity);

/** Kubernetes' RequestedToCapacityRatio: straight lines between the points of the shape, rounded towards 0. */
export function shaped({ shapeAt, shapeScore }: Pick<PackerSettings, "shapeAt" | "shapeScore">): Shape {
  return (used, capacity) => {
    const percent = Math.floor((used * 100) / capacity);
    for (let point = 0; point < shapeAt.length; point++) {
      const at = shapeAt[point]!;
      if (percent > at) continue;
      if (point === 0) return shapeScore[0]!;
      const from = shapeAt[point - 1]!;
      const score = shapeScore[point - 1]!;
      return score + Math.trunc(((shapeScore[point]! - score) * (percent - from)) / (at - from));
    }
    return shapeScore[shapeScore.length - 1]!;
  };
}

/** Weighted mean over the resources that the node has, with the item on it; GPUs are the last. Rounded to the nearest. */
export function allocationScore(
  node: Node,
  item: EncodedItem,
  weight: Int32Array,
  gpuUnits: number,
  shape: Shape,
): number {
  let score = 0;
  let weights = 0;
  const count = (r: number, used: number, capacity: number) => {
    if (capacity === 0) return;
    score += weight[r]! * shape(used, capacity);
    weights += weight[r]!;
  };
  node.capacity.forEach((capacity, r) => {
    count(r, capacity - node.free[r]! + item.demand[r]!, capacity);
  });
  const devices = node.gpus.length * gpuUnits;
  count(node.capacity.length, devices - freeGpu(node) + gpuDemand(item, gpuUnits), devices);
  return weights === 0 ? 0 : Math.floor(score / weights + 0.5);
}
