import type { SequenceInstance } from "./instance.js";

/** Iterations of `anneal` unless said otherwise: about what a millisecond allows. */
export function defaultSchedule(_: SequenceInstance): number {
  return 20_000;
}
