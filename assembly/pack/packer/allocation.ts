import { Cluster } from "./cluster";
import { Item } from "./item";
import { Scorer } from "./scorer";

/**
 * Kubernetes' scores by allocation: the weighted mean of each resource's score, GPUs the last. Scores are whole numbers:
 * percentages, or what the shape makes of them.
 */
export abstract class Allocation extends Scorer {
  constructor(
    cluster: Cluster,
    private readonly weight: StaticArray<i32>,
  ) {
    super(cluster);
  }

  score(node: i32, item: Item): i32 {
    const cluster = this.cluster;
    const resources = cluster.resources;
    const kind = cluster.kind[node];
    let score: f64 = 0;
    let weights = 0;
    for (let r = 0; r < resources; r++) {
      const capacity = cluster.capacity[kind * resources + r];
      if (capacity == 0) continue;
      score += <f64>(this.weight[r] * this.shape(capacity - cluster.freeOf(node, r) + item.demand[r], capacity));
      weights += this.weight[r];
    }
    const devices = cluster.devices(node) * cluster.gpuUnits;
    if (devices > 0) {
      const weight = this.weight[resources];
      score += <f64>(weight * this.shape(<f64>(devices - cluster.gpuFreeOf(node) + item.gpu), <f64>devices));
      weights += weight;
    }
    return weights == 0 ? 0 : <i32>Math.floor(score / <f64>weights + 0.5);
  }

  protected abstract shape(used: f64, capacity: f64): i32;
}

@final
export class MostAllocated extends Allocation {
  protected shape(used: f64, capacity: f64): i32 {
    return percent(used, capacity);
  }
}

@final
export class LeastAllocated extends Allocation {
  protected shape(used: f64, capacity: f64): i32 {
    return percent(capacity - used, capacity);
  }
}

/** Straight lines between the points of a shape, rounded towards 0. */
@final
export class RequestedToCapacityRatio extends Allocation {
  constructor(
    cluster: Cluster,
    weight: StaticArray<i32>,
    private readonly shapeAt: StaticArray<i32>,
    private readonly shapeScore: StaticArray<i32>,
  ) {
    super(cluster, weight);
  }

  protected shape(used: f64, capacity: f64): i32 {
    const utilisation = percent(used, capacity);
    const points = this.shapeAt.length;
    let point = 0;
    while (point < points && utilisation > this.shapeAt[point]) point++;
    if (point == 0) return this.shapeScore[0];
    const score = this.shapeScore[point - 1];
    if (point == points) return score;
    const from = this.shapeAt[point - 1];
    return score + ((this.shapeScore[point] - score) * (utilisation - from)) / (this.shapeAt[point] - from);
  }
}

// @ts-ignore: decorator
@inline
function percent(used: f64, capacity: f64): i32 {
  return <i32>Math.floor((used * 100) / capacity);
}
