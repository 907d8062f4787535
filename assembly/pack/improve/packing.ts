/**
 * A packing under all constraints, changed step by step: what was done since `begin` can be taken back, and its effect on
 * what a search minimises is known.
 *
 * That is `valueWeight` × the value outside plus the potential of each bin, cost · f · (2 − f), f the share of its room that
 * is taken by weight. It is concave: filling one bin at the expense of another pays, and so does an empty one. Where
 * fragmentation counts, `fragmentWeight` × the bin's fragments is on top.
 */
import { BinState } from "./bin-state";
import { DeviceState } from "../device-state";
import { Fragments } from "./fragments";
import { Instance } from "../instance";
import { strideOf } from "../vectors";
import { itemWeights, rowWeight, sharesOf } from "./weights";

@final
export class Packing {
  readonly state: BinState;
  /** [items] Devices of each, a bit for each. */
  readonly gpus: StaticArray<i32>;
  /** Items that are in no bin. */
  outsideCount: i32;
  private devices: DeviceState;
  /** [kinds] Weight of what fills a bin. */
  private full: StaticArray<f64>;
  /** [groups] Items that are placed, the place that they share, and whether they have to. */
  private groupPlaced: StaticArray<i32>;
  private groupPlace: StaticArray<i32>;
  private groupBound: StaticArray<i32>;
  /** What was done since `begin`: an item, the bin that it came to or (as −1 − bin) left, its devices. */
  private doneItem: StaticArray<i32>;
  private doneBin: StaticArray<i32>;
  private doneGpus: StaticArray<i32>;
  /** What was before it in the list of the bin that it left. */
  private doneAfter: StaticArray<i32>;
  private done: i32 = 0;
  /** Bins touched since `begin`, and their potential then. */
  private touched: StaticArray<i32>;
  private touchedBefore: StaticArray<f64>;
  private touchedCount: i32 = 0;
  private touchedUsed: StaticArray<bool>;
  private touchedFragments: StaticArray<f64>;
  private valueChange: f64 = 0;
  private cameIn: bool = false;
  /** Where fragmentation counts. */
  private fragments: Fragments | null = null;
  private fragmentWeight: f64 = 0;
  /** [bins] Fragments of each, and their sum, as of the last `keep`. */
  private binFragments: StaticArray<f64>;
  fragmentation: f64 = 0;

  /** @param fragmentCost of whole bins of fragments, 0 where fragmentation does not count */
  constructor(
    public readonly instance: Instance,
    /** [kinds] Of a bin that is used. */
    public readonly cost: StaticArray<f64>,
    private valueWeight: f64,
    fragmentCost: f64,
    bin: StaticArray<i32>,
    gpus: StaticArray<i32>,
  ) {
    const items = instance.items;
    const resources = instance.resources;
    const stride = strideOf(resources + 1);
    // The units of all GPUs together are one more resource.
    const demand = new StaticArray<f64>(items * stride);
    for (let i = 0; i < items; i++) {
      for (let h = 0; h < resources; h++) demand[i * stride + h] = instance.demand[i * resources + h];
      demand[i * stride + resources] = instance.gpuDemand(i);
    }
    const room = new StaticArray<f64>(instance.kinds * stride);
    const largest = new StaticArray<f64>(stride);
    for (let k = 0; k < instance.kinds; k++) {
      for (let h = 0; h < resources; h++) room[k * stride + h] = instance.free[k * resources + h];
      room[k * stride + resources] = instance.gpuRoom(k);
      for (let h = 0; h <= resources; h++) largest[h] = max(largest[h], room[k * stride + h]);
    }
    const free = new StaticArray<f64>(instance.bins * stride);
    for (let b = 0; b < instance.bins; b++) {
      for (let h = 0; h <= resources; h++) free[b * stride + h] = room[instance.kind[b] * stride + h];
    }
    const shares = sharesOf(demand, largest, items, stride);
    const full = new StaticArray<f64>(instance.kinds);
    for (let k = 0; k < instance.kinds; k++) full[k] = max(1.0, rowWeight(room, k, shares, largest, stride));
    const weight = itemWeights(demand, largest, items, stride);
    this.state = new BinState(items, instance.bins, stride, demand, free, weight);
    this.gpus = new StaticArray<i32>(items);
    this.outsideCount = items;
    this.devices = new DeviceState(instance);
    this.full = full;
    this.groupPlaced = new StaticArray<i32>(instance.groups);
    this.groupPlace = new StaticArray<i32>(instance.groups);
    this.groupBound = new StaticArray<i32>(instance.groups);
    this.doneItem = new StaticArray<i32>(2 * items + 2);
    this.doneBin = new StaticArray<i32>(2 * items + 2);
    this.doneGpus = new StaticArray<i32>(2 * items + 2);
    this.doneAfter = new StaticArray<i32>(2 * items + 2);
    this.touched = new StaticArray<i32>(2 * items + 2);
    this.touchedBefore = new StaticArray<f64>(2 * items + 2);
    this.touchedUsed = new StaticArray<bool>(2 * items + 2);
    this.touchedFragments = new StaticArray<f64>(2 * items + 2);
    this.binFragments = new StaticArray<f64>(instance.bins);
    if (fragmentCost > 0) this.fragments = new Fragments(instance, this.state, this.devices, full);
    for (let i = 0; i < items; i++) {
      if (bin[i] < 0) continue;
      this.begin();
      this.put(i, bin[i], gpus[i]);
    }
    this.bindGroups();
    if (this.fragments) this.measureFragments(fragmentCost);
  }

  begin(): void {
    this.done = 0;
    this.touchedCount = 0;
    this.valueChange = 0;
    this.cameIn = false;
  }

  /** By how much what is minimised has grown since `begin`. */
  change(): f64 {
    let change = this.valueWeight * this.valueChange;
    for (let k = 0; k < this.touchedCount; k++) {
      const b = this.touched[k];
      if (this.fragments) this.touchedFragments[k] = this.fragments!.of(b);
      change += this.potential(b, this.touchedFragments[k]) - this.touchedBefore[k];
    }
    return change;
  }

  /** Stays with what was done since `begin`, after `change`. */
  keep(): void {
    if (!this.fragments) return;
    for (let k = 0; k < this.touchedCount; k++) {
      const b = this.touched[k];
      this.fragmentation += this.touchedFragments[k] - this.binFragments[b];
      this.binFragments[b] = this.touchedFragments[k];
    }
  }

  /** Whether items came in from outside, or other bins are used, since `begin`. */
  usesOthers(): bool {
    for (let k = 0; k < this.touchedCount; k++) {
      if (this.touchedUsed[k] != (this.state.first[this.touched[k]] >= 0)) return true;
    }
    return this.cameIn;
  }

  /** Takes back what was done since `begin`, the latest first. */
  undo(): void {
    for (let k = this.done - 1; k >= 0; k--) {
      const b = this.doneBin[k];
      const item = this.doneItem[k];
      if (b >= 0) this.takeOut(item);
      else {
        this.claim(item, -1 - b, this.doneGpus[k]);
        this.state.insertAfter(item, -1 - b, this.doneAfter[k]);
      }
    }
  }

  /** Puts an item into a bin if nothing stands against it. */
  insert(item: i32, b: i32): bool {
    if (!this.state.fits(item, b) || !this.isAllowed(item, b)) return false;
    let gpus = 0;
    if (this.instance.needsGpu(item)) {
      gpus = this.devices.choose(item, b);
      if (gpus == 0) return false;
    }
    this.put(item, b, gpus);
    return true;
  }

  remove(item: i32): void {
    const b = this.state.bin[item];
    this.touch(b);
    this.record(item, -1 - b, this.gpus[item]);
    this.valueChange += this.instance.value[item];
    this.takeOut(item);
  }

  private put(item: i32, b: i32, gpus: i32): void {
    this.touch(b);
    if (!this.wasRemoved(item)) this.cameIn = true;
    this.record(item, b, gpus);
    this.valueChange -= this.instance.value[item];
    this.claim(item, b, gpus);
    this.state.insert(item, b);
  }

  /** What an item takes beside room: a place in its gang, devices. */
  private claim(item: i32, b: i32, gpus: i32): void {
    const group = this.instance.group[item];
    if (group >= 0 && this.groupPlaced[group]++ == 0) this.groupPlace[group] = this.placeOf(group, b);
    this.devices.change(item, b, gpus, -1);
    this.gpus[item] = gpus;
    this.outsideCount--;
  }

  private takeOut(item: i32): void {
    const group = this.instance.group[item];
    if (group >= 0) this.groupPlaced[group]--;
    this.devices.change(item, this.state.bin[item], this.gpus[item], 1);
    this.gpus[item] = 0;
    this.state.remove(item);
    this.outsideCount++;
  }

  private wasRemoved(item: i32): bool {
    for (let k = 0; k < this.done; k++) if (this.doneItem[k] == item) return true;
    return false;
  }

  /** Model, separation, location of the gang. */
  private isAllowed(item: i32, b: i32): bool {
    const instance = this.instance;
    if (instance.needsGpu(item)) {
      const model = instance.model[instance.kind[b]];
      if (model < 0 || ((instance.models[item] >>> model) & 1) == 0) return false;
    }
    const separate = instance.separate[item];
    if (separate >= 0) {
      for (let i = this.state.first[b]; i >= 0; i = this.state.next[i]) {
        if (instance.separate[i] == separate) return false;
      }
    }
    const group = instance.group[item];
    if (group < 0 || this.groupPlaced[group] == 0 || this.groupBound[group] == 0) return true;
    return this.groupPlace[group] == this.placeOf(group, b);
  }

  private placeOf(group: i32, b: i32): i32 {
    const level = this.instance.groupLevel[group];
    return level < 0 ? 0 : this.instance.location[4 * this.instance.kind[b] + level];
  }

  /** A gang keeps to one place if it is required to, or if it did at the start. */
  private bindGroups(): void {
    const instance = this.instance;
    for (let g = 0; g < instance.groups; g++) this.groupBound[g] = 1;
    for (let i = 0; i < instance.items; i++) {
      const g = instance.group[i];
      const b = this.state.bin[i];
      if (g < 0 || instance.groupRequired[g] == 1) continue;
      // One that is outside may come in anyhow.
      if (b < 0 || this.placeOf(g, b) != this.groupPlace[g]) this.groupBound[g] = 0;
    }
  }

  private record(item: i32, b: i32, gpus: i32): void {
    this.doneItem[this.done] = item;
    this.doneBin[this.done] = b;
    this.doneGpus[this.done] = gpus;
    this.doneAfter[this.done] = b < 0 ? this.state.before(item) : -1;
    this.done++;
  }

  private touch(b: i32): void {
    for (let k = 0; k < this.touchedCount; k++) if (this.touched[k] == b) return;
    this.touched[this.touchedCount] = b;
    this.touchedBefore[this.touchedCount] = this.potential(b, this.binFragments[b]);
    this.touchedUsed[this.touchedCount] = this.state.first[b] >= 0;
    this.touchedCount++;
  }

  private potential(b: i32, fragments: f64): f64 {
    const kind = this.instance.kind[b];
    const filled = this.state.load[b] / this.full[kind];
    return this.cost[kind] * (filled * (2 - filled)) + this.fragmentWeight * fragments;
  }

  private measureFragments(fragmentCost: f64): void {
    const fragments = this.fragments!;
    if (fragments.whole > 0) this.fragmentWeight = (fragmentCost * <f64>this.instance.bins) / fragments.whole;
    for (let b = 0; b < this.instance.bins; b++) {
      this.binFragments[b] = fragments.of(b);
      this.fragmentation += this.binFragments[b];
    }
  }
}
