import { Item } from "./item";
import { Scorer } from "./scorer";

/** All nodes are alike: first fit, or any. */
@final
export class FirstFit extends Scorer {
  score(_node: i32, _item: Item): i32 {
    return 0;
  }
}

/** ⌊100 · (1 − half of what is left of either resource)⌋. */
@final
export class BestFit extends Scorer {
  score(node: i32, item: Item): i32 {
    const cluster = this.cluster;
    const companion = ratio(cluster.companionFree(node) - item.companion, cluster.largestCompanion);
    const gpu = ratio(<f64>(cluster.gpuFreeOf(node) - item.gpu), cluster.largestGpu);
    return <i32>Math.floor(100 * (1 - companion / 2 - gpu / 2));
  }
}

/** ⌊100 · (1 − half the product of what is free and what is needed)⌋. */
@final
export class DotProduct extends Scorer {
  score(node: i32, item: Item): i32 {
    const cluster = this.cluster;
    const companion =
      ratio(cluster.companionFree(node), cluster.largestCompanion) * ratio(item.companion, cluster.largestCompanion);
    const gpu = ratio(<f64>cluster.gpuFreeOf(node), cluster.largestGpu) * ratio(<f64>item.gpu, cluster.largestGpu);
    return <i32>Math.floor(100 * (1 - (companion + gpu) / 2));
  }
}

/** Devices in use, then idle devices of a node in use, then idle nodes, the smallest first. */
@final
export class Packing extends Scorer {
  score(node: i32, item: Item): i32 {
    if (!item.wantsGpu) return 0;
    const cluster = this.cluster;
    const idle = cluster.idle(node);
    if (idle == cluster.devices(node)) return max(33 - idle, idle);
    if (item.gpuCount > 0) return max(50 - item.gpuCount, 33);
    const free = cluster.gpuFree(node, cluster.tightest(node, item.gpuShare));
    if (free == cluster.gpuUnits) return 49;
    const percent = <i32>((<i64>free * 100) / <i64>cluster.gpuUnits);
    return max(100 - percent / 10, 50);
  }
}

/** Nodes with nothing but such items, with such items, idle ones, others; the fullest first. */
@final
export class Clustering extends Scorer {
  score(node: i32, item: Item): i32 {
    if (!item.wantsGpu) return 0;
    const cluster = this.cluster;
    const largest = <i64>cluster.largestGpu;
    const used = <i32>((25 * (largest - <i64>cluster.gpuFreeOf(node))) / largest);
    const varieties = cluster.varieties(node);
    if (cluster.neighboursOf(node, item.gpuCount) > 0) return used + (varieties == 1 ? 75 : 50);
    return used + (varieties == 0 ? 25 : 0);
  }
}

// @ts-ignore: decorator
@inline
function ratio(amount: f64, largest: f64): f64 {
  return largest == 0 ? 0 : amount / largest;
}
