import { addOutcome, Evaluator } from "./evaluate";
import { Instance } from "./instance";
import { Objective, Totals } from "./objective";

/**
 * The best of all plans: every way to share a handful of requests out among the servers and, on each, into batches one
 * after the other; with slots, into an order. The first server is filled first, its first batch first, going through sets
 * of requests in the order of the binary numbers in which digit r stands for request r; the next server has its turn after
 * all of these. Of equal plans the first is kept. Every prefix of a plan is evaluated once.
 */
@final
export class Exhaustive {
  private server: StaticArray<i32>;
  private batch: StaticArray<i32>;
  private best: Totals = new Totals();
  private found: bool = false;
  /** [requests + servers] Prefixes of the plan: a batch, or a change to the next server, leads from one to the next. */
  private prefixes: StaticArray<Prefix>;

  constructor(
    private instance: Instance,
    private objective: Objective,
    /** [requests] The plan, to be filled. */
    private bestServer: StaticArray<i32>,
    private bestBatch: StaticArray<i32>,
  ) {
    const requests = instance.requests;
    this.server = new StaticArray<i32>(requests);
    this.batch = new StaticArray<i32>(requests);
    this.prefixes = new StaticArray<Prefix>(requests + instance.servers);
    for (let at = 0; at < this.prefixes.length; at++) this.prefixes[at] = new Prefix();
  }

  run(start: StaticArray<f64>): void {
    this.prefixes[0].free = this.instance.available[0];
    this.extend(0, 0, 0, (1 << this.instance.requests) - 1);
    new Evaluator(this.instance).evaluate(this.bestServer, this.bestBatch, start, new Totals());
  }

  /** Goes through all plans that begin as `prefixes[at]` does, with batch k of server s next and the set `left` to go. */
  private extend(at: i32, s: i32, k: i32, left: u32): void {
    const prefix = this.prefixes[at];
    if (left == 0) {
      this.compare(prefix, s);
      return;
    }
    const instance = this.instance;
    const next = this.prefixes[at + 1];
    const isSlots = instance.slots[s] == 1;
    const most = isSlots ? 1 : instance.maxBatch[s];
    // The subsets of `left` in ascending order.
    for (let set = left & -left; set != 0; set = (set - left) & left) {
      if (<i32>popcnt(set) > most || !this.fits(s, set)) continue;
      next.copy(prefix);
      if (isSlots) this.addRequest(at, s, k, ctz(set));
      else this.addBatch(next, s, k, set);
      this.extend(at + 1, s, k + 1, left ^ set);
    }
    if (s + 1 == instance.servers) return;
    next.copy(prefix);
    next.totals.cost += prefix.busy * instance.pricePerSecond[s];
    next.busy = 0;
    next.free = instance.available[s + 1];
    this.extend(at + 1, s + 1, 0, left);
  }

  private compare(prefix: Prefix, s: i32): void {
    const totals = prefix.totals;
    const costSoFar = totals.cost;
    totals.cost = costSoFar + prefix.busy * this.instance.pricePerSecond[s] + prefix.tokenCost;
    if (!this.found || this.objective.isBetter(totals, this.best)) {
      this.found = true;
      this.best.copy(totals);
      for (let r = 0; r < this.server.length; r++) {
        this.bestServer[r] = this.server[r];
        this.bestBatch[r] = this.batch[r];
      }
    }
    totals.cost = costSoFar;
  }

  private fits(s: i32, set: u32): bool {
    let tokens = 0.0;
    for (let left = set; left != 0; left &= left - 1) {
      const r = ctz(left);
      if (!this.instance.takes(s, r)) return false;
      tokens += this.instance.tokens[r];
    }
    return tokens <= this.instance.kvTokens[s];
  }

  private addBatch(prefix: Prefix, s: i32, k: i32, set: u32): void {
    const instance = this.instance;
    const size = <i32>popcnt(set);
    let start = prefix.free;
    let longest = 0.0;
    for (let left = set; left != 0; left &= left - 1) {
      const r = ctz(left);
      start = max(start, instance.arrival[r]);
      longest = max(longest, instance.execution(s, r, size));
    }
    for (let left = set; left != 0; left &= left - 1) this.add(prefix, s, k, ctz(left), size, start);
    prefix.free = start + longest;
    prefix.busy += longest;
  }

  private addRequest(at: i32, s: i32, k: i32, r: i32): void {
    const instance = this.instance;
    const size = instance.maxBatch[s];
    const execution = instance.execution(s, r, size);
    const start = this.startInSlot(at, s, k, r);
    const prefix = this.prefixes[at + 1];
    this.add(prefix, s, k, r, size, start);
    prefix.free = start;
    prefix.busy += execution;
    prefix.end = start + execution;
    prefix.tokens = instance.tokens[r];
  }

  /** When the request starts, as the k-th on the server: what led to the last k prefixes may still run. */
  private startInSlot(at: i32, s: i32, k: i32, r: i32): f64 {
    const instance = this.instance;
    let start = max(this.prefixes[at].free, instance.arrival[r]);
    while (true) {
      let running = 0;
      let tokens = instance.tokens[r];
      let firstEnd = Infinity;
      for (let before = at - k + 1; before <= at; before++) {
        const prefix = this.prefixes[before];
        if (prefix.end <= start) continue;
        running++;
        tokens += prefix.tokens;
        firstEnd = min(firstEnd, prefix.end);
      }
      if (running < instance.maxBatch[s] && tokens <= instance.kvTokens[s]) return start;
      start = firstEnd;
    }
  }

  private add(prefix: Prefix, s: i32, k: i32, r: i32, size: i32, start: f64): void {
    this.server[r] = s;
    this.batch[r] = k;
    prefix.tokenCost += this.instance.tokenCost[s * this.instance.requests + r];
    addOutcome(this.instance, s, r, size, start, prefix.totals);
  }
}

/** What the beginning of a plan amounts to. */
@final
class Prefix {
  /** Of the servers before the last, as to the cost. */
  totals: Totals = new Totals();
  tokenCost: f64 = 0;
  /** Seconds that the last server is busy. */
  busy: f64 = 0;
  /** Before then, the last server starts nothing more. */
  free: f64 = 0;
  /** With slots: end and tokens of the last request. */
  end: f64 = 0;
  tokens: f64 = 0;

  /** All but the last request. */
  copy(from: Prefix): void {
    this.totals.copy(from.totals);
    this.tokenCost = from.tokenCost;
    this.busy = from.busy;
    this.free = from.free;
  }
}
