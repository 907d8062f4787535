/** Which coefficients a set of measurements can tell apart, and what to measure where it cannot. */

import { type Column, rankOf } from "./least-squares.js";

/** A moment of the model: b requests in the batch, l tokens of context. */
export interface Point {
  batch: number;
  context: number;
}

/** What the four coefficients multiply. */
export function terms({ batch, context }: Point): [number, number, number, number] {
  return [batch * context, batch, context, 1];
}

/**
 * Positions of the coefficients, among the free ones, that can grow at the cost of others without any of the points
 * noticing; and how many of them would have to be known.
 */
export function indistinguishable(points: readonly Point[], free: readonly number[]) {
  const rank = rankOf(columnsOf(points, free));
  const coefficients = free.filter((j) => {
    return (
      rankOf(
        columnsOf(
          points,
          free.filter((i) => i !== j),
        ),
      ) === rank
    );
  });
  return { coefficients: rank === free.length ? [] : coefficients, missing: free.length - rank };
}

/** Points that, added to the others, tell all free coefficients apart: near what was measured, where that helps. */
export function missingPoints(points: readonly Point[], free: readonly number[]): Point[] {
  const batches = candidates(
    points.map(({ batch }) => batch),
    [8, 1],
  );
  const contexts = candidates(
    points.map(({ context }) => context),
    [1024, 128],
  );
  const added: Point[] = [];
  for (const batch of batches) {
    for (const context of contexts) {
      const before = rankOf(columnsOf([...points, ...added], free));
      if (before === free.length) return added;
      const point = { batch, context };
      if (rankOf(columnsOf([...points, ...added, point], free)) > before) added.push(point);
    }
  }
  return added;
}

function columnsOf(points: readonly Point[], free: readonly number[]): Column[] {
  return free.map((j) => Float64Array.from(points, (point) => terms(point)[j]!));
}

/** The greatest value measured and the least; where these are one, twice as much and itself. */
function candidates(values: readonly number[], fallback: readonly number[]): readonly number[] {
  if (values.length === 0) return fallback;
  const [least, greatest] = extent(values);
  return greatest > least ? [greatest, least] : [2 * greatest, least];
}

/** The least and the greatest of some numbers. */
export function extent(values: readonly number[]): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (const value of values) {
    least = Math.min(least, value);
    greatest = Math.max(greatest, value);
  }
  return [least, greatest];
}
