/**
 * Defragmentation: round after round, a bin (or a device that is shared) is emptied that takes the fewest moves, of equal
 * ones the first. Its items leave one by one, the largest first, each to the bin of the least room (the device of the
 * least) that is in use already; where there is none, another item may move out of the way first. No item moves twice, and
 * every move leaves a valid packing. What cannot be emptied is put back as it was.
 *
 * Rounds are lazy (Minoux 1978): a candidate is believed to need the moves that it took when it was last tried, or more
 * than it was allowed, since bins only get fuller; it is tried again when nothing needs fewer. Where that leaves nothing,
 * all are tried anew, if there have been moves since that was last done.
 *
 * Most of the time would go into looking for a bin for what stands in the way. An item that fits into no other bin is
 * remembered (`stuckIn`): bins that only receive items never have room for it later.
 */
import { Instance } from "../instance";
import { Layout } from "./layout";

/** As in `goals` of `bindings/pack/repack/instance.ts`. */
export enum Goal {
  Bins,
  Gpus,
}

/** Items that are tried to move out of another's way. */
const patience = 256;

@final
export class Repacking {
  private layout: Layout;
  private moved: StaticArray<bool>;
  private moves: i32 = 0;
  /** What is being emptied: a bin, and one of its devices or −1 for all of it. */
  private closedBin: i32 = -1;
  private closedDevice: i32 = -1;
  /** Moves made before the emptying under way; how many times it has made room. */
  private start: i32 = 0;
  private roomsMade: i32 = 0;
  /** [items] Version of the layout in which no other bin has room for it. A version ends when a bin in use gains room. */
  private stuckIn: StaticArray<i32>;
  private version: i32 = 1;

  constructor(
    private instance: Instance,
    bin: StaticArray<i32>,
    gpus: StaticArray<i32>,
    private goal: Goal,
    /** [items × 5] Filled with item, bin and devices before, bin and devices after, of each move. */
    private log: StaticArray<i32>,
  ) {
    this.layout = new Layout(instance, bin, gpus);
    this.moved = new StaticArray<bool>(instance.items);
    this.stuckIn = new StaticArray<i32>(instance.items);
  }

  /** Returns the number of moves. */
  run(maxMoves: i32): i32 {
    const candidates = this.goal == Goal.Bins ? this.instance.bins : this.layout.deviceFree.length;
    const sizes = new StaticArray<i32>(candidates);
    const bins = new StaticArray<i32>(candidates);
    for (let c = 0, b = 0; c < candidates; c++) {
      if (this.goal == Goal.Bins) b = c;
      else while (c >= this.layout.firstDevice[b + 1]) b++;
      bins[c] = b;
    }
    /** Moves that a candidate took when it was last tried, or one more than it was allowed. */
    const tried = new StaticArray<i32>(candidates);
    const needs = new StaticArray<i32>(candidates);
    let passBegin = 0;
    while (this.moves < maxMoves) {
      for (let c = 0; c < candidates; c++) {
        sizes[c] = this.sizeOf(c, bins[c]);
        needs[c] = sizes[c] == 0 ? 0 : max(sizes[c], tried[c]);
      }
      let best = -1;
      let fewest = maxMoves - this.moves + 1;
      for (let c = leastOf(needs); c >= 0 && needs[c] < fewest; c = leastOf(needs)) {
        const before = this.moves;
        if (this.empty(c, bins[c], sizes[c], fewest - 1)) {
          best = c;
          fewest = this.moves - before;
        }
        tried[c] = fewest;
        needs[c] = fewest;
        this.takeBack(before);
      }
      if (best >= 0) {
        this.empty(best, bins[best], sizes[best], fewest);
        if (this.goal == Goal.Gpus || this.roomsMade > 0) this.version++;
      } else if (passBegin == this.moves) break;
      else {
        passBegin = this.moves;
        tried.fill(0);
      }
    }
    return this.moves;
  }

  /** How many items must leave; 0 if it is not to be emptied. */
  private sizeOf(candidate: i32, b: i32): i32 {
    const device = this.goal == Goal.Bins ? -1 : candidate - this.layout.firstDevice[b];
    if (this.isLoaded(this.instance.kind[b], device)) return 0;
    let size = 0;
    for (let i = this.layout.first[b]; i >= 0; i = this.layout.next[i]) {
      if (!this.isIn(i, device)) continue;
      if (this.moved[i] || (device >= 0 && this.instance.gpuShare[i] == 0)) return 0;
      size++;
    }
    return size;
  }

  /** Whether a bin or device holds something beside the items. */
  private isLoaded(kind: i32, device: i32): bool {
    const instance = this.instance;
    const first = instance.firstGpu[kind];
    if (device >= 0) return instance.gpuFree[first + device] < instance.gpuUnits;
    for (let at = kind * instance.resources; at < (kind + 1) * instance.resources; at++) {
      if (instance.free[at] < instance.capacity[at]) return true;
    }
    for (let d = first; d < instance.firstGpu[kind + 1]; d++) if (instance.gpuFree[d] < instance.gpuUnits) return true;
    return false;
  }

  // @ts-ignore: decorator
  @inline
  private isIn(item: i32, device: i32): bool {
    return device < 0 || ((this.layout.gpus[item] >>> device) & 1) == 1;
  }

  private empty(candidate: i32, b: i32, size: i32, budget: i32): bool {
    const layout = this.layout;
    this.closedBin = b;
    this.closedDevice = this.goal == Goal.Bins ? -1 : candidate - layout.firstDevice[b];
    this.start = this.moves;
    this.roomsMade = 0;
    const whole = layout.wholeDevices;
    for (let left = size; left > 0; left--) {
      const item = this.largestLeft();
      if (this.move(item)) continue;
      if (this.moves - this.start + left + 1 > budget || !this.makeRoom(item)) return false;
    }
    // An emptied device is whole, and none that was is taken for it: only bins can take more than they give.
    return layout.wholeDevices >= whole;
  }

  private largestLeft(): i32 {
    const layout = this.layout;
    let largest = -1;
    for (let i = layout.first[this.closedBin]; i >= 0; i = layout.next[i]) {
      if (!this.isIn(i, this.closedDevice)) continue;
      if (largest < 0 || layout.sizeOf(i) > layout.sizeOf(largest)) largest = i;
    }
    return largest;
  }

  /** Moves an item to the best place, if there is one. */
  private move(item: i32): bool {
    const layout = this.layout;
    const from = layout.bin[item];
    const held = layout.gpus[item];
    layout.take(item);
    let best = -1;
    let bestGpus = 0;
    let least: f64 = Infinity;
    for (let b = 0; b < this.instance.bins; b++) {
      const gpus = this.reach(item, b);
      if (gpus < 0) continue;
      const byDevice = this.goal == Goal.Gpus && this.instance.gpuShare[item] > 0;
      const room = byDevice ? <f64>layout.deviceFree[layout.firstDevice[b] + gpus - 1] : layout.roomIn(b);
      if (room < least) {
        least = room;
        best = b;
        bestGpus = gpus;
      }
    }
    if (best < 0) {
      layout.put(item, from, held);
      return false;
    }
    layout.put(item, best, this.devicesOf(item, best, bestGpus));
    const at = 5 * this.moves++;
    this.log[at] = item;
    this.log[at + 1] = from;
    this.log[at + 2] = held;
    this.log[at + 3] = best;
    this.log[at + 4] = layout.gpus[item];
    this.moved[item] = true;
    return true;
  }

  /** Moves another item out of the way, then the item. */
  private makeRoom(item: i32): bool {
    const layout = this.layout;
    const from = layout.bin[item];
    const held = layout.gpus[item];
    let tries = 0;
    for (let b = 0; b < this.instance.bins; b++) {
      if (b == this.closedBin && this.closedDevice < 0) continue;
      for (let other = layout.first[b], next = -1; other >= 0; other = next) {
        next = layout.next[other];
        if (this.moved[other] || (b == this.closedBin && this.isIn(other, this.closedDevice))) continue;
        const otherGpus = layout.gpus[other];
        layout.take(item);
        layout.take(other);
        const helps = this.reach(item, b) >= 0;
        layout.put(other, b, otherGpus);
        layout.put(item, from, held);
        if (!helps) continue;
        if (tries++ == patience) return false;
        if (this.isStuck(other)) continue;
        const before = this.moves;
        if (!this.move(other)) {
          this.noteStuck(other);
          continue;
        }
        if (this.move(item)) {
          this.roomsMade++;
          return true;
        }
        this.takeBack(before);
      }
    }
    return false;
  }

  /** Whether it is known that an item has no place to go to. */
  private isStuck(item: i32): bool {
    if (this.stuckIn[item] != this.version || this.roomsMade > 0) return false;
    // A bin of which a device is emptied stays open, and has gained room.
    return this.closedDevice < 0 || !this.fitsInto(item, this.closedBin);
  }

  /** Remembers that no bin had room for an item, if that is so without the emptying under way as well. */
  private noteStuck(item: i32): void {
    if (this.moves > this.start) return;
    const b = this.closedBin;
    this.closedBin = -1;
    if (!this.fitsInto(item, b)) this.stuckIn[item] = this.version;
    this.closedBin = b;
  }

  private fitsInto(item: i32, b: i32): bool {
    const layout = this.layout;
    const from = layout.bin[item];
    const held = layout.gpus[item];
    layout.take(item);
    const fits = this.reach(item, b) >= 0;
    layout.put(item, from, held);
    return fits;
  }

  /** −1 if an item that was taken out cannot go there; otherwise 0, or 1 + the device that would be shared. */
  private reach(item: i32, b: i32): i32 {
    const layout = this.layout;
    const instance = this.instance;
    const share = instance.gpuShare[item];
    if (b == layout.bin[item]) {
      if (share == 0) return -1;
    } else if (layout.count[b] == 0) return -1;
    if (b == this.closedBin && this.closedDevice < 0) return -1;
    if (!layout.allows(item, b)) return -1;
    const first = layout.firstDevice[b];
    const count = layout.firstDevice[b + 1] - first;
    if (share == 0) return this.wholeIn(b) >= instance.gpuCount[item] ? 0 : -1;
    let tightest = -1;
    for (let d = 0; d < count; d++) {
      const free = layout.deviceFree[first + d];
      if (free < share || (this.goal == Goal.Gpus && free == instance.gpuUnits)) continue;
      if (b == this.closedBin && d == this.closedDevice) continue;
      if (b == layout.bin[item] && this.isIn(item, d)) continue;
      if (tightest < 0 || free < layout.deviceFree[first + tightest]) tightest = d;
    }
    return tightest < 0 ? -1 : tightest + 1;
  }

  private wholeIn(b: i32): i32 {
    const layout = this.layout;
    let whole = 0;
    for (let d = layout.firstDevice[b]; d < layout.firstDevice[b + 1]; d++) {
      if (layout.deviceFree[d] == this.instance.gpuUnits) whole++;
    }
    return whole;
  }

  /** Whole ones from the lowest index on. */
  private devicesOf(item: i32, b: i32, reached: i32): i32 {
    if (reached > 0) return 1 << (reached - 1);
    const first = this.layout.firstDevice[b];
    let gpus = 0;
    for (let d = 0, missing = this.instance.gpuCount[item]; missing > 0; d++) {
      if (this.layout.deviceFree[first + d] != this.instance.gpuUnits) continue;
      gpus |= 1 << d;
      missing--;
    }
    return gpus;
  }

  private takeBack(moves: i32): void {
    while (this.moves > moves) {
      const at = 5 * --this.moves;
      const item = this.log[at];
      this.layout.take(item);
      this.layout.put(item, this.log[at + 1], this.log[at + 2]);
      this.moved[item] = false;
    }
  }
}

/** Where the least number above 0 is, the first of equal ones; −1 without any. */
function leastOf(numbers: StaticArray<i32>): i32 {
  let least = -1;
  for (let k = 0; k < numbers.length; k++) {
    if (numbers[k] > 0 && (least < 0 || numbers[k] < numbers[least])) least = k;
  }
  return least;
}
