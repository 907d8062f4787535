import { addRow, fits, fitsWithout, fitsWithoutTwo, subtractRow } from "../vectors";

/** Which items are in which bins, and the room that is left. */
@final
export class BinState {
  /** [items] Bin of each, −1 outside. */
  readonly bin: StaticArray<i32>;
  /** [bins] List of each bin's items, the latest first; −1 at its end. */
  readonly first: StaticArray<i32>;
  readonly next: StaticArray<i32>;
  private previous: StaticArray<i32>;
  /** [bins] Weight of each bin's items. */
  readonly load: StaticArray<f64>;

  constructor(
    items: i32,
    bins: i32,
    private stride: i32,
    /** [items × stride] */
    private demand: StaticArray<f64>,
    /** [bins × stride] Room in the empty bins, and from then on. */
    private free: StaticArray<f64>,
    /** [items] Integers. */
    readonly weight: StaticArray<f64>,
  ) {
    this.bin = new StaticArray<i32>(items);
    this.first = new StaticArray<i32>(bins);
    this.next = new StaticArray<i32>(items);
    this.previous = new StaticArray<i32>(items);
    this.load = new StaticArray<f64>(bins);
    for (let i = 0; i < items; i++) this.bin[i] = -1;
    for (let b = 0; b < bins; b++) this.first[b] = -1;
  }

  // @ts-ignore: decorator
  @inline
  fits(item: i32, b: i32): bool {
    return fits(this.demand, item, this.free, b, this.stride);
  }

  /** Whether an item fits once another has left. */
  // @ts-ignore: decorator
  @inline
  fitsWithout(item: i32, b: i32, out: i32): bool {
    return fitsWithout(this.demand, item, out, this.free, b, this.stride);
  }

  // @ts-ignore: decorator
  @inline
  fitsWithoutTwo(item: i32, b: i32, out: i32, other: i32): bool {
    return fitsWithoutTwo(this.demand, item, out, other, this.free, b, this.stride);
  }

  insert(item: i32, b: i32): void {
    const head = this.first[b];
    this.bin[item] = b;
    this.next[item] = head;
    this.previous[item] = -1;
    if (head >= 0) this.previous[head] = item;
    this.first[b] = item;
    this.load[b] += this.weight[item];
    subtractRow(this.free, b, this.demand, item, this.stride);
  }

  remove(item: i32): void {
    const b = this.bin[item];
    const before = this.previous[item];
    const after = this.next[item];
    if (before >= 0) this.next[before] = after;
    else this.first[b] = after;
    if (after >= 0) this.previous[after] = before;
    this.load[b] -= this.weight[item];
    addRow(this.free, b, this.demand, item, this.stride);
    this.bin[item] = -1;
  }

  /** The item before in the list of the same bin, −1 for none. */
  // @ts-ignore: decorator
  @inline
  before(item: i32): i32 {
    return this.previous[item];
  }

  /** Inserts an item after another, −1 for the front. */
  insertAfter(item: i32, b: i32, before: i32): void {
    if (before < 0) {
      this.insert(item, b);
      return;
    }
    const after = this.next[before];
    this.next[before] = item;
    this.previous[item] = before;
    this.next[item] = after;
    if (after >= 0) this.previous[after] = item;
    this.bin[item] = b;
    this.load[b] += this.weight[item];
    subtractRow(this.free, b, this.demand, item, this.stride);
  }
}
