import { ascendingOrder } from "../sort";

/** Items of one resource for bins of one capacity, largest first; equal sizes by position in the problem. */
@final
export class Sizes {
  /** Items that need something; the others fit anywhere and are left out. */
  readonly count: i32;
  /** [count] Units, descending, at most `capacity`. */
  readonly size: StaticArray<i64>;
  /** [items] Positions in the problem: those of the `count` items, then the others. */
  readonly input: StaticArray<i32>;
  readonly total: i64;

  /** @param demand [items] Units, at most `capacity` */
  constructor(
    demand: StaticArray<f64>,
    public readonly capacity: i64,
  ) {
    const items = demand.length;
    const key = new StaticArray<f64>(items);
    for (let i = 0; i < items; i++) key[i] = -demand[i];
    const input = ascendingOrder(key);
    let count = 0;
    while (count < items && demand[input[count]] > 0) count++;
    const size = new StaticArray<i64>(count);
    let total: i64 = 0;
    for (let i = 0; i < count; i++) {
      size[i] = <i64>demand[input[i]];
      total += size[i];
    }
    this.count = count;
    this.size = size;
    this.input = input;
    this.total = total;
  }
}
