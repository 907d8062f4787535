/**
 * Fills one bin as well as a short search can, in the manner of MBS' (Fleszar and Hindi 2002, New heuristics for
 * one-dimensional bin-packing), under all constraints: the largest item that fits stays; of the others, largest first,
 * those that add most are found depth first. Of alike neighbours that are left out the first speaks for all. Last comes
 * whatever still fits, in order. At most `TRIES` items are tried for a bin.
 */
import { Construction } from "./construction";
import { Instance } from "../instance";
import { Lanes, weightedShares } from "../lanes";
import { orderedItems } from "./orders";
import { ItemOrder } from "../rules";

const TRIES = 10000;

@final
export class SlackSearch {
  /** Items without a gang that are not placed, largest first; `count` of them. Set up by the first bin. */
  private order: StaticArray<i32>;
  private count: i32 = -1;
  /** [items] Σ weight · size. */
  private size: StaticArray<f64>;
  /** By position in `order`: the next item that is not alike. */
  private nextOther: StaticArray<i32>;
  private path: StaticArray<i32>;
  private best: StaticArray<i32>;
  private bestLength: i32 = 0;
  private bestSize: f64 = 0;
  private tried: i32 = 0;
  private isFull: bool = false;
  private bin: i32 = 0;

  constructor(
    private instance: Instance,
    private lanes: Lanes,
    private construction: Construction,
    /** [stride] */
    private weights: StaticArray<f64>,
  ) {
    const items = instance.items;
    this.order = new StaticArray<i32>(0);
    this.size = new StaticArray<f64>(items);
    this.nextOther = new StaticArray<i32>(items);
    this.path = new StaticArray<i32>(items);
    this.best = new StaticArray<i32>(items);
  }

  fill(b: i32): void {
    if (this.count < 0) this.begin();
    const construction = this.construction;
    const order = this.order;
    let opening = 0;
    while (opening < this.count && !construction.fits(order[opening], b)) opening++;
    if (opening == this.count) return;
    construction.insert(order[opening], b);
    this.dropPlaced();
    this.linkOthers();
    this.bin = b;
    this.bestLength = 0;
    this.bestSize = 0;
    this.tried = 0;
    this.isFull = false;
    this.search(0, 0, 0);
    for (let k = 0; k < this.bestLength; k++) construction.insert(this.best[k], b);
    for (let k = 0; k < this.count; k++) {
      if (construction.bin[order[k]] < 0 && construction.fits(order[k], b)) construction.insert(order[k], b);
    }
    this.dropPlaced();
  }

  private begin(): void {
    const lanes = this.lanes;
    const items = this.instance.items;
    this.order = orderedItems(lanes, items, ItemOrder.L1, this.weights);
    for (let i = 0; i < items; i++) {
      this.size[i] = weightedShares(this.weights, lanes.demand, i, lanes.largest, lanes.stride);
    }
    this.count = items;
    this.dropPlaced();
  }

  private dropPlaced(): void {
    const order = this.order;
    let kept = 0;
    for (let k = 0; k < this.count; k++) {
      if (this.construction.bin[order[k]] < 0 && this.instance.group[order[k]] < 0) order[kept++] = order[k];
    }
    this.count = kept;
  }

  private linkOthers(): void {
    for (let k = this.count - 1; k >= 0; k--) {
      const same = k + 1 < this.count && this.areAlike(this.order[k], this.order[k + 1]);
      this.nextOther[k] = same ? this.nextOther[k + 1] : k + 1;
    }
  }

  private search(depth: i32, sum: f64, from: i32): void {
    const construction = this.construction;
    for (let k = from; k < this.count && this.tried < TRIES && !this.isFull; k = this.nextOther[k]) {
      const item = this.order[k];
      this.tried++;
      if (!construction.fits(item, this.bin)) continue;
      construction.insert(item, this.bin);
      this.path[depth] = item;
      const size = sum + this.size[item];
      if (size > this.bestSize) this.record(depth + 1, size);
      this.search(depth + 1, size, k + 1);
      construction.remove(item);
    }
  }

  private record(length: i32, size: f64): void {
    for (let k = 0; k < length; k++) this.best[k] = this.path[k];
    this.bestLength = length;
    this.bestSize = size;
    const stride = this.lanes.stride;
    this.isFull = true;
    for (let h = 0; h < stride; h++) {
      if (this.weights[h] != 0 && this.construction.room[this.bin * stride + h] != 0) this.isFull = false;
    }
  }

  /** Whether it makes no difference which of two items is placed. */
  private areAlike(a: i32, b: i32): bool {
    const instance = this.instance;
    if (instance.separate[a] >= 0 || instance.separate[b] >= 0) return false;
    if (instance.gpuCount[a] != instance.gpuCount[b] || instance.gpuShare[a] != instance.gpuShare[b]) return false;
    if (instance.models[a] != instance.models[b]) return false;
    const stride = this.lanes.stride;
    for (let h = 0; h < stride; h++) {
      if (this.lanes.demand[a * stride + h] != this.lanes.demand[b * stride + h]) return false;
    }
    return true;
  }
}
