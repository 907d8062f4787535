import { greater } from "../../simd";
import { Instance } from "../instance";
import { Batch } from "./lines";
import { Totals } from "../objective";
import { Plan } from "./plan";

/**
 * The times of a plan, as last settled: starts of the batches, what their promises are worth then, and sums along each
 * line, so that what lies before a change need not be looked at again. While a plan is changed on trial, `replay` tells
 * what settling would lead to.
 */
@final
export class Timetable {
  /** As settled. What the objective does not look at is 0. */
  totals: Totals = new Totals();
  /** As replayed or foreseen. */
  replayed: Totals = new Totals();
  /** Σ size · start, and Σ worth, of all batches. */
  private waiting: f64 = 0;
  private worth: f64 = 0;
  /** What replaying adds to them. */
  private moreWaiting: f64 = 0;
  private moreWorth: f64 = 0;
  /** Σ arrival. */
  private arrivals: f64 = 0;

  /** Settles all lines. */
  constructor(
    private instance: Instance,
    private plan: Plan,
    /** Whether costs matter. */
    private priced: bool,
  ) {
    for (let r = 0; r < instance.requests; r++) this.arrivals += instance.arrival[r];
    for (let l = 0; l < plan.lines.length; l++) this.settleLine(plan.lines[l].head);
    this.sumUp(this.totals, this.waiting, this.worth);
  }

  /** What becomes of one line or two from after `first` and after `second` on. */
  replay(first: Batch, second: Batch | null): void {
    this.moreWaiting = 0;
    this.moreWorth = 0;
    this.replayLine(first);
    if (second !== null) this.replayLine(second);
    this.sumUp(this.replayed, this.waiting + this.moreWaiting, this.worth + this.moreWorth);
  }

  /** The same for a change whose effect is known. */
  foresee(worth: f64, latency: f64): void {
    const totals = this.replayed;
    totals.latency = this.totals.latency + latency;
    if (this.plan.terms.tardy) totals.tardiness = this.totals.tardiness - worth;
    else totals.attained = this.totals.attained + worth;
  }

  /** Lets it become so. */
  settle(first: Batch, second: Batch | null): void {
    this.settleLine(first);
    if (second !== null) this.settleLine(second);
    this.sumUp(this.totals, this.waiting, this.worth);
  }

  private replayLine(after: Batch): void {
    const tardy = this.plan.terms.tardy;
    const line = after.line;
    const tail = line.tail;
    const queue = line.queue;
    let batch = after;
    if (queue !== null) {
      queue.reset();
      batch = line.head;
    }
    let waiting = batch.waitingBefore + <f64>batch.size * batch.start - tail.waitingBefore;
    let worth = batch.worthBefore + batch.worth - tail.worthBefore;
    let end = batch.end;
    for (batch = batch.next; batch !== tail; batch = batch.next) {
      const start = queue !== null ? queue.admit(batch.ready, batch.duration, batch.tokens) : greater(end, batch.ready);
      waiting += <f64>batch.size * start;
      worth += batch.worthAt(start, tardy);
      end = start + batch.duration;
    }
    this.moreWaiting += waiting;
    this.moreWorth += worth;
  }

  private settleLine(after: Batch): void {
    const tardy = this.plan.terms.tardy;
    const line = after.line;
    const tail = line.tail;
    const queue = line.queue;
    let batch = after;
    if (queue !== null) {
      queue.reset();
      batch = line.head;
    }
    let place = batch.place;
    let requests = batch.requestsBefore + batch.size;
    let waiting = batch.waitingBefore + <f64>batch.size * batch.start;
    let worth = batch.worthBefore + batch.worth;
    let end = batch.end;
    this.waiting -= tail.waitingBefore;
    this.worth -= tail.worthBefore;
    for (batch = batch.next; batch !== tail; batch = batch.next) {
      const start = queue !== null ? queue.admit(batch.ready, batch.duration, batch.tokens) : greater(end, batch.ready);
      batch.follow(++place, requests, waiting, worth);
      batch.startAt(start, tardy);
      requests += batch.size;
      waiting += <f64>batch.size * start;
      worth += batch.worth;
      end = start + batch.duration;
    }
    tail.follow(++place, requests, waiting, worth);
    this.waiting += waiting;
    this.worth += worth;
  }

  private sumUp(totals: Totals, waiting: f64, worth: f64): void {
    totals.latency = this.plan.execution + waiting - this.arrivals;
    if (this.plan.terms.tardy) totals.tardiness = -worth;
    else totals.attained = worth;
    if (this.priced) totals.cost = this.cost();
  }

  /** Of servers in their order, and of the tokens, as the reference adds. */
  private cost(): f64 {
    const price = this.instance.pricePerSecond;
    const busy = this.plan.busy;
    let cost = 0.0;
    for (let s = 0, servers = price.length; s < servers; s++) cost += busy[s] * price[s];
    return cost + this.plan.tokenCost;
  }
}
