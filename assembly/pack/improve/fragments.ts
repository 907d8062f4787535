/**
 * Fragmentation: what is free, but of no use to the items of the problem; F of Weng et al. (2023, Beware of Fragmentation)
 * with these items as the workload and every resource looked at. A bin's fragments are the sum, over the items, of the room
 * that the item could not use there. If items need GPUs, room is what is free of devices, and these items count; one that
 * the bin could take can use the devices with at least the share that it needs, or the idle ones. Else room is the weight
 * that is missing from a full bin, and all items count; one that fits can use all of it. Of more than `KINDS` kinds of
 * items, in the order of their first, so many at equal distances count.
 *
 * Gangs and separations are left aside. Room is counted in multiples of the least power of two with which sums stay
 * integers below 2^53: they are exact, whatever their order. O(kinds) for a bin.
 */
import { DeviceState } from "../device-state";
import { Instance } from "../instance";
import { BinState } from "./bin-state";

const KINDS = 256;
const EXACT: f64 = 9007199254740992;

@final
export class Fragments {
  /** Of all bins when empty, if no item could use anything. */
  whole: f64 = 0;
  private quantum: f64 = 1;
  private hasGpus: bool = false;
  /** Items that count. */
  private items: f64 = 0;
  private kinds: i32 = 0;
  /** [kinds] An item of each kind of equal needs, and how many there are. */
  private example: StaticArray<i32>;
  private count: StaticArray<f64>;

  /** @param full [kinds of bins] Weight of what fills a bin. */
  constructor(
    private instance: Instance,
    private state: BinState,
    private devices: DeviceState,
    private full: StaticArray<f64>,
  ) {
    const items = instance.items;
    this.example = new StaticArray<i32>(items);
    this.count = new StaticArray<f64>(items);
    for (let i = 0; i < items && !this.hasGpus; i++) this.hasGpus = instance.needsGpu(i);
    this.countKinds();
    this.thinKinds();
    let largest: f64 = 0;
    for (let k = 0; k < instance.kinds; k++) largest = max(largest, this.hasGpus ? instance.gpuRoom(k) : full[k]);
    while ((largest / this.quantum) * this.items * <f64>instance.bins >= EXACT) this.quantum *= 2;
    for (let b = 0; b < instance.bins; b++) this.whole += this.roomOf(b) * this.items;
  }

  of(b: i32): f64 {
    const room = this.roomOf(b);
    if (room == 0) return 0;
    let used: f64 = 0;
    for (let k = 0; k < this.kinds; k++) {
      const item = this.example[k];
      if (this.state.fits(item, b)) used += this.count[k] * (this.hasGpus ? this.usableBy(item, b) : room);
    }
    return room * this.items - used;
  }

  private roomOf(b: i32): f64 {
    if (this.hasGpus) return this.devices.usable(b, 0, 0, this.quantum);
    return Math.floor((this.full[this.instance.kind[b]] - this.state.load[b]) / this.quantum);
  }

  private usableBy(item: i32, b: i32): f64 {
    const instance = this.instance;
    const model = instance.model[instance.kind[b]];
    if (model < 0 || ((instance.models[item] >>> model) & 1) == 0) return 0;
    const share = instance.gpuShare[item];
    if (share > 0) return this.devices.usable(b, share, 1, this.quantum);
    return this.devices.usable(b, instance.gpuUnits, instance.gpuCount[item], this.quantum);
  }

  /** Finds the kinds by hashing. */
  private countKinds(): void {
    const items = this.instance.items;
    let slots = 1;
    while (slots < 2 * items) slots *= 2;
    const kindAt = new StaticArray<i32>(slots);
    for (let s = 0; s < slots; s++) kindAt[s] = -1;
    for (let i = 0; i < items; i++) {
      if (this.hasGpus && !this.instance.needsGpu(i)) continue;
      let slot = <i32>(this.hash(i) & (slots - 1));
      while (kindAt[slot] >= 0 && !this.isLike(i, this.example[kindAt[slot]])) slot = (slot + 1) & (slots - 1);
      if (kindAt[slot] < 0) {
        kindAt[slot] = this.kinds;
        this.example[this.kinds++] = i;
      }
      this.count[kindAt[slot]]++;
    }
  }

  private thinKinds(): void {
    const found = this.kinds;
    this.kinds = min(found, KINDS);
    for (let k = 0; k < this.kinds; k++) {
      const taken = found <= KINDS ? k : (k * found) / KINDS;
      this.example[k] = this.example[taken];
      this.count[k] = this.count[taken];
      this.items += this.count[k];
    }
  }

  private isLike(i: i32, j: i32): bool {
    const instance = this.instance;
    const resources = instance.resources;
    for (let h = 0; h < resources; h++) {
      if (instance.demand[i * resources + h] != instance.demand[j * resources + h]) return false;
    }
    const asMuch = instance.gpuCount[i] == instance.gpuCount[j] && instance.gpuShare[i] == instance.gpuShare[j];
    return asMuch && instance.models[i] == instance.models[j];
  }

  private hash(i: i32): u32 {
    const instance = this.instance;
    let hash: u32 = instance.models[i];
    hash = mixed(mixed(hash, instance.gpuCount[i]), instance.gpuShare[i]);
    for (let h = 0; h < instance.resources; h++) {
      const bits = reinterpret<u64>(instance.demand[i * instance.resources + h]);
      hash = mixed(mixed(hash, <u32>bits), <u32>(bits >>> 32));
    }
    return hash;
  }
}

/** One word more, by multiplying with the golden ratio. */
function mixed(hash: u32, word: u32): u32 {
  const product = (hash ^ word) * 0x9e3779b1;
  return product ^ (product >>> 15);
}
