/** Small instances against a solver that proves the optimum. */
import { createLehrSync } from "../../bindings/index.js";
import { Random } from "../../bindings/random.js";
import { type Figure, statisticsOf } from "../report/figures.js";
import { loadExactPacker } from "../rivals/highs.js";
import { type SizedItems, tripletItems, uniformItems } from "./families.js";
import { names } from "./names.js";
import { vectorProblem } from "./problems.js";

/** Items up to which the solver is done within seconds. */
const families: { name: string; generate: (items: number, random: Random) => SizedItems; sizes: number[] }[] = [
  { name: "uniform", generate: uniformItems, sizes: [10, 20, 30] },
  { name: "triplets", generate: tripletItems, sizes: [9, 12, 15] },
];
/** Of the solver, in seconds for each instance. */
const patience = 5;

/** Times and bins of both; those of instances that the solver did not finish are left out, and counted. */
export async function exactFigures(seeds: number): Promise<Omit<Figure, "suite">[]> {
  const solve = await loadExactPacker(patience);
  const lehr = createLehrSync();
  const ours = ({ sizes, capacity }: SizedItems) => {
    const rows = sizes.map((size) => [size]);
    const begin = performance.now();
    const { binsUsed, lowerBound } = lehr.pack(vectorProblem(rows, [capacity]), { algorithm: "local-search" });
    return { milliseconds: performance.now() - begin, bins: binsUsed, proven: binsUsed === lowerBound };
  };
  const theirs = ({ sizes, capacity }: SizedItems, atMost: number) => {
    const begin = performance.now();
    // Largest first, which is kind to the order of its bins.
    const { bins, optimal } = solve(
      [...sizes].sort((a, b) => b - a),
      capacity,
      atMost,
    );
    return { milliseconds: performance.now() - begin, bins, proven: optimal };
  };
  return families.flatMap(({ name, generate, sizes }) =>
    sizes.flatMap((items) => {
      const instances = Array.from({ length: seeds }, (_, k) => generate(items, new Random(1000 * items + k)));
      for (const instance of instances) ours(instance);
      const pairs = instances.map((instance) => {
        const found = ours(instance);
        return { found, optimum: theirs(instance, found.bins) };
      });
      const solved = pairs.filter(({ optimum }) => optimum.proven);
      const worse = solved.filter(({ found, optimum }) => found.bins < optimum.bins);
      if (worse.length > 0) throw new Error(`${name}, ${items} items: fewer bins than the proven optimum`);
      const row = `${name}, ${items} items`;
      const time = (column: string, values: number[]) => {
        return { topic: "exact, time", row, column, unit: "ms", size: items, ...statisticsOf(values) };
      };
      const count = (column: string, of: typeof pairs) => {
        return { topic: "exact, counts", row, column, unit: `of ${seeds}`, ...statisticsOf([of.length]) };
      };
      return [
        time(
          names.search,
          pairs.map(({ found }) => found.milliseconds),
        ),
        time(
          names.highs,
          pairs.map(({ optimum }) => optimum.milliseconds),
        ),
        count(
          "lehr at the optimum",
          solved.filter(({ found, optimum }) => found.bins === optimum.bins),
        ),
        count(
          "proved by lehr's bound",
          pairs.filter(({ found }) => found.proven),
        ),
        count("proved by HiGHS", solved),
      ];
    }),
  );
}
