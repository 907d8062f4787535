/** Small problems against exhaustive search, and a saturated server against first come, first served. */
import { createLehrSync, wasm } from "../../bindings/index.js";
import { Random } from "../../bindings/random.js";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import type { Measure } from "./best-known.js";
import { generateProblem, mixes, type Tightness, tightnesses } from "./families.js";

export interface ExhaustiveComparison {
  objective: Measure;
  problems: number;
  equal: number;
}

/** How often annealing with its default schedule finds what the search of all sequences finds. */
export function againstExhaustive(problems: number): ExhaustiveComparison[] {
  const lehr = createLehrSync();
  return (["attainment-per-latency", "attainment"] as const).map((objective) => {
    let equal = 0;
    for (let seed = 1; seed <= problems; seed++) {
      const prepared = lehr.prepare.sequence(smallProblem(seed));
      const best = prepared.run({ algorithm: "exhaustive", objective });
      const found = prepared.run({ algorithm: "anneal", objective, seed });
      // Plans that are equal on the kernels' grid may differ in the last digits of what is reported.
      if (found.objective >= best.objective * (1 - 1e-12)) equal++;
    }
    return { objective, problems, equal };
  });
}

function smallProblem(seed: number): SequenceProblem {
  const random = new Random(seed);
  const names = Object.keys(tightnesses) as Tightness[];
  return generateProblem({
    requests: 2 + random.below(6),
    maxBatch: 1 + random.below(4),
    tightness: names[random.below(names.length)]!,
    mix: mixes[random.below(mixes.length)]!,
    seed,
  });
}

export interface ArrivalComparison {
  attained: { fcfs: number; anneal: number };
  meanLatency: { fcfs: number; anneal: number };
}

/** Means over saturated mixes of interactive and batch requests. */
export function againstFcfs(problems: number): ArrivalComparison {
  const lehr = createLehrSync();
  const attained = { fcfs: 0, anneal: 0 };
  const meanLatency = { fcfs: 0, anneal: 0 };
  for (let seed = 1; seed <= problems; seed++) {
    const problem = generateProblem({ requests: 100, maxBatch: 8, tightness: "tight", mix: "mixed", seed });
    for (const algorithm of ["fcfs", "anneal"] as const) {
      const { attained: kept, totalLatency } = lehr.sequence(problem, { algorithm });
      attained[algorithm] += kept / problems;
      meanLatency[algorithm] += totalLatency / problem.requests.length / problems;
    }
  }
  return { attained, meanLatency };
}

/** Exchanges evaluated per second, by instance: the second half of long searches, in which there are no skeletons. */
export function exchangesPerSecond(): number[] {
  const schedule = 2_000_000;
  const shapes = mixes.map((mix) => ({ requests: 100, maxBatch: 8, tightness: "moderate", mix, seed: 1 }) as const);
  const { sequence } = wasm.loadSync();
  const objective = { name: "attainment-per-latency", tardiness: 0, latency: 0, cost: 0 } as const;
  return shapes.map((shape) => {
    const instance = encodeSequenceProblem(parseSequenceProblem(generateProblem(shape)));
    const search = sequence.search(instance, { objective, seed: 1, schedule, warmStart: undefined });
    while (search.iterations < 1_200_000) search.step(10_000);
    const begun = search.iterations;
    const begin = performance.now();
    while (search.step(10_000));
    return ((search.iterations - begun) / (performance.now() - begin)) * 1000;
  });
}
