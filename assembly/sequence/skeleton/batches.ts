import { Instance } from "../instance";
import { RankedRequests } from "./ranked-requests";

/**
 * Batches of a skeleton: those of server 0 by start, then those of server 1, and so on; none is empty. And what the greedy
 * choice, which goes through them in the order of their limits, makes of them.
 */
@final
export class Batches {
  count: i32 = 0;
  /** [count] */
  server: StaticArray<i32>;
  /** [count] Highest rank of a request that the batch may take. */
  limit: StaticArray<i32>;
  /** [count] Number of requests. */
  size: StaticArray<i32>;
  /** [count] Seconds. */
  start: StaticArray<f64>;
  end: StaticArray<f64>;
  /** [count] Σ end − arrival of the requests up to this batch. */
  latency: StaticArray<f64>;
  /** [count] Requests that would be late if they started with this batch. */
  late: StaticArray<i32>;
  /** [count] Indices by limit, then by index. */
  order: StaticArray<i32>;
  /** [count + 1] By place in that order: Σ weight of the promises kept in the batches before. */
  attained: StaticArray<f64>;
  /** [(count + 1) × words] By place in that order: requests taken by the batches before. */
  taken: StaticArray<u64>;

  constructor(
    most: i32,
    private words: i32,
  ) {
    this.server = new StaticArray<i32>(most);
    this.limit = new StaticArray<i32>(most);
    this.size = new StaticArray<i32>(most);
    this.start = new StaticArray<f64>(most);
    this.end = new StaticArray<f64>(most);
    this.latency = new StaticArray<f64>(most);
    this.late = new StaticArray<i32>(most);
    this.order = new StaticArray<i32>(most);
    this.attained = new StaticArray<f64>(most + 1);
    this.taken = new StaticArray<u64>((most + 1) * words);
  }

  // @ts-ignore: decorator
  @inline
  get totalLatency(): f64 {
    return this.latency[this.count - 1];
  }

  // @ts-ignore: decorator
  @inline
  get totalAttained(): f64 {
    return this.attained[this.count];
  }

  /** Word w of the requests that the batch at a place in the order of limits takes. */
  // @ts-ignore: decorator
  @inline
  chosen(place: i32, w: i32): u64 {
    const at = place * this.words + w;
    return this.taken[at + this.words] & ~this.taken[at];
  }

  /** The batches of a plan, which are numbered without gaps; not yet timed, sorted or chosen for. False if too many. */
  load(instance: Instance, ranked: RankedRequests, server: StaticArray<i32>, batch: StaticArray<i32>): bool {
    let count = 0;
    for (let s = 0; s < instance.servers; s++) {
      const first = count;
      const rank = ranked.on(s).rank;
      for (let r = 0; r < instance.requests; r++) {
        if (server[r] != s) continue;
        const k = first + batch[r];
        if (k >= this.size.length) return false;
        for (; count <= k; count++) {
          this.server[count] = s;
          this.limit[count] = -1;
          this.size[count] = 0;
        }
        this.size[k]++;
        this.limit[k] = max(this.limit[k], rank[ranked.bit[r]]);
      }
    }
    this.resize(count);
    return true;
  }

  /** Who is in which batch. */
  write(ranked: RankedRequests, server: StaticArray<i32>, batch: StaticArray<i32>): void {
    for (let place = 0; place < this.count; place++) {
      const k = this.order[place];
      let first = k;
      while (first > 0 && this.server[first - 1] == this.server[k]) first--;
      for (let w = 0; w < this.words; w++) {
        for (let set = this.chosen(place, w); set != 0; set &= set - 1) {
          const r = ranked.order[(w << 6) + <i32>ctz(set)];
          server[r] = this.server[k];
          batch[r] = k - first;
        }
      }
    }
  }

  /** Server, limit, size and lateness from a batch on. */
  copySetting(from: Batches, first: i32): void {
    if (this.count != from.count) this.resize(from.count);
    for (let k = first, count = this.count; k < count; k++) {
      this.server[k] = from.server[k];
      this.limit[k] = from.limit[k];
      this.size[k] = from.size[k];
      this.late[k] = from.late[k];
    }
  }

  /** Times from a batch on, and the order. */
  copyTiming(from: Batches, first: i32): void {
    const count = this.count;
    for (let k = first; k < count; k++) {
      this.start[k] = from.start[k];
      this.end[k] = from.end[k];
      this.latency[k] = from.latency[k];
    }
    for (let place = 0; place < count; place++) this.order[place] = from.order[place];
  }

  /** What is attained and taken before the places `from` to `to` − 1. */
  copyChoice(source: Batches, from: i32, to: i32): void {
    for (let place = from; place < to; place++) this.attained[place] = source.attained[place];
    for (let at = from * this.words, end = to * this.words; at < end; at++) this.taken[at] = source.taken[at];
  }

  /** By insertion: hardly anything is out of place after a small change. */
  sort(): void {
    const limit = this.limit;
    const order = this.order;
    for (let i = 1, count = this.count; i < count; i++) {
      const k = order[i];
      const key = limit[k];
      let at = i;
      for (; at > 0; at--) {
        const other = order[at - 1];
        if (limit[other] < key || (limit[other] == key && other < k)) break;
        order[at] = other;
      }
      order[at] = k;
    }
  }

  /** Places in the order of limits, from the first on, where both choose from the same requests. */
  placesAlike(other: Batches): i32 {
    const count = min(this.count, other.count);
    for (let place = 0; place < count; place++) {
      const k = this.order[place];
      if (
        k != other.order[place] ||
        this.limit[k] != other.limit[k] ||
        this.size[k] != other.size[k] ||
        this.late[k] != other.late[k] ||
        this.server[k] != other.server[k]
      ) {
        return place;
      }
    }
    return count;
  }

  private resize(count: i32): void {
    this.count = count;
    for (let k = 0; k < count; k++) this.order[k] = k;
  }
}
