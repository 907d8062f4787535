import { Instance } from "./instance";

/** What is free on each GPU of each bin. */
@final
export class DeviceState {
  /** [bins + 1] Where each bin's devices begin in `free`. */
  private first: StaticArray<i32>;
  /** Units. */
  private free: StaticArray<i32>;

  constructor(private instance: Instance) {
    const first = new StaticArray<i32>(instance.bins + 1);
    const bins = instance.firstGpu[instance.kinds] > 0 ? instance.bins : 0;
    for (let b = 0; b < bins; b++) {
      const kind = instance.kind[b];
      first[b + 1] = first[b] + instance.firstGpu[kind + 1] - instance.firstGpu[kind];
    }
    const free = new StaticArray<i32>(first[bins]);
    for (let b = 0; b < bins; b++) {
      const source = instance.firstGpu[instance.kind[b]];
      for (let d = first[b]; d < first[b + 1]; d++) free[d] = instance.gpuFree[source + d - first[b]];
    }
    this.first = first;
    this.free = free;
  }

  /**
   * The devices that an item would get, a bit for each; 0 if they are not free. Whole ones from the lowest index on, a
   * share on the device that it leaves fullest, of equal ones the lowest.
   */
  choose(item: i32, b: i32): i32 {
    const first = this.first[b];
    const count = this.first[b + 1] - first;
    const share = this.instance.gpuShare[item];
    let missing = this.instance.gpuCount[item];
    let devices = 0;
    let tightest = -1;
    for (let d = 0; d < count; d++) {
      const free = this.free[first + d];
      if (missing > 0 && free == this.instance.gpuUnits) {
        devices |= 1 << d;
        missing--;
      } else if (share > 0 && free >= share && (tightest < 0 || free < this.free[first + tightest])) tightest = d;
    }
    if (missing > 0) return 0;
    return share == 0 ? devices : tightest < 0 ? 0 : 1 << tightest;
  }

  /**
   * What is free on the devices with at least `needed` units, each rounded down to multiples of `quantum`; 0 if these are
   * fewer than `least`.
   */
  usable(b: i32, needed: i32, least: i32, quantum: f64): f64 {
    let sum: f64 = 0;
    for (let d = this.first[b]; d < this.first[b + 1]; d++) {
      if (this.free[d] < needed) continue;
      sum += Math.floor(<f64>this.free[d] / quantum);
      least--;
    }
    return least <= 0 ? sum : 0;
  }

  /** Takes an item's units on the devices, or gives them back (`sign` 1). */
  change(item: i32, b: i32, devices: i32, sign: i32): void {
    const units = this.instance.gpuShare[item] > 0 ? this.instance.gpuShare[item] : this.instance.gpuUnits;
    for (let left = devices; left != 0; left &= left - 1) this.free[this.first[b] + ctz(left)] += sign * units;
  }
}
