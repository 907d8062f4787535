/**
 * `npm run bench -- pack`: first fit decreasing and vector heuristics against rivals, how many instances a search solves
 * to the lower bound in how many milliseconds, and the decisions on a stream of GPU pods.
 */
import { type Effort, measure } from "./measure.js";
import type { BenchOptions } from "./options.js";
import { firstFitRow, names, type Row, vectorRow } from "./pack/contestants.js";
import { type MemoryResult, memoryResults } from "./pack/memory.js";
import { againstPublished, atLowerBound } from "./pack/quality.js";
import { type StreamResult, streamResults } from "./pack/stream.js";
import { number, ratio, type Statistics, statisticsOf, table } from "./report.js";

const budgets = [1, 10, 100];
const vectorBudgets = [1, 5, 20, 50];

interface Timed {
  row: Row;
  /** Milliseconds per instance, by contestant. */
  times: Map<string, Statistics>;
}

/** Returns all figures as plain data. */
export async function benchPack({ quick, print }: BenchOptions): Promise<unknown> {
  const effort: Effort = quick ? { rounds: 2, milliseconds: 60 } : { rounds: 5, milliseconds: 250 };
  const sizes = quick ? [100, 1_000, 10_000] : [100, 1_000, 10_000, 100_000];
  const rows = [
    ...sizes.map(firstFitRow),
    vectorRow(1_000, 3, "first-fit-decreasing"),
    vectorRow(1_000, 3, "dot-product"),
    vectorRow(501, 10, "dot-product"),
  ];
  const timed: Timed[] = [];
  for (const row of rows) {
    const samples = await measure(row.name, row.contestants, effort);
    timed.push({ row, times: new Map([...samples].map(([name, values]) => [name, statisticsOf(values)])) });
    print(timesOf(timed.at(-1)!));
  }
  print(`## First fit decreasing: time per item, against ${sizes[0]} items\n\n${growth(timed)}`);

  const quality = atLowerBound(budgets, quick ? 20 : 100);
  const lines = quality.map(({ family, items, instances, decreasing, atBound }) => [
    `${family}, ${items} items`,
    `${decreasing} of ${instances}`,
    ...atBound.map((count) => `${count} of ${instances}`),
  ]);
  const head = ["", "first-fit-decreasing", ...budgets.map((budget) => `${budget} ms`)];
  print(`## Local search: instances solved to the lower bound\n\n${table(head, lines)}`);

  const published = againstPublished(vectorBudgets, quick ? 9 : 1);
  if (published) print(`## Local search: bins on published vectors\n\n${againstBest(published)}`);
  else print("The published vectors are not here: skipped.");
  const streams = streamResults(quick ? 2 : 10);
  if (streams) print(`## A stream of pods onto 1,213 GPU nodes\n\n${streamTable(streams)}`);
  else print("The trace of GPU pods is not here: skipped.");
  const memory = memoryResults(quick ? [200] : [1000, 10_000]);
  if (memory) print(`## Buffers above the capacity of MiniMalloc's instances\n\n${memoryTable(memory, quick)}`);
  else print("The instances of MiniMalloc are not here: skipped.");
  return {
    rows: timed.map(({ row: { name, items }, times }) => ({ name, items, milliseconds: Object.fromEntries(times) })),
    quality,
    published,
    streams,
    memory,
  };
}

function timesOf({ row, times }: Timed): string {
  const kernel = times.get(names.kernel)!;
  const lines = [...times].map(([name, { minimum, median, p10, p90, samples }]) => [
    name,
    number(minimum),
    number(median),
    `${number(p10)}–${number(p90)}`,
    number((median * 1e6) / row.items),
    ratio(kernel.median, median),
    `${samples}`,
  ]);
  const head = ["milliseconds", "minimum", "median", "p10–p90", "ns per item", "× kernel", "samples"];
  return `### ${row.name}\n\n${table(head, lines)}`;
}

function growth(timed: readonly Timed[]): string {
  const rows = timed.filter(({ row }) => row.name.startsWith("first-fit-decreasing") && !row.name.includes("of"));
  const perItem = ({ row, times }: Timed, name: string) => times.get(name)!.median / row.items;
  const contestants = [names.kernel, names.javascript];
  const lines = rows.map((timed) => [
    `${timed.row.items}`,
    ...contestants.map((name) => number(perItem(timed, name) / perItem(rows[0]!, name))),
  ]);
  return table(["items", ...contestants], lines);
}

function againstBest({ instances, published, bins }: NonNullable<ReturnType<typeof againstPublished>>): string {
  const lines = bins.map((count, k) => [
    `${vectorBudgets[k]} ms`,
    `${count}`,
    `${((100 * (count - published)) / published).toFixed(2)} %`,
  ]);
  lines.unshift([`best of all published heuristics, ${instances} instances`, `${published}`, ""]);
  return table(["", "bins", "difference"], lines);
}

function streamTable(streams: readonly StreamResult[]): string {
  const times = (samples: readonly number[]) => {
    const { minimum, median, p10, p90 } = statisticsOf(samples);
    return `${number(median)} (${number(minimum)}; ${number(p10)}–${number(p90)})`;
  };
  const lines = streams.map(({ rule, allocated, whole, kernel }) => {
    const mean = allocated.reduce((sum, value) => sum + value, 0) / allocated.length;
    const [least, most] = [Math.min(...allocated), Math.max(...allocated)];
    return [rule, `${mean.toFixed(2)} [${least.toFixed(2)}, ${most.toFixed(2)}]`, times(whole), times(kernel)];
  });
  const head = [
    "µs a pod: median (minimum; p10–p90)",
    "GPUs allocated, % [least, most]",
    "packer.place",
    "kernel alone",
  ];
  return table(head, lines);
}

function memoryTable(results: readonly MemoryResult[], quick: boolean): string {
  const percent = (value: number) => (value === 0 ? "fits" : `${value.toFixed(1)} %`);
  const lines = results.map(({ instance, overshoot, milliseconds }) => [
    instance,
    percent(overshoot[0]!),
    ...milliseconds.flatMap((spent, k) => [percent(overshoot[k + 1]!), number(spent / 1000)]),
  ]);
  const means = results[0]!.overshoot.map((_, k) => {
    return results.reduce((sum, { overshoot }) => sum + overshoot[k]!, 0) / results.length;
  });
  lines.push(["mean", percent(means[0]!), ...means.slice(1).flatMap((mean) => [percent(mean), ""])]);
  const budgets = quick ? ["0.2 s"] : ["1 s", "10 s"];
  return table(["", "best simple order", ...budgets.flatMap((budget) => [`annealing, ${budget}`, "took, s"])], lines);
}
