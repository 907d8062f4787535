import { Random } from "../../random";
import { Batches } from "./batches";
import { Instance } from "../instance";
import { ObjectiveName } from "../objective";
import { exponentialQuantiles } from "../../quantiles";
import { RankedRequests } from "./ranked-requests";
import { Skeleton } from "./skeleton";
import { SkeletonMoves } from "./skeleton-moves";

/** Plans of more batches have no skeleton: an iteration would take longer than it is worth. */
const MOST_BATCHES = 128;
/** A candidate that would have to keep more than so many promises more is refused unseen. */
const HOPE = 2.0;

/**
 * Annealing over skeletons, in each iteration one move of `SkeletonMoves`. If the candidate is feasible (see
 * `Skeleton.isFeasible`), E is drawn: the exponential quantile of number below(1,024). The candidate is accepted iff it
 * attains at least attained + λ · (latency' − latency) − T · unit · E. λ is attained / latency of the current one, or,
 * where latency only decides between equals, 0.003 times that; T falls linearly over the planned iterations; `unit` is
 * the mean weight of the promises.
 */
@final
export class SkeletonSearch {
  private best: Batches;
  private skeleton: Skeleton;
  private moves: SkeletonMoves;
  private iteration: i32 = 0;
  private planned: i32 = 0;
  private thrift: f64;
  private hot: f64;
  private cold: f64;
  private unit: f64 = 1;

  constructor(
    instance: Instance,
    private ranked: RankedRequests,
    private objective: ObjectiveName,
    private random: Random,
  ) {
    const forRatio = objective == ObjectiveName.AttainmentPerLatency;
    const skeleton = new Skeleton(instance, ranked, MOST_BATCHES);
    const width = max(2, instance.requests / (forRatio ? 4 : 2));
    this.skeleton = skeleton;
    this.moves = new SkeletonMoves(instance, ranked, skeleton.candidate, random, width);
    this.best = new Batches(MOST_BATCHES, ranked.words);
    this.thrift = forRatio ? 1 : 0.003;
    this.hot = forRatio ? 0.3 : 0.2;
    this.cold = forRatio ? 0.04 : 0.03;
    let weight = 0.0;
    let promises = 0;
    for (let r = 0; r < instance.requests; r++) {
      if (instance.promised[r] == 0) continue;
      weight += instance.weight[r];
      promises++;
    }
    if (promises > 0) this.unit = weight / <f64>promises;
  }

  /** Considers a plan to start from. */
  offer(server: StaticArray<i32>, batch: StaticArray<i32>): void {
    if (this.skeleton.load(server, batch)) this.keepBest();
  }

  /** False when no plan that was offered has a skeleton. */
  get canStart(): bool {
    return this.best.count > 0;
  }

  /** What a second of latency costs in terms of promises, by the best skeleton. */
  get price(): f64 {
    return this.canStart ? this.thrift * (this.best.totalAttained / this.best.totalLatency) : 0;
  }

  /** Starts from the best one so far, to cool down over so many iterations. */
  start(planned: i32): void {
    this.planned = planned;
    if (this.canStart) this.skeleton.restore(this.best);
  }

  step(iterations: i32): void {
    const skeleton = this.skeleton;
    const current = skeleton.current;
    const candidate = skeleton.candidate;
    const random = this.random;
    const moves = this.moves;
    for (const end = this.iteration + iterations; this.iteration < end; this.iteration++) {
      if (!moves.propose() || !skeleton.isFeasible()) {
        skeleton.reject(moves.first);
        continue;
      }
      const share = <f64>this.iteration / <f64>this.planned;
      const temperature = (this.hot + (this.cold - this.hot) * share) * this.unit;
      const quantile = exponentialQuantiles[random.below(1024)];
      skeleton.time(moves.first);
      const price = this.thrift * (current.totalAttained / current.totalLatency);
      const needed =
        current.totalAttained + price * (candidate.totalLatency - current.totalLatency) - temperature * quantile;
      if (
        needed <= current.totalAttained + HOPE * this.unit &&
        skeleton.choose(moves.first) &&
        candidate.totalAttained >= needed
      ) {
        if (skeleton.adopt(moves.first)) this.keepBest();
      } else {
        skeleton.reject(moves.first);
      }
    }
  }

  /** Writes the plan of the best. */
  write(server: StaticArray<i32>, batch: StaticArray<i32>): void {
    this.best.write(this.ranked, server, batch);
  }

  private keepBest(): void {
    const current = this.skeleton.current;
    const best = this.best;
    if (best.count > 0 && !this.isBetter(current, best)) return;
    best.copySetting(current, 0);
    best.copyTiming(current, 0);
    best.copyChoice(current, 0, current.count + 1);
  }

  private isBetter(a: Batches, b: Batches): bool {
    if (this.objective == ObjectiveName.AttainmentPerLatency) {
      const ratioOfA = a.totalAttained / a.totalLatency;
      const ratioOfB = b.totalAttained / b.totalLatency;
      if (ratioOfA != ratioOfB) return ratioOfA > ratioOfB;
    } else if (a.totalAttained != b.totalAttained) return a.totalAttained > b.totalAttained;
    return a.totalLatency < b.totalLatency;
  }
}
