import { exponentialQuantiles } from "../../quantiles.js";
import { Random } from "../../random.js";

/** An integer from 0 to below. */
export type Draw = (below: number) => number;

/** Where problems come from, and what there is to compare on them. */
export interface Adversary<P> {
  /** A problem to begin with. */
  start(draw: Draw): P;
  /** A problem that differs a little. */
  mutate(problem: P, draw: Draw): P;
}

export interface AnnealOptions {
  /** From 0 to 2^32 − 1. */
  seed: number;
  /** In all rounds together. */
  iterations: number;
  /** Told after each round how many are done, and the greatest ratio so far; says whether to go on. */
  onRound?: (done: number, ratio: number | undefined) => boolean;
}

export interface Worst<P> {
  problem: P;
  ratio: number;
}

/** Iterations between fresh starts. */
export const roundLength = 1000;

/** Of the ratio: the mean loss that is accepted at the beginning of a round. */
const firstTemperature = 0.2;

/**
 * Searches for the problem of the greatest ratio by simulated annealing over problems, in rounds that each begin with a
 * fresh one: PISA (Coleman and Krishnamachari, "PISA: An adversarial approach to comparing task graph scheduling
 * algorithms", 2024), here for problems of any kind. A loss is accepted if, as a share of the ratio, it is at most the
 * temperature times an exponential draw; the temperature falls with the square of what is left of the round.
 *
 * @param ratioOf undefined when a problem does not allow to compare
 * @returns undefined when no problem did
 */
export function annealProblems<P>(
  { start, mutate }: Adversary<P>,
  ratioOf: (problem: P) => number | undefined,
  { seed, iterations, onRound }: AnnealOptions,
): Worst<P> | undefined {
  const random = new Random(seed);
  const draw: Draw = (below) => random.below(below);
  let worst: Worst<P> | undefined;
  let current: Worst<P> | undefined;
  for (let done = 0; done < iterations; done++) {
    const left = 1 - (done % roundLength) / roundLength;
    if (left === 1) {
      if (done > 0 && onRound?.(done, worst?.ratio) === false) break;
      current = undefined;
    }
    const problem = current ? mutate(current.problem, draw) : start(draw);
    const ratio = ratioOf(problem);
    if (ratio === undefined) continue;
    const loss = current ? (current.ratio - ratio) / current.ratio : 0;
    const quantile = exponentialQuantiles[draw(exponentialQuantiles.length)]!;
    if (loss > 0 && loss > firstTemperature * left * left * quantile) continue;
    current = { problem, ratio };
    if (!worst || ratio > worst.ratio) worst = current;
  }
  return worst;
}
