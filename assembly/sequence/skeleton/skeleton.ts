import { Batches } from "./batches";
import { Instance } from "../instance";
import { RankedRequests } from "./ranked-requests";

/**
 * A plan without names: for each batch, in the order of its server, how many requests it takes and up to which rank by
 * execution time. That fixes when batches start, and then the most promises that can be kept follow greedily: batches in
 * order of their limits, equal ones by index, each take the most urgent of the requests within their limit that would be
 * in time, and if these do not suffice, the most urgent of the others. On one server nothing keeps more: the requests
 * allowed only grow from batch to batch, and of those in time the most urgent is the one that the fewest later batches
 * could serve.
 *
 * Two things are estimates: a batch that is not full keeps promises as a full one, and a request is taken to execute for
 * the mean time of its server, which matters where servers are unlike.
 *
 * There is a current skeleton and a candidate. The candidate's times are computed anew from the first batch that
 * differs, its choice of requests from the first batch, in order of limits, that differs. As sets of requests are bits, a
 * choice takes O(batches · words).
 */
@final
export class Skeleton {
  current: Batches;
  candidate: Batches;
  private words: i32;
  /** −Σ arrival: latency before anything runs. */
  private arrivals: f64 = 0;
  /** Weight that all requests share, or 0. */
  private sharedWeight: f64;
  /** Places in the order of limits up to which candidate and current one choose alike. */
  private same: i32 = 0;

  constructor(
    private instance: Instance,
    private ranked: RankedRequests,
    most: i32,
  ) {
    this.words = ranked.words;
    this.current = new Batches(most, ranked.words);
    this.candidate = new Batches(most, ranked.words);
    this.sharedWeight = instance.weight[0];
    for (let r = 0; r < instance.requests; r++) {
      this.arrivals -= instance.arrival[r];
      if (instance.weight[r] != instance.weight[0]) this.sharedWeight = 0;
    }
  }

  /**
   * Makes the skeleton of a plan the current one; false, with none, when there are too many batches or the greedy
   * choice does not come out even.
   */
  load(server: StaticArray<i32>, batch: StaticArray<i32>): bool {
    this.current.count = 0;
    return (
      this.candidate.load(this.instance, this.ranked, server, batch) && this.isFeasible() && this.settle()
    );
  }

  /** Makes one that has been the current one the current one again. */
  restore(batches: Batches): void {
    this.current.count = 0;
    this.candidate.copySetting(batches, 0);
    this.candidate.sort();
    this.settle();
  }

  /** Sorts the candidate by limits; false when the batches up to some limit take more requests than lie within it. */
  isFeasible(): bool {
    const candidate = this.candidate;
    candidate.sort();
    let taken = 0;
    for (let place = 0, count = candidate.count; place < count; place++) {
      const k = candidate.order[place];
      taken += candidate.size[k];
      if (taken > candidate.limit[k] + 1) return false;
    }
    return true;
  }

  /** Times the candidate, which differs from the current one from a batch on. */
  time(first: i32): void {
    const candidate = this.candidate;
    const server = candidate.server;
    let end = 0.0;
    let latency = this.arrivals;
    if (first > 0) {
      end = this.current.end[first - 1];
      latency = this.current.latency[first - 1];
    }
    for (let k = first, count = candidate.count; k < count; k++) {
      const s = server[k];
      const ranking = this.ranked.on(s);
      const limit = candidate.limit[k];
      const size = <f64>candidate.size[k];
      const start = k > 0 && server[k - 1] == s ? end : this.instance.available[s];
      end = start + (ranking.base[limit] + size * ranking.perRequest[limit]);
      latency += size * (start + ranking.meanExecution);
      candidate.start[k] = start;
      candidate.end[k] = end;
      candidate.latency[k] = latency;
    }
  }

  /** Chooses the requests of the candidate, which is sorted and timed; false when that does not come out even. */
  choose(first: i32): bool {
    const candidate = this.candidate;
    for (let k = first, count = candidate.count; k < count; k++) {
      candidate.late[k] = this.ranked.on(candidate.server[k]).lateAt(candidate.start[k]);
    }
    const same = candidate.placesAlike(this.current);
    this.same = same;
    candidate.copyChoice(this.current, same, same + 1);
    for (let place = same, count = candidate.count; place < count; place++) if (!this.fill(place)) return false;
    return true;
  }

  /**
   * Makes the candidate, which differs from a batch on, the current one, its limits lowered to the highest ranks taken until
   * they stay. False, with the current one as before, when the choice then does not come out even, which can happen with
   * unlike servers.
   */
  adopt(first: i32): bool {
    let changed = first;
    while (this.lowerLimits()) {
      this.candidate.sort();
      this.time(0);
      changed = 0;
      if (!this.choose(0)) {
        this.reject(0);
        return false;
      }
    }
    this.current.copySetting(this.candidate, 0);
    this.current.copyTiming(this.candidate, changed);
    this.current.copyChoice(this.candidate, this.same, this.candidate.count + 1);
    return true;
  }

  /** Gives the candidate up, which differs from the current one from a batch on. */
  reject(first: i32): void {
    this.candidate.copySetting(this.current, first);
  }

  /** Makes the candidate, which is sorted, the current one. */
  private settle(): bool {
    this.time(0);
    return this.choose(0) && this.adopt(0);
  }

  /** Chooses the requests of the batch at a place in the order of limits; false when there are too few. */
  private fill(place: i32): bool {
    const words = this.words;
    const candidate = this.candidate;
    const taken = candidate.taken;
    const before = place * words;
    const after = before + words;
    for (let w = 0; w < words; w++) taken[after + w] = taken[before + w];

    const k = candidate.order[place];
    const size = candidate.size[k];
    const late = candidate.late[k];
    const ranking = this.ranked.on(candidate.server[k]);
    const within = ranking.within;
    const inTime = ranking.inTime;
    const withinRow = candidate.limit[k] * words;
    const inTimeRow = late * words;
    let room = size;
    let kept = 0.0;
    for (let w = ranking.firstWord[late]; w < words && room > 0; w++) {
      const set = lowest(within[withinRow + w] & inTime[inTimeRow + w] & ~taken[after + w], room);
      taken[after + w] |= set;
      room -= <i32>popcnt(set);
      if (this.sharedWeight == 0) kept += this.weightOf(set, w);
    }
    if (this.sharedWeight > 0) kept = this.sharedWeight * <f64>(size - room);
    candidate.attained[place + 1] = candidate.attained[place] + kept;
    for (let w = 0; w < words && room > 0; w++) {
      const set = lowest(within[withinRow + w] & ~taken[after + w], room);
      taken[after + w] |= set;
      room -= <i32>popcnt(set);
    }
    return room == 0;
  }

  private weightOf(set: u64, w: i32): f64 {
    let weight = 0.0;
    for (; set != 0; set &= set - 1) weight += this.instance.weight[this.ranked.order[(w << 6) + <i32>ctz(set)]];
    return weight;
  }

  /** Lowers the candidate's limits to the highest ranks taken, as those of the current one are; false when all were. */
  private lowerLimits(): bool {
    const words = this.words;
    const candidate = this.candidate;
    let any = false;
    for (let place = this.same, count = candidate.count; place < count; place++) {
      const k = candidate.order[place];
      const rank = this.ranked.on(candidate.server[k]).rank;
      let highest = -1;
      for (let w = 0; w < words; w++) {
        for (let set = candidate.chosen(place, w); set != 0; set &= set - 1) {
          highest = max(highest, rank[(w << 6) + <i32>ctz(set)]);
        }
      }
      if (highest == candidate.limit[k]) continue;
      candidate.limit[k] = highest;
      any = true;
    }
    return any;
  }
}

/** So many of the lowest bits of a set, or all. */
// @ts-ignore: decorator
@inline
function lowest(set: u64, count: i32): u64 {
  if (<i32>popcnt(set) <= count) return set;
  let rest = set;
  for (let i = 0; i < count; i++) rest &= rest - 1;
  return set ^ rest;
}
