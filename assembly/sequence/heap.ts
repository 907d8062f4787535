/** A binary heap of items, the least key on top; of equal keys, the greater item. O(log items) to push or pop. */
@final
export class MinHeap {
  size: i32 = 0;
  private keys: StaticArray<f64>;
  private items: StaticArray<i32>;

  constructor(capacity: i32) {
    this.keys = new StaticArray<f64>(capacity);
    this.items = new StaticArray<i32>(capacity);
  }

  /** The least key; there must be one. */
  get leastKey(): f64 {
    return this.keys[0];
  }

  clear(): void {
    this.size = 0;
  }

  push(key: f64, item: i32): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!precedes(key, item, this.keys[parent], this.items[parent])) break;
      this.keys[at] = this.keys[parent];
      this.items[at] = this.items[parent];
      at = parent;
    }
    this.keys[at] = key;
    this.items[at] = item;
  }

  /** Takes out the item on top; there must be one. */
  pop(): i32 {
    const top = this.items[0];
    const size = --this.size;
    const key = this.keys[size];
    const item = this.items[size];
    let at = 0;
    for (let child = 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.isBefore(child + 1, child)) child++;
      if (!precedes(this.keys[child], this.items[child], key, item)) break;
      this.keys[at] = this.keys[child];
      this.items[at] = this.items[child];
      at = child;
    }
    this.keys[at] = key;
    this.items[at] = item;
    return top;
  }

  private isBefore(a: i32, b: i32): bool {
    return precedes(this.keys[a], this.items[a], this.keys[b], this.items[b]);
  }
}

// @ts-ignore: decorator
@inline
function precedes(key: f64, item: i32, otherKey: f64, otherItem: i32): bool {
  return key < otherKey || (key == otherKey && item > otherItem);
}
