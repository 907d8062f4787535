/** The order in which HEFT places tasks: falling upward rank, ties by task number. */
import type { PlaceInstance } from "../../bindings/place/instance.js";

/** Digits of the radix sort: two of them make a key below 2^22. */
const DIGIT = 11;
const BUCKETS = 1 << DIGIT;
/** Below this many tasks the histograms cost more than sorting by insertion alone. */
const RADIX_FROM = 256;

/** What is filled here, and the scratch memory for it. */
export class Order {
  readonly rank: Float64Array;
  /** Shortest duration of each task on any node. */
  readonly shortest: Float64Array;
  /** Tasks in order. */
  readonly order: Int32Array;
  /** [tasks + 1] Shortest duration among the tasks from each place of the order on. */
  readonly shortestRemaining: Float64Array;
  readonly key: Int32Array;
  readonly halfSorted: Int32Array;
  readonly lowCount = new Int32Array(BUCKETS);
  readonly highCount = new Int32Array(BUCKETS);

  constructor(tasks: number) {
    this.rank = new Float64Array(tasks);
    this.shortest = new Float64Array(tasks);
    this.order = new Int32Array(tasks);
    this.shortestRemaining = new Float64Array(tasks + 1);
    this.key = new Int32Array(tasks);
    this.halfSorted = new Int32Array(tasks);
  }
}

/** Fills `order` and `shortestRemaining`. */
export function orderByUpwardRank(instance: PlaceInstance, order: Order): void {
  computeUpwardRanks(instance, order);
  sortByRank(instance.tasks, order);
  computeShortestRemaining(instance.tasks, order);
}

function computeUpwardRanks(instance: PlaceInstance, { rank, shortest }: Order): void {
  const { tasks, nodes, stride, duration, firstPredecessor, predecessor, data } = instance;
  const { latency, secondsPerGigabyte } = instance.mean["linked-pairs"];
  // Until a task's turn comes, `rank` holds the best way through its successors.
  rank.fill(0, 0, tasks);
  for (let t = tasks - 1; t >= 0; t--) {
    let sum = 0;
    let least = Infinity;
    for (let i = t * stride, end = i + nodes; i < end; i++) {
      const w = duration[i]!;
      sum += w;
      if (w < least) least = w;
    }
    shortest[t] = least;
    const r = (sum < Infinity ? sum / nodes : meanOfFinite(duration, t * stride, nodes)) + rank[t]!;
    rank[t] = r;
    for (let e = firstPredecessor[t]!, end = firstPredecessor[t + 1]!; e < end; e++) {
      const d = data[e]!;
      const through = (d === 0 ? 0 : latency + d * secondsPerGigabyte) + r;
      if (through > rank[predecessor[e]!]!) rank[predecessor[e]!] = through;
    }
  }
}

function meanOfFinite(values: Float64Array, from: number, length: number): number {
  let sum = 0;
  let count = 0;
  for (let i = from; i < from + length; i++) {
    if (values[i]! < Infinity) {
      sum += values[i]!;
      count++;
    }
  }
  return count > 0 ? sum / count : 0;
}

/** Tasks by falling rank, ties by task number. */
function sortByRank(tasks: number, { rank, order, key, halfSorted, lowCount, highCount }: Order): void {
  let greatest = 0;
  for (let t = 0; t < tasks; t++) if (rank[t]! > greatest) greatest = rank[t]!;
  const scale = (BUCKETS * BUCKETS - 1) / greatest;
  if (tasks >= RADIX_FROM && scale < Infinity) {
    lowCount.fill(0);
    highCount.fill(0);
    for (let t = 0; t < tasks; t++) {
      const k = ((greatest - rank[t]!) * scale) | 0;
      key[t] = k;
      lowCount[k & (BUCKETS - 1)]!++;
      highCount[k >> DIGIT]!++;
    }
    for (let b = 0, low = 0, high = 0; b < BUCKETS; b++) {
      const lowHere = lowCount[b]!;
      const highHere = highCount[b]!;
      lowCount[b] = low;
      highCount[b] = high;
      low += lowHere;
      high += highHere;
    }
    for (let t = 0; t < tasks; t++) halfSorted[lowCount[key[t]! & (BUCKETS - 1)]!++] = t;
    for (let i = 0; i < tasks; i++) order[highCount[key[halfSorted[i]!]! >> DIGIT]!++] = halfSorted[i]!;
  } else {
    for (let t = 0; t < tasks; t++) order[t] = t;
  }
  for (let i = 1; i < tasks; i++) {
    const t = order[i]!;
    const r = rank[t]!;
    let k = i;
    for (; k > 0; k--) {
      const before = order[k - 1]!;
      if (rank[before]! > r || (rank[before]! === r && before < t)) break;
      order[k] = before;
    }
    order[k] = t;
  }
}

function computeShortestRemaining(tasks: number, { order, shortest, shortestRemaining }: Order): void {
  let least = Infinity;
  shortestRemaining[tasks] = least;
  for (let k = tasks - 1; k >= 0; k--) {
    if (shortest[order[k]!]! < least) least = shortest[order[k]!]!;
    shortestRemaining[k] = least;
  }
}
