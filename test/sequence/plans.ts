import { Random } from "../../bindings/random.js";
import type {
  AnnealSettings,
  SequenceInstance,
  SequenceKernel,
  SequenceSearch,
  SequenceSolution,
} from "../../bindings/sequence/instance.js";
import { dispatch } from "../../bindings/sequence/reference/dispatch.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { isBetter } from "../../bindings/sequence/reference/objective.js";

/** A valid plan as [server, batch] for each request: each on some server that can take it, in batches that fit. */
export function planFor(instance: SequenceInstance, choices: readonly number[]): [number, number][] {
  const { requests, servers, base, tokens, kvTokens, maxBatch, slots } = instance;
  const open = Array.from({ length: servers }, () => ({ batch: -1, size: Infinity, held: 0 }));
  return Array.from({ length: requests }, (_, r) => {
    const choice = choices[r % choices.length]!;
    const able = [...Array(servers).keys()].filter((s) => base[s * requests + r]! < Infinity);
    const s = able[choice % able.length]!;
    const last = open[s]!;
    const full = slots[s] === 1 || last.size >= maxBatch[s]! || last.held + tokens[r]! > kvTokens[s]!;
    if (full || choice % 3 === 0) open[s] = { batch: last.batch + 1, size: 0, held: 0 };
    open[s]!.size++;
    open[s]!.held += tokens[r]!;
    return [s, open[s]!.batch];
  });
}

/** Rules as in the reference; a search that draws plans at random and keeps the best. */
export const drawingKernel: SequenceKernel = {
  dispatch,
  exhaust: (instance) => solutionOf(instance, planFor(instance, [1])),
  anneal(instance, settings, iterations) {
    const search = new Drawing(instance, settings);
    search.step(iterations);
    return search.best();
  },
  search: (instance, settings) => new Drawing(instance, settings),
};

class Drawing implements SequenceSearch {
  iterations = 0;
  private readonly random: Random;
  private found: SequenceSolution;

  constructor(
    private readonly instance: SequenceInstance,
    private readonly settings: AnnealSettings,
  ) {
    this.random = new Random(settings.seed);
    const { warmStart } = settings;
    this.found = warmStart
      ? { ...warmStart, start: evaluate(instance, warmStart).start }
      : solutionOf(instance, planFor(instance, [0]));
  }

  step(iterations: number): boolean {
    const end = Math.min(this.settings.schedule, this.iterations + iterations);
    for (; this.iterations < end; this.iterations++) {
      const choices = Array.from({ length: this.instance.requests + 1 }, () => this.random.below(60));
      const drawn = solutionOf(this.instance, planFor(this.instance, choices));
      const { objective } = this.settings;
      if (isBetter(objective, evaluate(this.instance, drawn), evaluate(this.instance, this.found))) this.found = drawn;
    }
    return this.iterations < this.settings.schedule;
  }

  best(): SequenceSolution {
    return this.found;
  }
}

function solutionOf(instance: SequenceInstance, plan: readonly [number, number][]): SequenceSolution {
  const server = Int32Array.from(plan, ([server]) => server);
  const batch = Int32Array.from(plan, ([, batch]) => batch);
  return { server, batch, start: evaluate(instance, { server, batch }).start };
}
