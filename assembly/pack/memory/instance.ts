import { ascendingOrder } from "../../sort";

/**
 * Buffers that share an address space. Sizes, alignments and times are integers, held as f64; sizes and alignments add up
 * to at most 2^50, so that every address is exact.
 */
@final
export class MemoryInstance {
  /** [buffers + 1] Where each one's neighbours, those alive at the same time as it, begin in `neighbor`. */
  readonly first: StaticArray<i32>;
  readonly neighbor: StaticArray<i32>;
  /** [buffers] Largest sum of sizes alive at once, while it is. */
  readonly contention: StaticArray<f64>;
  /** No allocation is lower. */
  readonly lowerBound: f64;

  /**
   * @param size [buffers] above 0
   * @param start [buffers] from when it is alive
   * @param end [buffers] until just before when
   * @param alignment [buffers] its offset is a multiple of it
   */
  constructor(
    readonly buffers: i32,
    readonly capacity: f64,
    readonly size: StaticArray<f64>,
    readonly start: StaticArray<f64>,
    readonly end: StaticArray<f64>,
    readonly alignment: StaticArray<f64>,
  ) {
    const byStart = ascendingOrder(start);
    const first = new StaticArray<i32>(buffers + 1);
    for (let a = 0; a < buffers; a++) {
      for (let b = a + 1; b < buffers && start[byStart[b]] < end[byStart[a]]; b++) {
        first[byStart[a]]++;
        first[byStart[b]]++;
      }
    }
    let sum = 0;
    for (let i = 0; i <= buffers; i++) first[i] = sum += first[i];
    const neighbor = new StaticArray<i32>(sum);
    for (let a = 0; a < buffers; a++) {
      for (let b = a + 1; b < buffers && start[byStart[b]] < end[byStart[a]]; b++) {
        neighbor[--first[byStart[a]]] = byStart[b];
        neighbor[--first[byStart[b]]] = byStart[a];
      }
    }
    this.first = first;
    this.neighbor = neighbor;
    this.contention = new StaticArray<f64>(buffers);
    this.lowerBound = this.contend();
  }

  /** The least allowed offset at or above an address. */
  // @ts-ignore: decorator
  @inline
  aligned(buffer: i32, address: f64): f64 {
    const alignment = this.alignment[buffer];
    return alignment == 1 ? address : Math.ceil(address / alignment) * alignment;
  }

  /** Fills `contention`, from the sums alive at each start; returns the largest. */
  private contend(): f64 {
    const load = new StaticArray<f64>(this.buffers);
    let largest: f64 = 0;
    for (let i = 0; i < this.buffers; i++) {
      load[i] = this.size[i];
      for (let k = this.first[i]; k < this.first[i + 1]; k++) {
        const j = this.neighbor[k];
        if (this.start[j] <= this.start[i]) load[i] += this.size[j];
      }
      largest = max(largest, load[i]);
    }
    for (let i = 0; i < this.buffers; i++) {
      this.contention[i] = load[i];
      for (let k = this.first[i]; k < this.first[i + 1]; k++) {
        const j = this.neighbor[k];
        if (this.start[j] > this.start[i]) this.contention[i] = max(this.contention[i], load[j]);
      }
    }
    return largest;
  }
}
