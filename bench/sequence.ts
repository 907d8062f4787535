/**
 * `npm run bench -- sequence`: how good a sequence is after how many milliseconds, as a share of the best value that any
 * search has found; beside it a textbook annealer and the reference. Then small problems against exhaustive search, and a
 * saturated server against first come, first served.
 */
import { type Figure, statisticsOf } from "./report/figures.js";
import { type BestKnown, improveBestKnown, measures, readBestKnown } from "./sequence/best-known.js";
import { type Contestant, instancesOf, kernelOn, plainOn, referenceOn } from "./sequence/contestants.js";
import { againstExhaustive, againstFcfs, exchangesPerSecond } from "./sequence/proofs.js";
import { qualities } from "./sequence/quality.js";
import { type Row, rowsOf } from "./sequence/rows.js";
import { labelOf, sequenceCharts, sequenceSections } from "./sequence/sections.js";
import type { MeasureOptions, Suite } from "./suite.js";

export const sequenceSuite: Suite = {
  measure: async (options) => [...shares(options), ...proofs(options)],
  sections: sequenceSections,
  charts: sequenceCharts,
};

const budgets = [0.25, 0.5, 1, 2, 10];
const seeds = 3;
/** The reference takes seconds to warm up on more requests. */
const patience = 100;

/** Searches long for better values than the best known ones, and keeps them. Returns how many there are. */
export function improveSequence(quick: boolean): number {
  return improveBestKnown(longRuns(rowsOf(), quick));
}

function shares({ quick, note }: MeasureOptions): Figure[] {
  const best = readBestKnown();
  return rowsOf().flatMap((row) => {
    note(`sequence: ${row.name}`);
    return contestantsOf(row, quick).flatMap((contestant) => figuresOf(row, contestant, best));
  });
}

function contestantsOf(row: Row, quick: boolean): Contestant[] {
  const instances = instancesOf(row);
  const contestants = measures.map((measure) => kernelOn(instances, measure));
  if (row.plain) contestants.push(plainOn(instances));
  if (!quick && row.requests <= patience) contestants.push(referenceOn(instances, "attainment-per-latency"));
  return contestants;
}

/** Of every budget in which one iteration fits. */
function figuresOf(row: Row, contestant: Contestant, best: BestKnown): Figure[] {
  const { name, measure } = contestant;
  return qualities(contestant, budgets, seeds).flatMap((quality) => {
    if (!quality) return [];
    const { budget, iterations, milliseconds, values } = quality;
    const found = values.map((value, k) => value / (best[row.problems[k]!.name]?.[measure] ?? value));
    const of = { suite: "sequence", row: labelOf(row.name, name, measure), column: `${budget} ms`, size: row.requests };
    return [
      { ...of, topic: "share of the best known value", unit: "share", ...statisticsOf(found) },
      { ...of, topic: "time of a search", unit: "ms", ...milliseconds },
      { ...of, topic: "iterations", unit: "iterations", ...statisticsOf([iterations]) },
    ];
  });
}

function proofs({ quick, note }: MeasureOptions): Figure[] {
  note("sequence: exchanges, exhaustive search, first come first served");
  const exchanges = { topic: "exchanges", row: "100 requests, batch 8", column: "evaluated", unit: "per second" };
  const problems = quick ? 500 : 10_000;
  const exhaustive = againstExhaustive(problems).map(({ objective, equal }) => {
    const column = `equal, of ${problems}`;
    return { topic: "exhaustive", row: objective, column, unit: "problems", ...statisticsOf([equal]) };
  });
  const { attained, meanLatency } = againstFcfs(20);
  const against = (row: string, unit: string, means: { fcfs: number; anneal: number }) =>
    (["fcfs", "anneal"] as const).map((column) => {
      return { topic: "saturated", row, column, unit, ...statisticsOf([means[column]]) };
    });
  return [
    { ...exchanges, ...statisticsOf(exchangesPerSecond()) },
    ...exhaustive,
    ...against("promises kept, of 100", "requests", attained),
    ...against("mean latency, s", "s", meanLatency),
  ].map((figure) => ({ suite: "sequence", ...figure }));
}

/** Values of searches far longer than any that is measured. */
function longRuns(rows: Row[], quick: boolean): BestKnown {
  const schedules = quick ? [200_000] : [300_000, 1_500_000];
  const found: BestKnown = {};
  for (const row of rows) {
    const instances = instancesOf(row);
    for (const measure of measures) {
      kernelOn(instances, measure).runs.forEach((run, k) => {
        const values = schedules.flatMap((schedule) => [1, 2].map((seed) => run(schedule, seed)()));
        const { name } = row.problems[k]!;
        found[name] ??= { "attainment-per-latency": 0, attainment: 0 };
        found[name][measure] = Math.max(...values);
      });
    }
    console.error(`searched ${row.name}`);
  }
  return found;
}
