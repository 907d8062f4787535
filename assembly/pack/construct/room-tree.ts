/**
 * Bins in a row, and above them a tree with eight children to a node that knows the most room under each, resource by
 * resource. The first bin that has room is found in O(log n) for one resource; for several the tree is a filter, since the
 * maxima of a node may belong to different bins. The root is node 0, the children of node v are 8v + 1 … 8v + 8, all leaves
 * are of one depth.
 */
@final
export class RoomTree {
  /** Node of leaf 0. */
  private firstLeaf: i32;
  /** [nodes × stride] One unit more than there is, so that 0, no bin, is too little for any demand. */
  private most: StaticArray<f64>;

  /** @param stride even */
  constructor(
    count: i32,
    private stride: i32,
  ) {
    let firstLeaf = 0;
    for (let leaves = 1; leaves < count; leaves *= 8) firstLeaf += leaves;
    this.firstLeaf = firstLeaf;
    // Up to the last of its siblings.
    const nodes = ((firstLeaf + count + 7) & ~7) + 1;
    this.most = new StaticArray<f64>(nodes * stride);
  }

  /** Gives a leaf the room of a row. */
  set(leaf: i32, rows: StaticArray<f64>, row: i32): void {
    const bytes = this.bytes;
    const target = this.at(this.firstLeaf + leaf);
    const source = changetype<usize>(rows) + <usize>row * bytes;
    for (let byte: usize = 0; byte < bytes; byte += 16) {
      v128.store(target + byte, f64x2.add(v128.load(source + byte), f64x2.splat(1)));
    }
    this.update(leaf);
  }

  /** Takes a leaf out. */
  clear(leaf: i32): void {
    const bytes = this.bytes;
    const target = this.at(this.firstLeaf + leaf);
    for (let byte: usize = 0; byte < bytes; byte += 16) v128.store(target + byte, f64x2.splat(0));
    this.update(leaf);
  }

  /** The first leaf with room for a demand; −1 if there is none. */
  first(demand: StaticArray<f64>, item: i32): i32 {
    return this.search(0, demand, item);
  }

  /** The next one after a leaf. */
  next(leaf: i32, demand: StaticArray<f64>, item: i32): i32 {
    const node = rightOf(this.firstLeaf + leaf);
    return node == 0 ? -1 : this.search(node, demand, item);
  }

  private search(from: i32, demand: StaticArray<f64>, item: i32): i32 {
    const bytes = this.bytes;
    const most = changetype<usize>(this.most);
    const needed = changetype<usize>(demand) + <usize>item * bytes;
    const firstLeaf = this.firstLeaf;
    let node = from;
    while (true) {
      if (hasRoom(most + <usize>node * bytes, needed, bytes)) {
        if (node >= firstLeaf) return node - firstLeaf;
        node = 8 * node + 1;
      } else {
        node = rightOf(node);
        if (node == 0) return -1;
      }
    }
  }

  /** The maxima above a leaf, as far up as they change. */
  private update(leaf: i32): void {
    const bytes = this.bytes;
    for (let node = this.firstLeaf + leaf; node > 0; ) {
      node = (node - 1) >>> 3;
      const target = this.at(node);
      const children = this.at(8 * node + 1);
      let changed = false;
      for (let byte: usize = 0; byte < bytes; byte += 16) {
        const most = mostOfEight(children + byte, bytes);
        if (v128.any_true(f64x2.ne(most, v128.load(target + byte)))) changed = true;
        v128.store(target + byte, most);
      }
      if (!changed) return;
    }
  }

  // @ts-ignore: decorator
  @inline
  private get bytes(): usize {
    return <usize>this.stride << 3;
  }

  // @ts-ignore: decorator
  @inline
  private at(node: i32): usize {
    return changetype<usize>(this.most) + <usize>node * this.bytes;
  }
}

/** The next node to the right that is not below this one, as high as it goes; 0 beyond the last. */
// @ts-ignore: decorator
@inline
function rightOf(node: i32): i32 {
  let top = node;
  // The eighth child is the last.
  while (top > 0 && (top & 7) == 0) top = (top >>> 3) - 1;
  return top == 0 ? 0 : top + 1;
}

// @ts-ignore: decorator
@inline
function hasRoom(most: usize, needed: usize, bytes: usize): bool {
  let byte: usize = 0;
  do {
    if (!i64x2.all_true(f64x2.lt(v128.load(needed + byte), v128.load(most + byte)))) return false;
    byte += 16;
  } while (byte < bytes);
  return true;
}

/** Maxima over eight rows. */
// @ts-ignore: decorator
@inline
function mostOfEight(row: usize, bytes: usize): v128 {
  const two = f64x2.pmax(v128.load(row), v128.load(row + bytes));
  const four = f64x2.pmax(v128.load(row + 2 * bytes), v128.load(row + 3 * bytes));
  const six = f64x2.pmax(v128.load(row + 4 * bytes), v128.load(row + 5 * bytes));
  const eight = f64x2.pmax(v128.load(row + 6 * bytes), v128.load(row + 7 * bytes));
  return f64x2.pmax(f64x2.pmax(two, four), f64x2.pmax(six, eight));
}
