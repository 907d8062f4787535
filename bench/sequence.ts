/**
 * `npm run bench -- sequence`: how good a sequence is after how many milliseconds, as a share of the best value that any
 * search has found; beside it a textbook annealer and the reference. Then small problems against exhaustive search, and a
 * saturated server against first come, first served.
 */

import { lineChart } from "./chart.js";
import type { BenchOptions } from "./options.js";
import { number, statisticsOf, table } from "./report.js";
import { type BestKnown, improveBestKnown, type Measure, measures, readBestKnown } from "./sequence/best-known.js";
import { type Contestant, instancesOf, kernelOn, names, plainOn, referenceOn } from "./sequence/contestants.js";
import { againstExhaustive, againstFcfs, exchangesPerSecond } from "./sequence/proofs.js";
import { type Quality, qualities } from "./sequence/quality.js";
import { type Row, rowsOf } from "./sequence/rows.js";

const budgets = [0.25, 0.5, 1, 2, 10];
const seeds = 3;
/** The reference takes seconds to warm up on more requests. */
const patience = 100;

/** What one contestant reached on one row. */
interface Result {
  row: string;
  contestant: string;
  measure: Measure;
  points: (Point | undefined)[];
}

interface Point {
  quality: Quality;
  /** Of the best known value: mean and least over the row's problems. */
  mean: number;
  least: number;
}

/** Returns all figures as plain data. */
export async function benchSequence({ quick, improve, print, draw }: BenchOptions): Promise<unknown> {
  const rows = rowsOf();
  if (improve) {
    const improved = improveBestKnown(longRuns(rows, quick));
    print(`${improved} best known values improved.`);
    return { improved };
  }
  const best = readBestKnown();
  const results = rows.flatMap((row) => {
    const ofRow = contestantsOf(row, quick).map((contestant) => resultOf(row, contestant, best));
    print(`### ${row.name}\n\n${tableOf(ofRow)}`);
    return ofRow;
  });
  print(`## Share of the best known value\n\n${summary(results)}`);
  draw(chartOf(results));

  const exchanges = statisticsOf(exchangesPerSecond());
  print(
    `## Exchanges at 100 requests, batch 8\n\n${number(exchanges.median / 1e6)} million evaluated per second (${number(exchanges.minimum / 1e6)} at least).`,
  );
  const exhaustive = againstExhaustive(quick ? 500 : 10_000);
  const lines = exhaustive.map(({ objective, problems, equal }) => [
    objective,
    `${problems}`,
    `${equal}`,
    `${((100 * equal) / problems).toFixed(2)} %`,
  ]);
  print(
    `## Up to 7 requests: as good as exhaustive search\n\n${table(["objective", "problems", "equal", "share"], lines)}`,
  );
  const fcfs = againstFcfs(20);
  print(`## Saturated mix of interactive and batch requests, against first come, first served\n\n${arrivals(fcfs)}`);
  return { results, exchanges, exhaustive, fcfs };
}

function contestantsOf(row: Row, quick: boolean): Contestant[] {
  const instances = instancesOf(row);
  const contestants = measures.map((measure) => kernelOn(instances, measure));
  if (row.plain) contestants.push(plainOn(instances));
  if (!quick && row.requests <= patience) contestants.push(referenceOn(instances, "attainment-per-latency"));
  return contestants;
}

function resultOf(row: Row, contestant: Contestant, best: BestKnown): Result {
  const { name, measure } = contestant;
  const points = qualities(contestant, budgets, seeds).map((quality) => {
    if (!quality) return undefined;
    const shares = quality.values.map((value, k) => value / (best[row.problems[k]!.name]?.[measure] ?? value));
    return { quality, mean: shares.reduce((sum, share) => sum + share) / shares.length, least: Math.min(...shares) };
  });
  return { row: row.name, contestant: name, measure, points };
}

function tableOf(results: Result[]): string {
  const lines = results.flatMap(({ contestant, measure, points }) =>
    points.flatMap((point, k) => {
      const title = `${contestant}, ${measure}`;
      if (!point) return [[title, `${budgets[k]}`, "–", "–", "–", "–", "–"]];
      const { iterations, milliseconds } = point.quality;
      return [
        [
          title,
          `${budgets[k]}`,
          `${number(milliseconds.median)} (${number(milliseconds.minimum)}–${number(milliseconds.p90)})`,
          `${iterations}`,
          number(iterations / milliseconds.median),
          share(point.mean),
          share(point.least),
        ],
      ];
    }),
  );
  const head = [
    "search",
    "budget, ms",
    "median (minimum–p90), ms",
    "iterations",
    "per ms",
    "mean share",
    "least share",
  ];
  return table(head, lines);
}

function summary(results: Result[]): string {
  const lines = results.map(({ row, contestant, measure, points }) => [
    `${row}: ${contestant}, ${measure}`,
    ...points.map((point) => (point ? share(point.mean) : "–")),
  ]);
  return table(["", ...budgets.map((budget) => `${budget} ms`)], lines);
}

function chartOf(results: Result[]): string {
  const series = results
    .filter(({ measure, contestant }) => measure === "attainment-per-latency" && contestant !== names.reference)
    .filter(({ row }) => row.startsWith("static"))
    .map(({ row, contestant, points }) => ({
      name: row.replace("static, ", ""),
      dashed: contestant !== names.kernel,
      points: points.flatMap((point, k): [number, number][] => (point ? [[budgets[k]!, point.mean]] : [])),
    }));
  return lineChart({
    title: `Attainment per latency, share of the best known value (dashed: ${names.plain})`,
    x: "milliseconds",
    y: { name: "share", from: 0.88, to: 1 },
    series,
  });
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

function arrivals({ attained, meanLatency }: ReturnType<typeof againstFcfs>): string {
  const lines = [
    [
      "promises kept, of 100",
      number(attained.fcfs),
      number(attained.anneal),
      `${number(attained.anneal / attained.fcfs)}×`,
    ],
    [
      "mean latency, s",
      number(meanLatency.fcfs),
      number(meanLatency.anneal),
      `${number(100 * (1 - meanLatency.anneal / meanLatency.fcfs))} % less`,
    ],
  ];
  return table(["mean of 20 problems", "fcfs", "anneal", ""], lines);
}

function share(value: number): string {
  return value.toFixed(4);
}
