import { Cluster } from "./cluster";
import { Item } from "./item";

/**
 * A rule's score of taking an item on a node where it fits: higher is better. It depends on nothing but the state of that
 * node, so it is good until the node changes.
 */
export abstract class Scorer {
  constructor(protected readonly cluster: Cluster) {}

  abstract score(node: i32, item: Item): i32;

  /** Devices for the item on a node where it fits: the one with the least room that has enough, or the first idle ones. */
  choose(node: i32, item: Item): u32 {
    if (!item.wantsGpu) return 0;
    const cluster = this.cluster;
    return item.gpuShare > 0 ? <u32>1 << cluster.tightest(node, item.gpuShare) : cluster.firstIdle(node, item.gpuCount);
  }

  /** The node is no longer what it was. */
  changed(_node: i32): void {}
}
