import type { Item } from "../model.js";
import type { PackerCluster } from "./cluster.js";
import type { EncodedItem, TypicalItems } from "./instance.js";
import type { CountedItem } from "./model.js";

/** The most frequent kinds that make up so much of a sample are typical (Weng et al. 2023, section 6). */
const share = 0.95;
/** Kinds that are remembered; what comes after is not learned from. */
const mostKinds = 4_096;
/** The first items are learned from when there are so many. */
const firstLesson = 32;

/** Counts kinds of items: those that ask for the same GPUs and as much of the companion resource. */
export class Sample {
  readonly #cluster: PackerCluster;
  readonly #kinds = new Map<string, CountedItem>();
  #size = 0;

  constructor(cluster: PackerCluster) {
    this.#cluster = cluster;
  }

  /** An item that needs a resource that no bin has is of no kind. */
  add(item: CountedItem["item"], encoded: EncodedItem | undefined = this.#cluster.encodeItem(item), count = 1): void {
    if (!encoded) return;
    const { demand, gpuCount, gpuShare, models } = encoded;
    const key = `${demand[this.#cluster.instance.companion]},${gpuCount},${gpuShare},${models}`;
    const kind = this.#kinds.get(key);
    if (kind) kind.count += count;
    else if (this.#kinds.size < mostKinds) this.#kinds.set(key, { item: kindOf(item), count });
    else return;
    this.#size += count;
  }

  /** In the order of first appearance. */
  kinds(): CountedItem[] {
    return [...this.#kinds.values()];
  }

  /** The most frequent kinds, ties to the one seen first. */
  typical(): CountedItem[] {
    let rest = this.#size * share;
    return this.kinds()
      .sort((a, b) => b.count - a.count)
      .filter(({ count }) => {
        const isNeeded = rest > 0;
        rest -= count;
        return isNeeded;
      })
      .map((kind) => ({ ...kind }));
  }
}

/** Whether to learn again after so many items: whenever their number has doubled. */
export function isLesson(items: number): boolean {
  return items >= firstLesson && (items & (items - 1)) === 0;
}

/** For the kernel. Items that no bin could hold are left out. */
export function encodeTypical(cluster: PackerCluster, typical: readonly CountedItem[]): TypicalItems {
  const { companion } = cluster.instance;
  const known = typical.flatMap(({ item, count }) => {
    const encoded = cluster.encodeItem(item);
    return encoded ? [{ ...encoded, count }] : [];
  });
  return {
    items: known.length,
    weight: Float64Array.from(known, ({ count }) => count),
    companion: Float64Array.from(known, ({ demand }) => (companion < 0 ? 0 : demand[companion]!)),
    gpuCount: Int32Array.from(known, ({ gpuCount }) => gpuCount),
    gpuShare: Int32Array.from(known, ({ gpuShare }) => gpuShare),
    models: Int32Array.from(known, ({ models }) => models),
  };
}

function kindOf({ needs, gpus, models }: Pick<Item, "needs" | "gpus" | "models">): CountedItem["item"] {
  return { ...(needs && { needs }), ...(gpus && { gpus }), ...(models && { models }) };
}
