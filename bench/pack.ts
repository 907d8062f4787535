/**
 * `npm run bench -- pack`: first fit decreasing and vector heuristics against rivals, how many instances a search solves
 * to the lower bound in how many milliseconds, small ones against an exact solver, the decisions on a stream of GPU pods,
 * and buffers in one address space.
 */
import { type Effort, measure } from "./measure.js";
import { firstFitRow, vectorRow } from "./pack/contestants.js";
import { exactFigures } from "./pack/exact.js";
import { memoryResults } from "./pack/memory.js";
import { isOurs } from "./pack/names.js";
import { againstPublished, atLowerBound } from "./pack/quality.js";
import { repackResults } from "./pack/repack.js";
import { packSections } from "./pack/sections.js";
import { streamResults } from "./pack/stream.js";
import { type Figure, statisticsOf } from "./report/figures.js";
import type { MeasureOptions, Suite } from "./suite.js";

export const packSuite: Suite = { measure: measurePack, sections: packSections };

/** Without the name of the suite. */
type PackFigure = Omit<Figure, "suite">;

const budgets = [1, 10, 100];
const vectorBudgets = [1, 5, 20, 50];

async function measurePack({ quick, note }: MeasureOptions): Promise<Figure[]> {
  const optional = <T>(what: string, figures: readonly T[] | undefined): readonly T[] => {
    if (!figures) note(`${what}: the data is not here, skipped.`);
    return figures ?? [];
  };
  const times = await timeFigures(quick);
  note("pack: lower bounds");
  const bounds = boundFigures(quick ? 20 : 100);
  note("pack: published vectors");
  const vectors = optional("Published vectors", vectorFigures(quick ? 9 : 1));
  note("pack: exact solver");
  const exact = await exactFigures(quick ? 2 : 10);
  note("pack: stream of pods");
  const stream = optional("Trace of GPU pods", streamFigures(quick ? 2 : 10));
  note("pack: buffers");
  const buffers = optional("Instances of MiniMalloc", bufferFigures(quick ? [200] : [1_000, 10_000]));
  note("pack: repack");
  const repack = repackFigures();
  return [times, bounds, vectors, exact, stream, buffers, repack]
    .flat()
    .map((figure) => ({ suite: "pack", ...figure }));
}

async function timeFigures(quick: boolean): Promise<PackFigure[]> {
  const effort: Effort = quick ? { rounds: 2, milliseconds: 60 } : { rounds: 5, milliseconds: 250 };
  const sizes = quick ? [100, 1_000, 10_000] : [100, 1_000, 10_000, 100_000];
  const rows = [
    ...sizes.map((items) => () => firstFitRow(items)),
    () => vectorRow(1_000, 3, "first-fit-decreasing"),
    () => vectorRow(1_000, 3, "dot-product"),
    () => vectorRow(501, 10, "dot-product"),
  ];
  const figures: PackFigure[] = [];
  for (const make of rows) {
    const { name, items, contestants } = make();
    for (const [column, times] of await measure(name, contestants, effort)) {
      const of = { topic: "time", row: name, column, unit: "ms", size: items, watched: isOurs(column) };
      figures.push({ ...of, ...statisticsOf(times) });
    }
  }
  return figures;
}

function boundFigures(instances: number): PackFigure[] {
  return atLowerBound(budgets, instances).flatMap(({ family, items, decreasing, atBound }) => {
    const solved = (column: string, count: number): PackFigure => {
      const row = `${family}, ${items} items`;
      return { topic: "lower bound", row, column, unit: `of ${instances}`, ...statisticsOf([count]) };
    };
    return [
      solved("first-fit-decreasing", decreasing),
      ...atBound.map((count, k) => solved(`${budgets[k]} ms`, count)),
    ];
  });
}

function vectorFigures(everyNth: number): PackFigure[] | undefined {
  const result = againstPublished(vectorBudgets, everyNth);
  if (!result) return undefined;
  const row = (name: string, bins: number): PackFigure => {
    return { topic: "published vectors", row: name, column: "bins", unit: "bins", ...statisticsOf([bins]) };
  };
  return [
    row(`best of all published heuristics, ${result.instances} instances`, result.published),
    ...result.bins.map((bins, k) => row(`${vectorBudgets[k]} ms`, bins)),
  ];
}

function streamFigures(seeds: number): PackFigure[] | undefined {
  return streamResults(seeds)?.flatMap(({ rule, allocated, whole, kernel }) => [
    { topic: "stream", row: rule, column: "GPUs allocated, %", unit: "%", ...statisticsOf(allocated) },
    { topic: "stream", row: rule, column: "packer.place", unit: "µs", watched: true, ...statisticsOf(whole) },
    { topic: "stream", row: rule, column: "kernel alone", unit: "µs", watched: true, ...statisticsOf(kernel) },
  ]);
}

function bufferFigures(budgets: readonly number[]): PackFigure[] | undefined {
  return memoryResults(budgets)?.flatMap(({ instance, overshoot: [simple, ...annealed], milliseconds }) => {
    const above = (column: string, percent: number): PackFigure => {
      return { topic: "buffers", row: instance, column, unit: "% above capacity", ...statisticsOf([percent]) };
    };
    return [
      above("best simple order", simple!),
      ...annealed.map((percent, k) => above(`annealing, ${budgets[k]! / 1000} s`, percent)),
      ...milliseconds.map((spent, k): PackFigure => {
        const column = `annealing, ${budgets[k]! / 1000} s`;
        return { topic: "buffers, time", row: instance, column, unit: "s", ...statisticsOf([spent / 1000]) };
      }),
    ];
  });
}

function repackFigures(): PackFigure[] {
  return repackResults().flatMap(({ name, items, goal, moves, freedBins, freedGpus, milliseconds }) => {
    const row = `${name}, ${items} items, goal ${goal}`;
    const figure = (column: string, unit: string, value: number): PackFigure => {
      return { topic: "repack", row, column, unit, ...statisticsOf([value]) };
    };
    return [
      figure("time", "ms", milliseconds),
      figure("moves", "moves", moves),
      figure("bins freed", "bins", freedBins),
      figure("GPUs freed", "GPUs", freedGpus),
    ];
  });
}
