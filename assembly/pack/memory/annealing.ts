/**
 * A lower allocation: simulated annealing over the order in which a skyline (`skyline.ts`) takes buffers. It begins with
 * the order that gives the lowest skyline, the first of equal ones. The target is the capacity, or the lower bound if that
 * is higher; once the height is no higher, it ends. Temperature falls as target · 0.005 · (1 − done ÷ schedule)²; a change
 * is kept iff height ≤ height before + temperature · E, E the exponential quantile of number below(1,024).
 *
 * An iteration draws number below(4), changes the order, then draws E:
 *  0 – 1  a buffer that ends above the target, number below(count) of these in the order, moves ahead to position
 *         below(its position), if it is not the first.
 *  2      the buffer at position below(buffers) moves to position below(buffers).
 *  3      the buffers at positions below(buffers) and below(buffers) change places.
 */
import { exponentialQuantiles } from "../../quantiles";
import { Random } from "../../random";
import { MemoryInstance } from "./instance";
import { BUFFER_ORDERS, orderOf } from "./orders";
import { Skyline } from "./skyline";

const HEAT: f64 = 0.005;

@final
export class MemoryAnnealing {
  iterations: i32 = 0;
  /** [buffers] Of the best allocation. */
  readonly bestOffset: StaticArray<f64>;
  bestHeight: f64 = Infinity;
  private target: f64;
  private skyline: Skyline;
  private random: Random;
  private order: StaticArray<i32>;
  private offset: StaticArray<f64>;
  private height: f64 = Infinity;
  private newOrder: StaticArray<i32>;
  private newOffset: StaticArray<f64>;

  /** @param schedule iterations after which the temperature is 0 */
  constructor(
    private instance: MemoryInstance,
    seed: u32,
    private schedule: i32,
  ) {
    const buffers = instance.buffers;
    this.target = max(instance.capacity, instance.lowerBound);
    this.skyline = new Skyline(instance);
    this.random = new Random(seed);
    this.bestOffset = new StaticArray<f64>(buffers);
    this.order = new StaticArray<i32>(buffers);
    this.offset = new StaticArray<f64>(buffers);
    this.newOrder = new StaticArray<i32>(buffers);
    this.newOffset = new StaticArray<f64>(buffers);
    for (let order = 0; order < BUFFER_ORDERS; order++) {
      this.newOrder = orderOf(instance, order);
      const height = this.skyline.place(this.newOrder, Infinity, this.newOffset);
      if (height < this.height) this.accept(height);
    }
  }

  /** Goes on; false at the end of the schedule, or at the target. */
  step(iterations: i32): bool {
    const end = min(this.schedule, this.iterations + iterations);
    while (this.iterations < end && this.bestHeight > this.target) {
      const left = 1 - <f64>this.iterations / <f64>this.schedule;
      this.iterations++;
      for (let k = 0; k < this.instance.buffers; k++) this.newOrder[k] = this.order[k];
      this.propose();
      const temperature = HEAT * this.target * (left * left);
      const highest = this.height + temperature * exponentialQuantiles[this.random.below(1024)];
      const height = this.skyline.place(this.newOrder, highest, this.newOffset);
      if (height <= highest) this.accept(height);
    }
    return this.iterations < this.schedule && this.bestHeight > this.target;
  }

  private propose(): void {
    const draw = this.random.below(4);
    if (draw < 2) return this.moveAhead();
    const a = this.anyPosition();
    const b = this.anyPosition();
    if (draw == 2) return this.move(a, b);
    const order = this.newOrder;
    const buffer = order[a];
    order[a] = order[b];
    order[b] = buffer;
  }

  private moveAhead(): void {
    let count = 0;
    for (let i = 0; i < this.instance.buffers; i++) if (this.isTooHigh(i)) count++;
    let index = <i32>this.random.below(count);
    let from = -1;
    while (index >= 0) if (this.isTooHigh(this.order[++from])) index--;
    if (from > 0) this.move(from, <i32>this.random.below(from));
  }

  private isTooHigh(i: i32): bool {
    return this.offset[i] + this.instance.size[i] > this.target;
  }

  private move(from: i32, to: i32): void {
    const order = this.newOrder;
    const buffer = order[from];
    for (let k = from; k > to; k--) order[k] = order[k - 1];
    for (let k = from; k < to; k++) order[k] = order[k + 1];
    order[to] = buffer;
  }

  private accept(height: f64): void {
    const order = this.order;
    this.order = this.newOrder;
    this.newOrder = order;
    const offset = this.offset;
    this.offset = this.newOffset;
    this.newOffset = offset;
    this.height = height;
    if (height >= this.bestHeight) return;
    this.bestHeight = height;
    for (let i = 0; i < this.instance.buffers; i++) this.bestOffset[i] = this.offset[i];
  }

  private anyPosition(): i32 {
    return <i32>this.random.below(this.instance.buffers);
  }
}
