/** When one build counts as slower than another. */
import type { Figure } from "../report/figures.js";

/** A median that is more than so many times the other is a regression, if it is no noise. */
const tolerance = 1.05;

export interface Verdict {
  /** How many times as much the second takes, in the median. */
  ratio: number;
  /** Where that ratio lies, all but surely. */
  low: number;
  high: number;
  regression: boolean;
}

/** Standard normal quantile: one interval in a thousand does not hold, so that a comparison of many rarely fails by chance. */
const quantile = 3.29;

/**
 * Of times that were taken in turns. Neighbours share the moods of the machine, so their ratios are compared: the median
 * of them, and an interval for it from order statistics, which asks nothing of how they are distributed (the binomial
 * ranks, in the normal approximation). A regression is above the tolerance, and its interval above 1.
 *
 * @param first and second: the same number of positive times, at least one
 */
export function verdictOf(first: readonly number[], second: readonly number[]): Verdict {
  const ratios = first.map((time, k) => second[k]! / time).sort((a, b) => a - b);
  const count = ratios.length;
  const reach = (quantile * Math.sqrt(count)) / 2;
  const at = (rank: number) => ratios[Math.max(0, Math.min(count - 1, rank))]!;
  const ratio = (at(Math.floor((count - 1) / 2)) + at(Math.ceil((count - 1) / 2))) / 2;
  const [low, high] = [at(Math.floor(count / 2 - reach) - 1), at(Math.ceil(count / 2 + reach))];
  return { ratio, low, high, regression: ratio > tolerance && low > 1 };
}

export interface Change {
  name: string;
  unit: string;
  from: number;
  to: number;
  ratio: number;
  regression: boolean;
}

/**
 * Of the figures that both reports have and that are watched. What keeps a machine busy lifts the median before it lifts
 * the fast tenth, so a regression is one of both. Counts have no noise, and both are the same.
 */
export function changesBetween(first: readonly Figure[], second: readonly Figure[]): Change[] {
  const before = new Map(first.map((figure) => [nameOf(figure), figure]));
  return second.flatMap((figure) => {
    const old = before.get(nameOf(figure));
    if (!figure.watched || !old || old.unit !== figure.unit) return [];
    const [ratio, ratioOfFast] = [figure.median / old.median, figure.p10 / old.p10];
    const regression = ratio > tolerance && ratioOfFast > tolerance;
    return [{ name: nameOf(figure), unit: figure.unit, from: old.median, to: figure.median, ratio, regression }];
  });
}

function nameOf({ suite, topic, row, column }: Figure): string {
  return [suite, topic, row, column].join(" / ");
}
