import { exponentialQuantiles } from "../../quantiles.js";
import type { Random } from "../../random.js";
import type { EncodedObjective, SequenceInstance } from "../instance.js";
import type { Assignment } from "./evaluate.js";
import { isBetter } from "./objective.js";
import { requestsOf } from "./ranking.js";
import { type SettledSkeleton, type Skeleton, Skeletons } from "./skeleton.js";
import { SkeletonMoves } from "./skeleton-moves.js";

/** Plans of more batches have no skeleton. */
const mostBatches = 128;
/** A candidate that would have to keep more than so many promises more is refused unseen. */
const hope = 2;

/** Annealing over skeletons, as `assembly/sequence/skeleton/skeleton-search.ts` specifies it. */
export class SkeletonSearch {
  readonly #skeletons: Skeletons;
  readonly #moves: SkeletonMoves;
  readonly #thrift: number;
  readonly #hot: number;
  readonly #cold: number;
  /** Mean weight of a promise. */
  readonly #unit: number;
  #best: SettledSkeleton | undefined;
  #current: SettledSkeleton | undefined;
  #iteration = 0;
  #planned = 0;

  constructor(
    instance: SequenceInstance,
    readonly objective: EncodedObjective,
    readonly random: Random,
  ) {
    const forRatio = objective.name === "attainment-per-latency";
    this.#skeletons = new Skeletons(instance);
    this.#thrift = forRatio ? 1 : 0.003;
    this.#hot = forRatio ? 0.3 : 0.2;
    this.#cold = forRatio ? 0.04 : 0.03;
    const width = Math.max(2, Math.floor(instance.requests / (forRatio ? 4 : 2)));
    this.#moves = new SkeletonMoves(this.#skeletons, random, width);
    const weights = requestsOf(instance).flatMap((r) => (instance.promised[r] === 1 ? [instance.weight[r]!] : []));
    this.#unit = weights.length > 0 ? weights.reduce((sum, weight) => sum + weight, 0) / weights.length : 1;
  }

  /** Considers a plan to start from. */
  offer(assignment: Assignment): void {
    const skeleton = this.#skeletons.skeletonOf(assignment);
    if (skeleton.length > mostBatches || !this.#skeletons.isFeasible(skeleton)) return;
    this.#keep(this.#skeletons.settle(skeleton));
  }

  /** False when no plan that was offered has a skeleton. */
  get canStart(): boolean {
    return this.#best !== undefined;
  }

  /** What a second of latency costs in terms of promises, by the best skeleton. */
  get price(): number {
    return this.#best ? this.#thrift * (this.#best.attained / this.#best.latency) : 0;
  }

  /** Starts from the best one so far, to cool down over so many iterations. */
  start(planned: number): void {
    this.#planned = planned;
    this.#current = this.#best;
  }

  step(iterations: number): void {
    for (const end = this.#iteration + iterations; this.#iteration < end; this.#iteration++) {
      const current = this.#current!;
      const candidate = this.#moves.propose(current.skeleton);
      if (candidate === undefined || !this.#skeletons.isFeasible(candidate)) continue;
      const settled = this.#judge(current, candidate);
      if (settled === undefined) continue;
      this.#current = settled;
      this.#keep(settled);
    }
  }

  /** The plan of the best. */
  best(): Assignment {
    return this.#skeletons.assignmentOf(this.#best!);
  }

  /** The candidate, settled, if it is accepted. */
  #judge(current: SettledSkeleton, candidate: Skeleton): SettledSkeleton | undefined {
    const share = this.#iteration / this.#planned;
    const temperature = (this.#hot + (this.#cold - this.#hot) * share) * this.#unit;
    const quantile = exponentialQuantiles[this.random.below(1024)]!;
    const { latency } = this.#skeletons.time(candidate);
    const price = this.#thrift * (current.attained / current.latency);
    const needed = current.attained + price * (latency - current.latency) - temperature * quantile;
    if (needed > current.attained + hope * this.#unit) return undefined;
    const choice = this.#skeletons.choose(candidate);
    return choice && choice.attained >= needed ? this.#skeletons.settle(candidate) : undefined;
  }

  #keep(settled: SettledSkeleton | undefined): void {
    if (settled === undefined) return;
    if (this.#best === undefined || isBetter(this.objective, totals(settled), totals(this.#best))) this.#best = settled;
  }
}

/** What a skeleton knows of them. */
function totals({ attained, latency }: SettledSkeleton) {
  return { attained, latency, tardiness: 0, cost: 0 };
}
