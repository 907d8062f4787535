/** How high the allocations of published instances end, after so long. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { importMinimalloc } from "../../bindings/import/minimalloc.js";
import { createLehrSync } from "../../bindings/index.js";

export interface MemoryResult {
  instance: string;
  /** Percent above the capacity: the best of all simple orders, then annealing for each budget. */
  overshoot: number[];
  /** What the annealing took, by budget. */
  milliseconds: number[];
}

/** Undefined without the data. */
export function memoryResults(budgets: readonly number[]): MemoryResult[] | undefined {
  const folder = new URL("../../../shared/data/pack/minimalloc/", import.meta.url);
  if (!existsSync(folder)) return undefined;
  const lehr = createLehrSync();
  const files = readdirSync(folder).filter((name) => /^\w\.\d+\.csv$/.test(name));
  return files.sort().map((name) => {
    const capacity = Number(name.split(".")[1]);
    const problem = importMinimalloc({ name, text: readFileSync(new URL(name, folder), "utf8") }, capacity);
    const above = (height: number) => Math.max(0, (100 * (height - capacity)) / capacity);
    const overshoot = [above(lehr.allocate(problem).height)];
    const milliseconds: number[] = [];
    for (const budget of budgets) {
      const run = timed(() => lehr.allocate(problem, { algorithm: "anneal", budgetMilliseconds: budget }));
      overshoot.push(above(run.result.height));
      milliseconds.push(run.milliseconds);
    }
    return { instance: name[0]!, overshoot, milliseconds };
  });
}

function timed<T>(work: () => T): { result: T; milliseconds: number } {
  const begin = performance.now();
  const result = work();
  return { result, milliseconds: performance.now() - begin };
}
