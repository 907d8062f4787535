import type { SequenceInstance } from "../instance.js";

/** How a server chooses. */
export interface Rule {
  /**
   * What request r counts at `time` on server s. The candidate with the least keys is taken, compared one after the
   * other; ties fall to the lower index.
   */
  keys(s: number, r: number, time: number): readonly number[];
  /** By arrival, then by index; before the first decision that it could be a candidate of. */
  arrived(r: number): void;
  taken(r: number): void;
  /** It was a candidate, and the decision is made without it. */
  leftWaiting(r: number): void;
}

/** Of a rule that looks at the request alone. */
export const remembersNothing = { arrived() {}, taken() {}, leftWaiting() {} };

/** That keeps the promise, in a full batch. */
export function latestStart(
  { requests, deadline, promiseBase, promisePerRequest, maxBatch }: SequenceInstance,
  s: number,
  r: number,
) {
  const at = s * requests + r;
  return deadline[r]! - (promiseBase[at]! + maxBatch[s]! * promisePerRequest[at]!);
}
