import { Random } from "../../random.js";
import type {
  AnnealSettings,
  EncodedObjective,
  SequenceInstance,
  SequenceSearch,
  SequenceSolution,
} from "../instance.js";
import { type Assignment, evaluate } from "./evaluate.js";
import { Exchange } from "./exchange.js";
import { lanePlan } from "./lanes.js";
import { requestsOf } from "./ranking.js";
import { SkeletonSearch } from "./skeleton-search.js";
import { BestPlan, planByRule, startingRules } from "./starts.js";

/** So many requests give half of the planned iterations to skeletons, where these make sense. */
const halfSkeletons = 100;
const mostRequests = 4096;
const exchangeStream = 0x80000000;

/** Annealing in two phases, as `assembly/sequence/search.ts` explains it. */
export class Search implements SequenceSearch {
  readonly #instance: SequenceInstance;
  readonly #settings: AnnealSettings;
  readonly #best: BestPlan;
  readonly #skeletons: SkeletonSearch | undefined;
  readonly #skeletonIterations: number = 0;
  #exchange: Exchange | undefined;
  #done = 0;

  constructor(instance: SequenceInstance, settings: AnnealSettings) {
    const { objective, seed, schedule, warmStart } = settings;
    this.#instance = instance;
    this.#settings = settings;
    this.#best = new BestPlan(instance, objective);
    if (instance.requests === 0) return;
    if (hasSkeletons(instance, objective)) {
      this.#skeletons = new SkeletonSearch(instance, objective, new Random(seed));
    }
    for (const rule of startingRules(instance, objective)) this.#consider(planByRule(instance, rule));
    if (warmStart) this.#consider(warmStart);
    if (this.#skeletons && instance.servers === 1) {
      const { price } = this.#skeletons;
      this.#consider(lanePlan(instance, 0.4, 1.5, price));
      this.#consider(lanePlan(instance, 0.4, 1, price));
    }
    if (this.#skeletons?.canStart) {
      this.#skeletonIterations = Math.floor(schedule * (instance.requests / (instance.requests + halfSkeletons)));
      this.#skeletons.start(this.#skeletonIterations);
    }
  }

  get iterations(): number {
    return this.#done;
  }

  step(iterations: number): boolean {
    const end = Math.min(this.#settings.schedule, this.#done + iterations);
    if (this.#done < this.#skeletonIterations) {
      const next = Math.min(end, this.#skeletonIterations);
      this.#skeletons!.step(next - this.#done);
      this.#done = next;
    }
    if (this.#done < end && this.#instance.requests > 0) this.#exchanges().step(end - this.#done);
    this.#done = end;
    return end < this.#settings.schedule;
  }

  best(): SequenceSolution {
    if (this.#instance.requests === 0) return emptySolution();
    const found = this.#found();
    const { server, batch } = found && this.#best.isBeatenBy(found) ? found : this.#best.assignment;
    const { start } = evaluate(this.#instance, { server, batch });
    return { server: server.slice(), batch: batch.slice(), start };
  }

  #exchanges(): Exchange {
    if (this.#exchange) return this.#exchange;
    const found = this.#found();
    if (found) this.#best.consider(found);
    const { objective, seed, schedule } = this.#settings;
    const planned = schedule - this.#skeletonIterations;
    const random = new Random((seed ^ exchangeStream) >>> 0);
    const refines = this.#skeletonIterations > 0;
    this.#exchange = new Exchange(this.#instance, objective, random, planned, this.#best.assignment, refines);
    return this.#exchange;
  }

  /** The best plan of the phase under way. */
  #found(): Assignment | undefined {
    if (this.#exchange) return this.#exchange.best();
    return this.#skeletons?.canStart ? this.#skeletons.best() : undefined;
  }

  #consider(assignment: Assignment): void {
    this.#best.consider(assignment);
    this.#skeletons?.offer(assignment);
  }
}

/** The best after so many iterations. */
export function anneal(instance: SequenceInstance, settings: AnnealSettings, iterations: number): SequenceSolution {
  const search = new Search(instance, settings);
  search.step(iterations);
  return search.best();
}

function emptySolution(): SequenceSolution {
  return { server: new Int32Array(), batch: new Int32Array(), start: new Float64Array() };
}

/**
 * Whether the objective begins with promises, of which there are some, all servers are static, all requests wait when the
 * first server is available, and tokens limit no batch.
 */
function hasSkeletons(instance: SequenceInstance, { name }: EncodedObjective): boolean {
  if (!["attainment-per-latency", "attainment", "cost"].includes(name) || instance.requests > mostRequests)
    return false;
  const servers = Array.from(instance.maxBatch.keys());
  if (servers.some((s) => instance.slots[s] === 1 || tokensLimit(instance, s))) return false;
  const available = Math.min(...instance.available);
  return instance.promised.includes(1) && instance.arrival.every((arrival) => arrival <= available);
}

/** Whether there could be a batch of the server that holds too many tokens. */
function tokensLimit(instance: SequenceInstance, s: number): boolean {
  const tokens = requestsOf(instance)
    .filter((r) => instance.base[s * instance.requests + r]! < Infinity)
    .map((r) => instance.tokens[r]!)
    .sort((a, b) => b - a);
  return tokens.slice(0, instance.maxBatch[s]).reduce((sum, each) => sum + each, 0) > instance.kvTokens[s]!;
}
