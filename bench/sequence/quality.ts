import { type Statistics, statisticsOf } from "../report/figures.js";
import type { Contestant } from "./contestants.js";

/** What a contestant reaches in a given time. */
export interface Quality {
  budget: number;
  iterations: number;
  milliseconds: Statistics;
  /** [instances] The value reached, mean over seeds. */
  values: number[];
}

/** Values after each budget of milliseconds; undefined where not even one iteration fits. */
export function qualities(contestant: Contestant, budgets: readonly number[], seeds: number): (Quality | undefined)[] {
  warmUp(contestant);
  return budgets.map((budget) => {
    const iterations = iterationsWithin(contestant, budget);
    return iterations === undefined ? undefined : qualityOf(contestant, budget, iterations, seeds);
  });
}

function qualityOf({ runs }: Contestant, budget: number, iterations: number, seeds: number): Quality {
  const times: number[] = [];
  const values = runs.map(() => 0);
  for (let seed = 1; seed <= seeds; seed++) {
    runs.forEach((run, instance) => {
      const { milliseconds, value } = timed(() => run(iterations, seed));
      times.push(milliseconds);
      values[instance]! += value() / seeds;
    });
  }
  return { budget, iterations, milliseconds: statisticsOf(times), values };
}

/** Until the engine has compiled the loops for good. */
function warmUp({ runs }: Contestant): void {
  const end = performance.now() + 300;
  for (let seed = 1; performance.now() < end; seed++) runs[seed % runs.length]!(2_000, seed);
}

/** The iterations whose median time over the instances is the budget. */
function iterationsWithin({ runs }: Contestant, budget: number): number | undefined {
  let iterations = 1_000;
  for (let trial = 1; trial <= 8; trial++) {
    const times = runs.map((run) => timed(() => run(iterations, trial)).milliseconds);
    const { median } = statisticsOf(times);
    if (Math.abs(median / budget - 1) < 0.03) break;
    if (iterations === 1 && median > budget) return undefined;
    iterations = Math.max(1, Math.floor((iterations * budget) / median));
  }
  return iterations;
}

function timed<T>(work: () => T): { milliseconds: number; value: T } {
  const begin = performance.now();
  const value = work();
  return { milliseconds: performance.now() - begin, value };
}
