import { Instance } from "../instance";
import { Lanes, weightedShares } from "../lanes";
import { Weighting } from "../rules";
import { addRow, fits, subtractRow } from "../vectors";

/** A valid packing whose items move one by one to where nothing stands against them, and back again. */
@final
export class Layout {
  readonly lanes: Lanes;
  /** [lanes] */
  readonly weights: StaticArray<f64>;
  /** [bins] Items of each. */
  readonly count: StaticArray<i32>;
  /** [bins] Least item of each bin, −1 for none; the others follow by index. */
  readonly first: StaticArray<i32>;
  readonly next: StaticArray<i32>;
  /** [bins + 1] Where each bin's devices begin in `deviceFree`. */
  readonly firstDevice: StaticArray<i32>;
  /** Units. */
  readonly deviceFree: StaticArray<i32>;
  /** Devices of which nothing is taken. */
  wholeDevices: i32 = 0;
  /** [bins × stride] Units. */
  private room: StaticArray<f64>;
  /** [groups] Items that are placed. */
  private members: StaticArray<i32>;
  /** [groups] Whether it keeps to its place: if it has to, or does so at the start. */
  private bound: StaticArray<bool>;

  constructor(
    readonly instance: Instance,
    /** [items] Bin of each, −1 outside. */
    readonly bin: StaticArray<i32>,
    /** [items] Devices of each, a bit for each. */
    readonly gpus: StaticArray<i32>,
  ) {
    const lanes = new Lanes(instance);
    const stride = lanes.stride;
    const weights = new StaticArray<f64>(stride);
    lanes.weigh(lanes.totals(), Weighting.Average, weights);
    const bins = instance.bins;
    const first = new StaticArray<i32>(bins);
    const firstDevice = new StaticArray<i32>(bins + 1);
    const room = new StaticArray<f64>(bins * stride);
    for (let b = 0; b < bins; b++) {
      const kind = instance.kind[b];
      first[b] = -1;
      firstDevice[b + 1] = firstDevice[b] + instance.firstGpu[kind + 1] - instance.firstGpu[kind];
      for (let h = 0; h < stride; h++) room[b * stride + h] = lanes.free[kind * stride + h];
    }
    const deviceFree = new StaticArray<i32>(firstDevice[bins]);
    let whole = 0;
    for (let b = 0; b < bins; b++) {
      const source = instance.firstGpu[instance.kind[b]];
      for (let d = firstDevice[b]; d < firstDevice[b + 1]; d++) {
        deviceFree[d] = instance.gpuFree[source + d - firstDevice[b]];
        if (deviceFree[d] == instance.gpuUnits) whole++;
      }
    }
    this.lanes = lanes;
    this.weights = weights;
    this.count = new StaticArray<i32>(bins);
    this.first = first;
    this.next = new StaticArray<i32>(instance.items);
    this.firstDevice = firstDevice;
    this.deviceFree = deviceFree;
    this.wholeDevices = whole;
    this.room = room;
    this.members = new StaticArray<i32>(instance.groups);
    this.bound = new StaticArray<bool>(instance.groups);
    for (let i = 0; i < instance.items; i++) if (bin[i] >= 0) this.put(i, bin[i], gpus[i]);
    this.bindGroups();
  }

  /** Takes an item out of its bin; where it was is still known. */
  take(item: i32): void {
    const b = this.bin[item];
    if (this.first[b] == item) this.first[b] = this.next[item];
    else {
      let before = this.first[b];
      while (this.next[before] != item) before = this.next[before];
      this.next[before] = this.next[item];
    }
    this.count[b]--;
    addRow(this.room, b, this.lanes.demand, item, this.lanes.stride);
    this.change(item, b, this.gpus[item], 1);
  }

  put(item: i32, b: i32, gpus: i32): void {
    this.bin[item] = b;
    this.gpus[item] = gpus;
    let before = -1;
    let after = this.first[b];
    while (after >= 0 && after < item) {
      before = after;
      after = this.next[after];
    }
    this.next[item] = after;
    if (before < 0) this.first[b] = item;
    else this.next[before] = item;
    this.count[b]++;
    subtractRow(this.room, b, this.lanes.demand, item, this.lanes.stride);
    this.change(item, b, gpus, -1);
  }

  /** Room, location of the gang, separation and model; of an item that was taken out. */
  allows(item: i32, b: i32): bool {
    const instance = this.instance;
    if (!fits(this.lanes.demand, item, this.room, b, this.lanes.stride)) return false;
    if (instance.needsGpu(item)) {
      const model = instance.model[instance.kind[b]];
      if (model < 0 || ((instance.models[item] >>> model) & 1) == 0) return false;
    }
    const separate = instance.separate[item];
    if (separate >= 0) {
      for (let i = this.first[b]; i >= 0; i = this.next[i]) if (instance.separate[i] == separate) return false;
    }
    const group = instance.group[item];
    if (group < 0 || !this.bound[group] || this.members[group] == 1) return true;
    return this.placeOf(group, b) == this.placeOf(group, this.bin[item]);
  }

  /** Σ weight · room as a share of the largest capacity. */
  roomIn(b: i32): f64 {
    return weightedShares(this.weights, this.room, b, this.lanes.largest, this.lanes.stride);
  }

  /** Σ weight · size as a share of it. */
  sizeOf(item: i32): f64 {
    return weightedShares(this.weights, this.lanes.demand, item, this.lanes.largest, this.lanes.stride);
  }

  private change(item: i32, b: i32, gpus: i32, sign: i32): void {
    const whole = this.instance.gpuUnits;
    const units = this.instance.gpuShare[item] > 0 ? this.instance.gpuShare[item] : whole;
    for (let left = gpus; left != 0; left &= left - 1) {
      const d = this.firstDevice[b] + ctz(left);
      if (this.deviceFree[d] == whole) this.wholeDevices--;
      this.deviceFree[d] += sign * units;
      if (this.deviceFree[d] == whole) this.wholeDevices++;
    }
  }

  private placeOf(group: i32, b: i32): i32 {
    const level = this.instance.groupLevel[group];
    return level < 0 ? 0 : this.instance.location[4 * this.instance.kind[b] + level];
  }

  private bindGroups(): void {
    const instance = this.instance;
    const place = new StaticArray<i32>(instance.groups);
    for (let g = 0; g < instance.groups; g++) this.bound[g] = true;
    for (let i = 0; i < instance.items; i++) {
      const g = instance.group[i];
      if (g < 0 || this.bin[i] < 0) continue;
      if (this.members[g]++ == 0) place[g] = this.placeOf(g, this.bin[i]);
      else if (this.placeOf(g, this.bin[i]) != place[g]) this.bound[g] = instance.groupRequired[g] == 1;
    }
  }
}
