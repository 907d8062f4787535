import type { EncodedObjective, SequenceInstance, SequenceSolution } from "../instance.js";
import { type Assignment, type Evaluation, evaluate, execution } from "./evaluate.js";
import { isBetter } from "./objective.js";

/** The best of all plans; of equals, the first in the order of `plans`. */
export function exhaust(instance: SequenceInstance, objective: EncodedObjective): SequenceSolution {
  let best: { plan: Assignment; evaluation: Evaluation } | undefined;
  for (const plan of plans(instance)) {
    const evaluation = evaluate(instance, plan);
    if (best !== undefined && !isBetter(objective, evaluation, best.evaluation)) continue;
    best = { plan: { server: plan.server.slice(), batch: plan.batch.slice() }, evaluation };
  }
  // Some server can take each request of an instance, alone if need be.
  return { ...best!.plan, start: best!.evaluation.start };
}

/**
 * Every way to share the requests out among the servers and, on each, into batches one after the other; with slots, into
 * an order. Each exactly once, always the same object. The first server is filled first, its first batch first, going
 * through sets of requests in the order of the binary numbers in which digit r, from the right, stands for request r; the
 * next server has its turn after all of these.
 */
export function plans(instance: SequenceInstance): Iterable<Assignment> {
  const plan = { server: new Int32Array(instance.requests), batch: new Int32Array(instance.requests) };
  return extensions(instance, plan, 0, 0, (1 << instance.requests) - 1);
}

/** With the requests in the set `left`, from batch k of server s on. */
function* extensions(
  instance: SequenceInstance,
  plan: Assignment,
  s: number,
  k: number,
  left: number,
): Iterable<Assignment> {
  if (left === 0) {
    yield plan;
    return;
  }
  for (let set = 1; set <= left; set++) {
    if ((set & left) !== set || !canBeBatch(instance, s, members(set))) continue;
    for (const r of members(set)) {
      plan.server[r] = s;
      plan.batch[r] = k;
    }
    yield* extensions(instance, plan, s, k + 1, left - set);
  }
  if (s + 1 < instance.servers) yield* extensions(instance, plan, s + 1, 0, left);
}

function canBeBatch(instance: SequenceInstance, s: number, batch: readonly number[]): boolean {
  const { slots, maxBatch, tokens, kvTokens } = instance;
  const most = slots[s] === 1 ? 1 : maxBatch[s]!;
  const held = batch.reduce((sum, r) => sum + tokens[r]!, 0);
  return batch.length <= most && held <= kvTokens[s]! && batch.every((r) => execution(instance, s, r, 1) < Infinity);
}

function members(set: number): number[] {
  return Array.from({ length: 32 }, (_, r) => r).filter((r) => (set >> r) & 1);
}
