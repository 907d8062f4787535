import { load2, max2, store2 } from "../../simd";

/**
 * Bins in a row, and above them a tree with eight children to a node that knows the most room under each, resource by
 * resource. The first bin that has room is found in O(log n) for one resource; for several the tree is a filter, since the
 * maxima of a node may belong to different bins. Eight children are compared at once. The root is node 0, the children of
 * node v are 8v + 1 … 8v + 8, all leaves are of one depth.
 */
@final
export class RoomTree {
  /** Node of leaf 0. */
  private firstLeaf: i32;
  /** Lowest inner node over all leaves that were ever set, leaf 0 among them, and how many leaves are below it. */
  private top: i32;
  private span: i32 = 8;
  /**
   * [inner nodes × resources × 8] Most room under the children of each. One unit more than there is, so that 0, no bin, is
   * too little for any demand.
   */
  private most: StaticArray<f64>;

  constructor(
    count: i32,
    /** At least 1. */
    private resources: i32,
    /** Of the rows of demands and room. */
    private stride: i32,
  ) {
    let firstLeaf = 1;
    for (let leaves = 8; leaves < count; leaves *= 8) firstLeaf += leaves;
    this.firstLeaf = firstLeaf;
    this.top = parentOf(firstLeaf);
    const inner = parentOf(firstLeaf + max(count, 1) - 1) + 1;
    this.most = new StaticArray<f64>(inner * resources * 8);
  }

  /** Gives a leaf the room of a row. */
  set(leaf: i32, rows: StaticArray<f64>, row: i32): void {
    for (; leaf >= this.span; this.span *= 8) this.top = parentOf(this.top);
    const node = this.firstLeaf + leaf;
    const block = this.blockOf(parentOf(node));
    for (let h = 0, resources = this.resources; h < resources; h++) {
      replace(this.most, block + 8 * h, slotOf(node), rows[row * this.stride + h] + 1);
    }
    this.update(parentOf(node));
  }

  /** Takes a leaf out. */
  clear(leaf: i32): void {
    const node = this.firstLeaf + leaf;
    const block = this.blockOf(parentOf(node));
    for (let h = 0, resources = this.resources; h < resources; h++) replace(this.most, block + 8 * h, slotOf(node), 0);
    this.update(parentOf(node));
  }

  /** The first leaf with room for a demand; −1 if there is none. */
  first(demand: StaticArray<f64>, item: i32): i32 {
    return this.search(this.top, ALL, demand, item);
  }

  /** The next one after a leaf. */
  next(leaf: i32, demand: StaticArray<f64>, item: i32): i32 {
    const node = this.firstLeaf + leaf;
    return this.search(parentOf(node), rightOf(node), demand, item);
  }

  /** Below some children of a node, then to the right of it. */
  private search(from: i32, among: i32, demand: StaticArray<f64>, item: i32): i32 {
    const firstLeaf = this.firstLeaf;
    const needed = item * this.stride;
    let node = from;
    let candidates = among;
    while (true) {
      candidates &= this.roomy(node, demand, needed);
      if (candidates != 0) {
        const child = 8 * node + 1 + ctz(candidates);
        if (child >= firstLeaf) return child - firstLeaf;
        node = child;
        candidates = ALL;
      } else {
        if (node == 0) return -1;
        candidates = rightOf(node);
        node = parentOf(node);
      }
    }
  }

  /** Children of a node, as bits, that have room for a demand if one bin has all that is known of them. */
  // @ts-ignore: decorator
  @inline
  private roomy(node: i32, demand: StaticArray<f64>, needed: i32): i32 {
    const most = this.most;
    let at = this.blockOf(node);
    let bits = ALL;
    for (let h = 0, resources = this.resources; h < resources && bits != 0; h++, at += 8) {
      const amount = f64x2.splat(demand[needed + h]);
      bits &=
        i64x2.bitmask(f64x2.lt(amount, load2(most, at))) |
        (i64x2.bitmask(f64x2.lt(amount, load2(most, at, 1))) << 2) |
        (i64x2.bitmask(f64x2.lt(amount, load2(most, at, 2))) << 4) |
        (i64x2.bitmask(f64x2.lt(amount, load2(most, at, 3))) << 6);
    }
    return bits;
  }

  /** Maxima of a node and of those above it, as far up as they change. */
  private update(from: i32): void {
    const most = this.most;
    const resources = this.resources;
    for (let node = from; node > 0; node = parentOf(node)) {
      let at = this.blockOf(node);
      let above = this.blockOf(parentOf(node));
      const slot = slotOf(node);
      let changed = false;
      for (let h = 0; h < resources; h++, at += 8, above += 8) {
        const pair = max2(max2(load2(most, at), load2(most, at, 1)), max2(load2(most, at, 2), load2(most, at, 3)));
        const greatest = max(f64x2.extract_lane(pair, 0), f64x2.extract_lane(pair, 1));
        if (greatest == most[above + slot]) continue;
        replace(most, above, slot, greatest);
        changed = true;
      }
      if (!changed) return;
    }
  }

  // @ts-ignore: decorator
  @inline
  private blockOf(node: i32): i32 {
    return node * this.resources * 8;
  }
}

// @ts-ignore: decorator
@inline
const ALL = 0xff;

// @ts-ignore: decorator
@inline
function parentOf(node: i32): i32 {
  return (node - 1) >>> 3;
}

/** Which child a node is. */
// @ts-ignore: decorator
@inline
function slotOf(node: i32): i32 {
  return (node - 1) & 7;
}

/** The later children of a node's parent, as bits. */
// @ts-ignore: decorator
@inline
function rightOf(node: i32): i32 {
  return (0xfe << slotOf(node)) & ALL;
}

/** One of eight numbers. Stored as a pair, since a pair that is loaded soon would wait for a store of half of it. */
// @ts-ignore: decorator
@inline
function replace(values: StaticArray<f64>, first: i32, slot: i32, value: f64): void {
  const at = first + (slot & ~1);
  const lane = i64x2.eq(i64x2.splat(slot & 1), i64x2(0, 1));
  store2(values, at, v128.bitselect(f64x2.splat(value), load2(values, at), lane));
}
