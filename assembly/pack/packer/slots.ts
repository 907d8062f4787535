import { Cluster } from "./cluster";
import { Item } from "./item";
import { Scorer } from "./scorer";

/** Different items whose scores are kept; when more come, the oldest make room. */
const SLOTS = 256;
const UNFIT = i32.MIN_VALUE;
const LANES = 4;

/**
 * The scores of every node, for items alike. A placement changes one node; the next item of its kind has only those nodes
 * to score again that have changed since the last.
 */
@final
export class Slots {
  private readonly slots: StaticArray<Slot | null> = new StaticArray<Slot | null>(SLOTS);
  private used: i32 = 0;
  private oldest: i32 = 0;
  /** [nodes] The last changes, a ring. */
  private readonly log: StaticArray<i32>;
  /** [nodes] The last change of each. */
  private readonly latest: StaticArray<i64>;
  private changes: i64 = 0;

  constructor(
    private readonly cluster: Cluster,
    private scorer: Scorer,
  ) {
    this.log = new StaticArray<i32>(cluster.nodes);
    this.latest = new StaticArray<i64>(cluster.nodes);
  }

  /** The slot of an item like this; a new one knows no scores. */
  of(demand: StaticArray<f64>, companion: f64, gpuCount: i32, gpuShare: i32, models: u32, gpu: i32): Slot {
    for (let s = 0; s < this.used; s++) {
      const slot = this.slots[s]!;
      if (slot.item.is(demand, gpuCount, gpuShare, models)) return slot;
    }
    const item = new Item(copyOf(demand), companion, gpuCount, gpuShare, models, gpu);
    if (this.used < SLOTS) {
      const slot = new Slot(item, this.cluster.nodes);
      this.slots[this.used++] = slot;
      return slot;
    }
    const slot = this.slots[this.oldest]!;
    this.oldest = (this.oldest + 1) % SLOTS;
    slot.item = item;
    slot.seen = -1;
    return slot;
  }

  /** The first node of the highest score, −1 when the item fits nowhere. */
  best(slot: Slot): i32 {
    this.refresh(slot);
    const scores = slot.scores;
    let most = i32x4.splat(UNFIT);
    for (let n = 0; n < scores.length; n += LANES) most = i32x4.max_s(most, at(scores, n));
    const highest = max(
      max(i32x4.extract_lane(most, 0), i32x4.extract_lane(most, 1)),
      max(i32x4.extract_lane(most, 2), i32x4.extract_lane(most, 3)),
    );
    if (highest == UNFIT) return -1;
    const wanted = i32x4.splat(highest);
    let first = 0;
    let equal = 0;
    while ((equal = i32x4.bitmask(i32x4.eq(at(scores, first), wanted))) == 0) first += LANES;
    return first + ctz(equal);
  }

  /** On how many nodes the item fits. */
  fitting(slot: Slot): i32 {
    this.refresh(slot);
    let fitting = 0;
    for (let n = 0; n < slot.scores.length; n++) fitting += i32(slot.scores[n] != UNFIT);
    return fitting;
  }

  /** A node is no longer what it was. */
  changed(node: i32): void {
    this.log[<i32>(this.changes % this.log.length)] = node;
    this.latest[node] = this.changes++;
    this.scorer.changed(node);
  }

  /** From now on, scores are others. */
  replace(scorer: Scorer): void {
    this.scorer = scorer;
    for (let s = 0; s < this.used; s++) this.slots[s]!.seen = -1;
  }

  refresh(slot: Slot): void {
    const nodes = this.log.length;
    if (slot.seen < 0 || this.changes - slot.seen >= nodes) {
      for (let n = 0; n < nodes; n++) this.rescore(slot, n);
    } else {
      for (let change = slot.seen; change < this.changes; change++) {
        const node = this.log[<i32>(change % nodes)];
        if (this.latest[node] == change) this.rescore(slot, node);
      }
    }
    slot.seen = this.changes;
  }

  private rescore(slot: Slot, node: i32): void {
    slot.scores[node] = this.cluster.fits(node, slot.item) ? this.scorer.score(node, slot.item) : UNFIT;
  }
}

@final
export class Slot {
  /** [nodes, rounded up to whole vectors] */
  readonly scores: StaticArray<i32>;
  /** Changes that the scores know of, −1 while they know nothing. */
  seen: i64 = -1;

  constructor(
    public item: Item,
    nodes: i32,
  ) {
    this.scores = new StaticArray<i32>((nodes + LANES - 1) & -LANES);
    for (let n = nodes; n < this.scores.length; n++) this.scores[n] = UNFIT;
  }

  /** Of the nodes where the item fits, the one of this rank, from 0. */
  nodeOfRank(rank: i32): i32 {
    let node = 0;
    while (this.scores[node] == UNFIT || rank-- > 0) node++;
    return node;
  }
}

// @ts-ignore: decorator
@inline
function at(scores: StaticArray<i32>, n: i32): v128 {
  return v128.load(changetype<usize>(scores) + (<usize>n << 2));
}

function copyOf(values: StaticArray<f64>): StaticArray<f64> {
  const copy = new StaticArray<f64>(values.length);
  for (let i = 0; i < values.length; i++) copy[i] = values[i];
  return copy;
}
