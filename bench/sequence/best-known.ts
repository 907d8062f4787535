import { readFileSync, writeFileSync } from "node:fs";

/** The measures that searches are compared by: value of the objective, greater is better. */
export const measures = ["attainment-per-latency", "attainment"] as const;
export type Measure = (typeof measures)[number];

/** The best value that any search, of whatever length, has found, by instance. */
export type BestKnown = Record<string, Record<Measure, number>>;

const file = new URL("best-known.json", import.meta.url);

export function readBestKnown(): BestKnown {
  return JSON.parse(readFileSync(file, "utf8")) as BestKnown;
}

/** Writes what is better than what is there; nothing gets worse. Returns how many values improved. */
export function improveBestKnown(found: BestKnown): number {
  const best = readBestKnown();
  let improved = 0;
  for (const [name, values] of Object.entries(found)) {
    best[name] ??= { "attainment-per-latency": 0, attainment: 0 };
    for (const measure of measures) {
      if (values[measure] <= best[name][measure]) continue;
      best[name][measure] = values[measure];
      improved++;
    }
  }
  const sorted = Object.fromEntries(Object.entries(best).sort(([a], [b]) => (a < b ? -1 : 1)));
  writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  return improved;
}
