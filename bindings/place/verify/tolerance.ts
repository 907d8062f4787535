import type { Placement } from "../model.js";

/**
 * Times of a placement that differ by no more are equal: 1e-9 of the horizon, its latest end. The floor keeps it above
 * 0 where nothing lasts.
 */
export function timeTolerance({ tasks }: Placement): number {
  let horizon = 1e-300;
  for (const { end } of tasks) horizon = Math.max(horizon, end);
  return 1e-9 * horizon;
}
