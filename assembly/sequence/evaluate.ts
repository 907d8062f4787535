import { Instance } from "./instance";
import { Totals } from "./objective";
import { Slots } from "./slots";

/**
 * Starts and totals of plans, from nothing but which server each request is on, and in which batch. Static batches start
 * when the previous one has ended and the last of their requests has arrived; with slots, requests start in their order.
 * O(requests + servers) for a plan, with slots O(log maxBatch) more for each request.
 */
@final
export class Evaluator {
  private order: PlanOrder;
  /** [servers] null where batches are static. */
  private slots: StaticArray<Slots | null>;
  private tokenCost: f64 = 0;

  constructor(private instance: Instance) {
    const servers = instance.servers;
    this.order = new PlanOrder(instance.requests, servers);
    this.slots = new StaticArray<Slots | null>(servers);
    for (let s = 0; s < servers; s++) if (instance.slots[s] == 1) this.slots[s] = new Slots(instance, s);
  }

  /** Fills `start` and `totals`. */
  evaluate(server: StaticArray<i32>, batch: StaticArray<i32>, start: StaticArray<f64>, totals: Totals): void {
    const instance = this.instance;
    const order = this.order.sort(server, batch);
    totals.attained = 0;
    totals.latency = 0;
    totals.tardiness = 0;
    totals.cost = 0;
    this.tokenCost = 0;
    for (let s = 0, from = 0; s < instance.servers; s++) {
      let to = from;
      while (to < order.length && server[order[to]] == s) to++;
      const slots = this.slots[s];
      const busy =
        slots === null
          ? this.runBatches(s, order, from, to, batch, start, totals)
          : this.runSlots(s, slots, order, from, to, start, totals);
      totals.cost += busy * instance.pricePerSecond[s];
      from = to;
    }
    totals.cost += this.tokenCost;
  }

  /** Returns the seconds that the server is busy. */
  private runBatches(
    s: i32,
    order: StaticArray<i32>,
    from: i32,
    to: i32,
    batch: StaticArray<i32>,
    start: StaticArray<f64>,
    totals: Totals,
  ): f64 {
    const instance = this.instance;
    let free = instance.available[s];
    let busy = 0.0;
    for (let first = from, end = from; first < to; first = end) {
      let begin = free;
      for (; end < to && batch[order[end]] == batch[order[first]]; end++) begin = max(begin, instance.arrival[order[end]]);
      const size = end - first;
      let longest = 0.0;
      for (let at = first; at < end; at++) {
        const r = order[at];
        longest = max(longest, instance.execution(s, r, size));
        start[r] = begin;
        this.add(s, r, size, begin, totals);
      }
      free = begin + longest;
      busy += longest;
    }
    return busy;
  }

  /** Returns the seconds that the slots are busy, together. */
  private runSlots(
    s: i32,
    slots: Slots,
    order: StaticArray<i32>,
    from: i32,
    to: i32,
    start: StaticArray<f64>,
    totals: Totals,
  ): f64 {
    const instance = this.instance;
    const size = instance.maxBatch[s];
    let busy = 0.0;
    slots.reset();
    for (let at = from; at < to; at++) {
      const r = order[at];
      start[r] = slots.start(r, instance.arrival[r]);
      busy += instance.execution(s, r, size);
      this.add(s, r, size, start[r], totals);
    }
    return busy;
  }

  private add(s: i32, r: i32, size: i32, start: f64, totals: Totals): void {
    const instance = this.instance;
    this.tokenCost += instance.tokenCost[s * instance.requests + r];
    addOutcome(instance, s, r, size, start, totals);
  }
}

/** Adds what one request contributes to the totals, but for the cost. */
// @ts-ignore: decorator
@inline
export function addOutcome(instance: Instance, s: i32, r: i32, size: i32, start: f64, totals: Totals): void {
  const at = s * instance.requests + r;
  const deadline = instance.deadline[r];
  const moment = start + (instance.promiseBase[at] + <f64>size * instance.promisePerRequest[at]);
  totals.latency += start + instance.execution(s, r, size) - instance.arrival[r];
  if (moment > deadline) totals.tardiness += instance.weight[r] * (moment - deadline);
  else if (instance.promised[r] == 1 && size <= instance.batchLimit[at]) totals.attained += instance.weight[r];
}

/** Sorts requests by server, then by batch, then by index: counted into place by batch, then by server. */
@final
class PlanOrder {
  private byBatch: StaticArray<i32>;
  private byServer: StaticArray<i32>;
  private next: StaticArray<i32>;

  constructor(requests: i32, servers: i32) {
    this.byBatch = new StaticArray<i32>(requests);
    this.byServer = new StaticArray<i32>(requests);
    this.next = new StaticArray<i32>(max(requests, servers) + 1);
  }

  sort(server: StaticArray<i32>, batch: StaticArray<i32>): StaticArray<i32> {
    const requests = this.byBatch.length;
    this.count(batch);
    for (let r = 0; r < requests; r++) this.byBatch[this.next[batch[r]]++] = r;
    this.count(server);
    for (let at = 0; at < requests; at++) {
      const r = this.byBatch[at];
      this.byServer[this.next[server[r]]++] = r;
    }
    return this.byServer;
  }

  /** Where each number's requests go. */
  private count(numbers: StaticArray<i32>): void {
    const next = this.next;
    next.fill(0);
    for (let r = 0, requests = numbers.length; r < requests; r++) next[numbers[r] + 1]++;
    for (let k = 1; k < next.length; k++) next[k] += next[k - 1];
  }
}
