import { Instance } from "../instance";
import { ascendingOrder } from "../../sort";

/** Cells per request of the table that leads from a start to the number of requests that are late by then. */
const CELLS = 8;
/** The table reaches to so many times the work of full batches; batches last as long as their longest request. */
const REACH = 1.6;

/**
 * The requests as one kind of server sees them: ranked by execution time in a full batch, and by the latest start in a
 * full batch that keeps their promise. Sets of requests are bits in `words` 64-bit words, a request's bit being its place
 * in the order of urgency, so that the lowest bit is the most urgent.
 */
@final
export class Ranking {
  /** Requests that the server can take. */
  count: i32;
  /** Mean of their execution times in a full batch, seconds. */
  meanExecution: f64;
  /** [count] Bit of the request at each rank. */
  bitAt: StaticArray<i32>;
  /** [requests] Rank of the request of each bit; −1 where the server cannot take it. */
  rank: StaticArray<i32>;
  /** [count] Execution time by rank, as in the instance. */
  base: StaticArray<f64>;
  perRequest: StaticArray<f64>;
  /** [count × words] The requests of at most each rank. */
  within: StaticArray<u64>;
  /** [(count + 1) × words] The requests that are in time when so many are late. */
  inTime: StaticArray<u64>;
  /** [count + 1] The first word of that which is not empty. */
  firstWord: StaticArray<i32>;
  /** [count + 1] Latest starts in ascending order, then Infinity. */
  private latest: StaticArray<f64>;
  /** [cells + 2] Requests whose latest start falls into an earlier cell. */
  private earlier: StaticArray<i32>;
  private cells: i32;
  private origin: f64;
  private cellsPerSecond: f64;

  constructor(instance: Instance, s: i32, bit: StaticArray<i32>, words: i32) {
    const requests = instance.requests;
    const size = instance.maxBatch[s];
    const execution = new StaticArray<f64>(requests);
    for (let r = 0; r < requests; r++) execution[r] = instance.execution(s, r, size);
    const order = ascendingOrder(execution);
    let count = requests;
    while (count > 0 && execution[order[count - 1]] == Infinity) count--;
    let sum = 0.0;
    for (let k = 0; k < count; k++) sum += execution[order[k]];
    this.count = count;
    this.meanExecution = count > 0 ? sum / <f64>count : 0;
    this.bitAt = new StaticArray<i32>(count);
    this.rank = new StaticArray<i32>(requests);
    this.base = new StaticArray<f64>(count);
    this.perRequest = new StaticArray<f64>(count);
    this.within = new StaticArray<u64>(count * words);
    this.inTime = new StaticArray<u64>((count + 1) * words);
    this.firstWord = new StaticArray<i32>(count + 1);
    this.latest = new StaticArray<f64>(count + 1);
    this.cells = CELLS * count;
    this.earlier = new StaticArray<i32>(CELLS * count + 2);
    this.origin = instance.available[s];
    this.cellsPerSecond = (<f64>(CELLS * count) * <f64>size) / (REACH * sum);

    this.rank.fill(-1);
    const latest = new StaticArray<f64>(count);
    for (let k = 0; k < count; k++) {
      const r = order[k];
      this.bitAt[k] = bit[r];
      this.rank[bit[r]] = k;
      this.base[k] = instance.base[s * requests + r];
      this.perRequest[k] = instance.perRequest[s * requests + r];
      latest[k] = latestStart(instance, s, r);
    }
    const byLatest = ascendingOrder(latest);
    for (let k = 0; k < count; k++) this.latest[k] = latest[byLatest[k]];
    this.latest[count] = Infinity;
    this.fillSets(byLatest, words);
    this.fillTable();
  }

  /** How many requests would be late by starting in a full batch at this time. */
  // @ts-ignore: decorator
  @inline
  lateAt(start: f64): i32 {
    const latest = this.latest;
    let late = this.earlier[this.cellOf(start)];
    while (latest[late] < start) late++;
    return late;
  }

  /** `byLatest`: ranks by latest start. */
  private fillSets(byLatest: StaticArray<i32>, words: i32): void {
    const count = this.count;
    for (let k = 0; k < count; k++) {
      if (k > 0) copyRow(this.within, (k - 1) * words, k * words, words);
      include(this.within, k * words, this.bitAt[k]);
    }
    let first = words;
    this.firstWord[count] = first;
    for (let late = count - 1; late >= 0; late--) {
      const bit = this.bitAt[byLatest[late]];
      copyRow(this.inTime, (late + 1) * words, late * words, words);
      include(this.inTime, late * words, bit);
      first = min(first, bit >> 6);
      this.firstWord[late] = first;
    }
  }

  private fillTable(): void {
    const earlier = this.earlier;
    for (let k = 0; k < this.count; k++) earlier[this.cellOf(this.latest[k]) + 1]++;
    for (let cell = 0; cell <= this.cells; cell++) earlier[cell + 1] += earlier[cell];
  }

  // @ts-ignore: decorator
  @inline
  private cellOf(time: f64): i32 {
    return <i32>max(0.0, min(<f64>this.cells, (time - this.origin) * this.cellsPerSecond));
  }
}

/** Latest start on the server, in a full batch, that keeps the promise; −Infinity when nothing does. */
export function latestStart(instance: Instance, s: i32, r: i32): f64 {
  const at = s * instance.requests + r;
  const size = instance.maxBatch[s];
  if (instance.promised[r] == 0 || instance.batchLimit[at] < size) return -Infinity;
  return instance.deadline[r] - (instance.promiseBase[at] + <f64>size * instance.promisePerRequest[at]);
}

function copyRow(rows: StaticArray<u64>, from: i32, to: i32, words: i32): void {
  for (let w = 0; w < words; w++) rows[to + w] = rows[from + w];
}

// @ts-ignore: decorator
@inline
function include(rows: StaticArray<u64>, row: i32, bit: i32): void {
  rows[row + (bit >> 6)] |= <u64>1 << (<u64>bit & 63);
}
