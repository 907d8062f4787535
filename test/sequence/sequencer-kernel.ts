import { Random } from "../../bindings/random.js";
import type {
  AnnealSettings,
  SequenceInstance,
  SequenceKernel,
  SequenceSolution,
} from "../../bindings/sequence/instance.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";

/** Plans at random, but validly: whatever a sequencer promises must hold on it. */
export const randomKernel: SequenceKernel = {
  anneal: (instance: SequenceInstance, { seed }: AnnealSettings) => randomPlan(instance, new Random(seed)),
  dispatch: (instance) => randomPlan(instance, new Random(instance.requests)),
  exhaust: () => never(),
  search: () => never(),
};

function randomPlan(instance: SequenceInstance, random: Random): SequenceSolution {
  const { requests, servers, base, slots, maxBatch, kvTokens, tokens } = instance;
  const server = new Int32Array(requests);
  const batch = new Int32Array(requests);
  const open = Array.from({ length: servers }, () => ({ number: 0, size: 0, tokens: 0 }));
  for (const r of shuffled(requests, random)) {
    const able = [...open.keys()].filter((s) => base[s * requests + r]! < Infinity);
    const s = able[random.below(able.length)]!;
    const { number, size, tokens: held } = open[s]!;
    const most = slots[s] === 1 ? 1 : maxBatch[s]!;
    const isFull = size === most || held + tokens[r]! > kvTokens[s]! || (size > 0 && random.below(3) === 0);
    open[s] = isFull
      ? { number: number + 1, size: 1, tokens: tokens[r]! }
      : { number, size: size + 1, tokens: held + tokens[r]! };
    server[r] = s;
    batch[r] = open[s].number;
  }
  return { server, batch, start: evaluate(instance, { server, batch }).start };
}

function shuffled(count: number, random: Random): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count; i-- > 1; ) {
    const j = random.below(i + 1);
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

function never(): never {
  throw new Error("is not asked by the sequencer");
}
