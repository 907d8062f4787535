import { Random } from "../random";
import { Evaluator } from "./evaluate";
import { Exchange } from "./exchange/exchange";
import { Instance } from "./instance";
import { Lanes } from "./skeleton/lanes";
import { Objective, ObjectiveName, Totals } from "./objective";
import { RankedRequests } from "./skeleton/ranked-requests";
import { SkeletonSearch } from "./skeleton/skeleton-search";
import { ascendingOrder } from "../sort";
import { BestPlan, copy, planByRule, startingRules } from "./starts";

/**
 * So many requests give half of the planned iterations to skeletons, where these make sense; more give more. Exchanges,
 * each of which costs a fraction, come into their own where requests are few.
 */
const HALF_SKELETONS = 100.0;
/** Sets of requests take memory that grows with their square. */
const MOST_REQUESTS = 4096;
/** Streams of random numbers apart from each other. */
const EXCHANGE_STREAM: u32 = 0x80000000;

/**
 * Annealing in two phases. It starts from the best of several plans: by rules, that of the caller, and, on one static
 * server where all requests already wait, by lanes. A share of the planned iterations then goes to skeletons, if the
 * objective begins with promises, all servers are static, all requests wait when the first server is available, and
 * tokens limit no batch. The rest goes to exchanges of single requests, from the best plan so far.
 *
 * `bindings/sequence/reference/search.ts` does the same and evaluates everything anew.
 */
@final
export class Search {
  private best: BestPlan;
  private evaluator: Evaluator;
  private skeletons: SkeletonSearch | null = null;
  private exchange: Exchange | null = null;
  /** Planned for skeletons. */
  private skeletonIterations: i32 = 0;
  private done: i32 = 0;
  private server: StaticArray<i32>;
  private batch: StaticArray<i32>;

  /** `warmServer`, `warmBatch`: one more plan to start from, or empty. */
  constructor(
    private instance: Instance,
    private objective: Objective,
    private seed: u32,
    private schedule: i32,
    warmServer: StaticArray<i32>,
    warmBatch: StaticArray<i32>,
  ) {
    const evaluator = new Evaluator(instance);
    this.evaluator = evaluator;
    this.best = new BestPlan(instance, objective, evaluator);
    this.server = new StaticArray<i32>(instance.requests);
    this.batch = new StaticArray<i32>(instance.requests);
    if (instance.requests > 0) this.begin(warmServer, warmBatch);
  }

  /** Goes on for up to so many iterations; false when the schedule is at its end. */
  step(iterations: i32): bool {
    const end = min(this.schedule, this.done + iterations);
    const skeletons = this.skeletons;
    if (skeletons !== null && this.done < this.skeletonIterations) {
      const next = min(end, this.skeletonIterations);
      skeletons.step(next - this.done);
      this.done = next;
    }
    if (this.done < end && this.instance.requests > 0) this.exchanges().step(end - this.done);
    this.done = end;
    return end < this.schedule;
  }

  /** Writes the best plan so far and its starts. */
  write(server: StaticArray<i32>, batch: StaticArray<i32>, start: StaticArray<f64>): void {
    const found = this.writeFound() && this.best.isBeatenBy(this.server, this.batch);
    copy(found ? this.server : this.best.server, server);
    copy(found ? this.batch : this.best.batch, batch);
    this.evaluator.evaluate(server, batch, start, new Totals());
  }

  private begin(warmServer: StaticArray<i32>, warmBatch: StaticArray<i32>): void {
    const instance = this.instance;
    const name = this.objective.name;
    if (hasSkeletons(instance, name)) {
      this.skeletons = new SkeletonSearch(instance, new RankedRequests(instance), name, new Random(this.seed));
    }
    const rules = startingRules(instance, name);
    for (let i = 0; i < rules.length; i++) {
      planByRule(instance, rules[i], this.server, this.batch);
      this.consider(this.server, this.batch);
    }
    if (warmServer.length > 0) this.consider(warmServer, warmBatch);
    const skeletons = this.skeletons;
    if (skeletons !== null) {
      if (instance.servers == 1) this.considerLanes(skeletons.price);
      if (skeletons.canStart) this.skeletonIterations = skeletonShare(this.schedule, instance.requests);
      skeletons.start(this.skeletonIterations);
    }
  }

  private exchanges(): Exchange {
    const begun = this.exchange;
    if (begun !== null) return begun;
    if (this.writeFound()) this.best.consider(this.server, this.batch);
    const planned = this.schedule - this.skeletonIterations;
    const random = new Random(this.seed ^ EXCHANGE_STREAM);
    const exchange = new Exchange(
      this.instance,
      this.objective,
      random,
      planned,
      this.skeletonIterations > 0,
      this.best.server,
      this.best.batch,
    );
    this.exchange = exchange;
    return exchange;
  }

  /** The best plan of the phase under way; false when none has begun. */
  private writeFound(): bool {
    const exchange = this.exchange;
    const skeletons = this.skeletons;
    if (exchange !== null) exchange.write(this.server, this.batch);
    else if (skeletons !== null && skeletons.canStart) skeletons.write(this.server, this.batch);
    else return false;
    return true;
  }

  private consider(server: StaticArray<i32>, batch: StaticArray<i32>): void {
    this.best.consider(server, batch);
    const skeletons = this.skeletons;
    if (skeletons !== null) skeletons.offer(server, batch);
  }

  private considerLanes(price: f64): void {
    const lanes = new Lanes(this.instance);
    lanes.plan(0.4, 1.5, price, this.server, this.batch);
    this.consider(this.server, this.batch);
    lanes.plan(0.4, 1, price, this.server, this.batch);
    this.consider(this.server, this.batch);
  }
}

/** Iterations for skeletons. */
function skeletonShare(schedule: i32, requests: i32): i32 {
  return <i32>(<f64>schedule * (<f64>requests / (<f64>requests + HALF_SKELETONS)));
}

function hasSkeletons(instance: Instance, name: ObjectiveName): bool {
  const beginsWithPromises =
    name == ObjectiveName.AttainmentPerLatency || name == ObjectiveName.Attainment || name == ObjectiveName.Cost;
  if (!beginsWithPromises || instance.requests > MOST_REQUESTS) return false;
  let available = Infinity;
  for (let s = 0; s < instance.servers; s++) {
    if (instance.slots[s] == 1 || tokensLimit(instance, s)) return false;
    available = min(available, instance.available[s]);
  }
  let promises = 0;
  for (let r = 0; r < instance.requests; r++) {
    if (instance.arrival[r] > available) return false;
    promises += instance.promised[r];
  }
  return promises > 0;
}

/** Whether there could be a batch of the server that holds too many tokens. */
function tokensLimit(instance: Instance, s: i32): bool {
  if (instance.kvTokens[s] == Infinity) return false;
  const order = ascendingOrder(instance.tokens);
  let tokens = 0.0;
  let room = instance.maxBatch[s];
  for (let at = order.length - 1; at >= 0 && room > 0; at--) {
    if (!instance.takes(s, order[at])) continue;
    tokens += instance.tokens[order[at]];
    room--;
  }
  return tokens > instance.kvTokens[s];
}
