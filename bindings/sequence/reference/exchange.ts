import { exponentialQuantiles } from "../../quantiles.js";
import type { Random } from "../../random.js";
import type { EncodedObjective, SequenceInstance } from "../instance.js";
import type { Assignment, Totals } from "./evaluate.js";
import { gainAt, gainOf, worthOfRequest } from "./gain.js";
import { assignmentOf, evaluateLines, type Line, linesOf } from "./lines.js";
import { isBetter } from "./objective.js";
import { Proposals } from "./proposals.js";

/** Temperature at the start, in units of what a request is worth; of few requests, each matters more. */
const hot = 0.2;
const hotOfAll = 8;
/** Instead of `hot` where requests are still to come, whose arrivals hold whole batches up. */
const hotToCome = 0.5;
/** Instead of `hot` where another search has found the plan. */
const hotRefining = 0.1;

/** Annealing over order, batches and servers, as `assembly/sequence/exchange/exchange.ts` specifies it. */
export class Exchange {
  readonly #instance: SequenceInstance;
  readonly #objective: EncodedObjective;
  readonly #random: Random;
  readonly #planned: number;
  readonly #proposals: Proposals;
  readonly #hot: number;
  readonly #start: Totals;
  #plan: Line[];
  #totals: Totals;
  #best: Line[];
  #bestTotals: Totals;
  #done = 0;

  /** `planned`: the iterations that the cooling is planned for; `refines`: the start comes from a search. */
  constructor(
    instance: SequenceInstance,
    objective: EncodedObjective,
    random: Random,
    planned: number,
    start: Assignment,
    refines = false,
  ) {
    this.#instance = instance;
    this.#objective = objective;
    this.#random = random;
    this.#planned = planned;
    this.#proposals = new Proposals(instance, random);
    this.#plan = linesOf(instance, start);
    this.#start = evaluateLines(instance, this.#plan);
    this.#totals = this.#start;
    const toCome = instance.arrival.some((arrival) => instance.available.some((available) => arrival > available));
    const usual = toCome ? hotToCome : refines ? hotRefining : hot;
    const heat = Math.max(usual, hotOfAll / instance.requests);
    this.#hot = worthOfRequest(instance, objective, this.#start) * heat;
    this.#best = this.#plan;
    this.#bestTotals = this.#start;
  }

  step(iterations: number): void {
    for (const end = this.#done + iterations; this.#done < end; this.#done++) this.#iterate();
  }

  best(): Assignment {
    return assignmentOf(this.#instance, this.#best);
  }

  #iterate(): void {
    const temperature = this.#hot * (1 - this.#done / this.#planned);
    const least = -temperature * exponentialQuantiles[this.#random.below(1024)]!;
    const candidate = this.#plan.map((line) => ({ ...line, batches: line.batches.map((batch) => [...batch]) }));
    if (!this.#proposals.apply(candidate, this.#done)) return;
    const totals = evaluateLines(this.#instance, candidate);
    if (this.#gain(totals) < least) return;
    this.#plan = candidate;
    this.#totals = totals;
    if (!isBetter(this.#objective, totals, this.#bestTotals)) return;
    this.#best = candidate;
    this.#bestTotals = totals;
  }

  /** The ratio is linearised at the plan at hand; weights of the other objectives are those of the start. */
  #gain(totals: Totals): number {
    const ratio = this.#objective.name === "attainment-per-latency";
    const gain = gainAt(this.#instance, this.#objective, ratio ? this.#totals : this.#start);
    return gainOf(gain, this.#totals, totals);
  }
}
