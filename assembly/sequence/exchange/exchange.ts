import { Random } from "../../random";
import { Snapshot, load } from "./assignment";
import { ExchangeTrial } from "./exchange-trial";
import { Gain, worthBy } from "./gain";
import { Instance } from "../instance";
import { Move } from "./moves";
import { Objective, Totals } from "../objective";
import { Plan } from "./plan";
import { Proposal, Proposals } from "./proposals";
import { exponentialQuantiles } from "../../quantiles";
import { Timetable } from "./timetable";

/** Temperature at the start, in units of what a request is worth; of few requests, each matters more. */
const HOT = 0.2;
const HOT_OF_ALL = 8.0;
/** Instead of `HOT` where requests are still to come, whose arrivals hold whole batches up. */
const HOT_TO_COME = 0.5;
/** Instead of `HOT` where another search has found the plan: as much heat would only spoil it. */
const HOT_REFINING = 0.1;

/**
 * Simulated annealing over order, batches and servers. An iteration draws how much worse a plan may become, proposes a
 * change (`Proposals`), and makes it if the gain (`Gain`) is no less; the best plan on the way is kept.
 *
 * An iteration takes its random numbers in this order: an index below 1,024 into the exponential quantiles, then those of
 * the proposal. A change is made iff gain ≥ −temperature · quantile, which is Metropolis acceptance. The temperature falls
 * linearly to 0 over the planned iterations. It starts at what a request is worth, times `HOT` (`HOT_TO_COME` if a request
 * arrives when some server is available already, `HOT_REFINING` if the plan comes from a search), or times `HOT_OF_ALL` ÷
 * requests if that is more. A plan is the best if
 * it is better than all before it.
 *
 * Nothing is evaluated anew: an exchange of two requests is tried without touching the plan, in time proportional to the
 * batches behind them at worst; other changes are made, the lines that they touch replayed, and mostly undone.
 * `bindings/sequence/reference/exchange.ts` evaluates every plan in full. Both do the same to the bit.
 */
@final
export class Exchange {
  /** Of the best plan. */
  bestTotals: Totals = new Totals();
  private done: i32 = 0;
  private plan: Plan;
  private times: Timetable;
  private move: Move;
  private proposals: Proposals;
  private gain: Gain;
  private trial: ExchangeTrial;
  /** Exchanges are tried in place where trials cover all that matters. */
  private tries: bool;
  private best: Snapshot;
  /** Whether the plan is the best, which is not recorded before it is left. */
  private atBest: bool = true;

  constructor(
    private instance: Instance,
    private objective: Objective,
    private random: Random,
    /** Iterations that the cooling is planned for. */
    private planned: i32,
    /** The plan comes from a search. */
    private refines: bool,
    server: StaticArray<i32>,
    batch: StaticArray<i32>,
  ) {
    const plan = new Plan(instance, worthBy(objective));
    load(plan, instance, server, batch);
    const times = new Timetable(instance, plan, objective.looksAtCost);
    const move = new Move(plan);
    const gain = new Gain(objective, times.totals, instance);
    this.plan = plan;
    this.times = times;
    this.move = move;
    this.gain = gain;
    this.proposals = new Proposals(instance, plan, move, random);
    this.trial = new ExchangeTrial(instance, plan, gain);
    this.tries = !objective.looksAtCost && !plan.hasQueue;
    this.best = new Snapshot(plan);
    this.bestTotals.copy(times.totals);
  }

  step(iterations: i32): void {
    const usual = this.trial.waits ? HOT_TO_COME : this.refines ? HOT_REFINING : HOT;
    const hot = this.gain.unit * max(usual, HOT_OF_ALL / <f64>this.instance.requests);
    for (let end = this.done + iterations; this.done < end; this.done++) {
      const temperature = hot * (1 - <f64>this.done / <f64>this.planned);
      const least = -temperature * exponentialQuantiles[this.random.below(1024)];
      const proposal = this.proposals.next(this.done);
      if (proposal == Proposal.None) continue;
      if (proposal == Proposal.Exchange) this.tryExchange(least);
      else this.tryMove(least);
    }
  }

  /** Writes the best plan. */
  write(server: StaticArray<i32>, batch: StaticArray<i32>): void {
    if (this.atBest) this.best.take();
    this.best.write(this.instance.servers, server, batch);
  }

  private tryExchange(least: f64): void {
    const r = this.proposals.r;
    const s = this.proposals.s;
    const trial = this.trial;
    if (this.tries) {
      if (!trial.passes(r, s, least)) return;
      this.times.foresee(trial.worth, trial.latency);
      this.move.exchange(r, s);
      this.accept();
    } else {
      this.move.exchange(r, s);
      this.tryMove(least);
    }
  }

  private tryMove(least: f64): void {
    const move = this.move;
    const times = this.times;
    move.apply();
    times.replay(move.first, move.second);
    move.undo();
    const settled = times.totals;
    const replayed = times.replayed;
    const worth = this.plan.terms.tardy ? settled.tardiness - replayed.tardiness : replayed.attained - settled.attained;
    const gain = this.gain.of(worth, replayed.latency - settled.latency, replayed.cost - settled.cost);
    if (gain >= least) this.accept();
  }

  /** Makes the move. What it leads to is replayed or foreseen. */
  private accept(): void {
    const move = this.move;
    const times = this.times;
    const better = this.objective.isBetter(times.replayed, this.bestTotals);
    if (this.atBest && !better) this.best.take();
    this.atBest = better;
    move.make();
    times.settle(move.first, move.second);
    this.gain.adapt(times.totals);
    if (better) this.bestTotals.copy(times.totals);
  }
}
