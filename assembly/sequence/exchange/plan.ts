import { greater } from "../../simd";
import { Instance } from "../instance";
import { Batch, Line } from "./lines";
import { linesOf } from "./server-lines";
import { Terms, Worth } from "./terms";

/**
 * A plan that is changed step by step. Lines hold batches, and batches hold requests; a server with slots is as many
 * lines with batches of one. A change puts right what depends on the batches that it touches alone; the times are those
 * of a `Timetable`. Every sum is exact: kept up to date, it equals the sum computed anew.
 */
@final
export class Plan {
  terms: Terms;
  /** Those of server 0, then those of server 1, and so on. */
  lines: StaticArray<Line>;
  /** [requests] The batch of each request, and its index there. */
  batch: StaticArray<Batch>;
  index: StaticArray<i32>;

  /** Σ execution, seconds, and Σ cost of the tokens. */
  execution: f64 = 0;
  tokenCost: f64 = 0;
  /** [servers] Σ duration of batches, seconds. */
  busy: StaticArray<f64>;
  /** Whether every batch with room can take every request. */
  takesAll: bool = true;
  /** Unused batches, by `next`. */
  private spare: Batch = new Batch(0);

  constructor(
    private instance: Instance,
    worth: Worth,
  ) {
    const requests = instance.requests;
    this.terms = new Terms(instance, worth);
    this.lines = linesOf(instance);
    this.batch = new StaticArray<Batch>(requests);
    this.index = new StaticArray<i32>(requests);
    this.busy = new StaticArray<f64>(instance.servers);
    this.spare.next = this.spare;
    for (let at = 0; at < instance.base.length; at++) if (instance.base[at] == Infinity) this.takesAll = false;
    for (let s = 0; s < instance.servers; s++) if (instance.kvTokens[s] < Infinity) this.takesAll = false;
  }

  /** Whether the slots of some server are limited together. */
  get hasQueue(): bool {
    for (let l = 0; l < this.lines.length; l++) if (this.lines[l].queue !== null) return true;
    return false;
  }

  // @ts-ignore: decorator
  @inline
  tokens(r: i32): f64 {
    return this.instance.tokens[r];
  }

  /** Whether a line's server can run a request in a batch that holds so many tokens. */
  // @ts-ignore: decorator
  @inline
  canTake(line: Line, r: i32, tokens: f64): bool {
    return this.instance.base[line.row + r] < Infinity && tokens <= this.instance.kvTokens[line.server];
  }

  /** Whether a line's server can run a batch. */
  canRun(line: Line, batch: Batch): bool {
    if (line.server == batch.line.server) return true;
    if (batch.size > line.room) return false;
    for (let i = 0; i < batch.size; i++) if (!this.canTake(line, batch.requests[i], batch.tokens)) return false;
    return true;
  }

  /** A new, empty batch before another. */
  insert(before: Batch): Batch {
    let batch = this.spare;
    if (batch.next === batch) batch = new Batch(2);
    else this.spare = batch.next;
    batch.place = before.place;
    link(batch, before);
    return batch;
  }

  /** Takes an empty batch out. */
  remove(batch: Batch): void {
    unlink(batch);
    batch.next = this.spare;
    this.spare = batch;
  }

  add(r: i32, batch: Batch): void {
    this.batch[r] = batch;
    this.index[r] = batch.size;
    batch.add(r);
    batch.tokens += this.instance.tokens[r];
    this.tokenCost += this.instance.tokenCost[batch.line.row + r];
  }

  drop(r: i32): void {
    const batch = this.batch[r];
    const index = this.index[r];
    const last = batch.requests[--batch.size];
    batch.requests[index] = last;
    this.index[last] = index;
    batch.tokens -= this.instance.tokens[r];
    this.tokenCost -= this.instance.tokenCost[batch.line.row + r];
  }

  /** Moves a request into another batch. */
  transfer(r: i32, target: Batch): void {
    const source = this.batch[r];
    this.drop(r);
    this.add(r, target);
    this.refresh(source);
    this.refresh(target);
  }

  /** Exchanges two requests of different batches. */
  exchange(r: i32, s: i32): void {
    const batchOfR = this.batch[r];
    const batchOfS = this.batch[s];
    this.drop(r);
    this.drop(s);
    this.add(r, batchOfS);
    this.add(s, batchOfR);
    this.refresh(batchOfR);
    this.refresh(batchOfS);
  }

  /** Moves a batch before another. */
  move(batch: Batch, before: Batch): void {
    const from = batch.line;
    const to = before.line;
    unlink(batch);
    link(batch, before);
    if (from.server == to.server) return;
    const tokenCost = this.instance.tokenCost;
    for (let i = 0; i < batch.size; i++) {
      const r = batch.requests[i];
      this.tokenCost += tokenCost[to.row + r] - tokenCost[from.row + r];
    }
    this.busy[from.server] -= batch.duration;
    this.busy[to.server] += batch.duration;
    this.refresh(batch);
  }

  /** After its requests or its server have changed. */
  refresh(batch: Batch): void {
    const terms = this.terms;
    const arrival = this.instance.arrival;
    const line = batch.line;
    const row = line.row;
    const size = batch.size;
    const pace = line.pace > 0 ? line.pace : <f64>size;
    let execution = 0.0;
    let duration = 0.0;
    let longest = -1;
    let second = 0.0;
    let ready = -Infinity;
    for (let i = 0; i < size; i++) {
      const r = batch.requests[i];
      const own = terms.execution(row, r, pace);
      execution += own;
      if (longest < 0 || own > duration || (own == duration && r < longest)) {
        second = duration;
        duration = own;
        longest = r;
      } else second = greater(second, own);
      ready = greater(ready, arrival[r]);
      batch.latest[i] = terms.latest(row, r, pace);
      batch.weight[i] = terms.weight[r];
    }
    if (size & 1) {
      batch.latest[size] = Infinity;
      batch.weight[size] = 0;
    }
    this.execution += execution - batch.execution;
    this.busy[line.server] += duration - batch.duration;
    batch.pace = pace;
    batch.execution = execution;
    batch.duration = duration;
    batch.longest = longest;
    batch.second = second;
    batch.ready = ready;
    batch.low = Infinity;
  }

  /** To what was settled, when a change of the batch has been undone. */
  restore(batch: Batch): void {
    if (batch.low == Infinity) batch.appraise(this.terms.tardy);
  }
}

// @ts-ignore: decorator
@inline
function link(batch: Batch, before: Batch): void {
  const previous = before.previous;
  batch.line = before.line;
  batch.previous = previous;
  batch.next = before;
  previous.next = batch;
  before.previous = batch;
}

// @ts-ignore: decorator
@inline
function unlink(batch: Batch): void {
  batch.previous.next = batch.next;
  batch.next.previous = batch.previous;
}
