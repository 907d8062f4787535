/** `npm run bench -- place`: the HEFT kernel against its rivals, what the bindings add, start-up time and size. */
import { compileHeft } from "./limit/native.js";
import { type Effort, measure } from "./measure.js";
import type { BenchOptions } from "./options.js";
import { contestantsFor, names } from "./place/contestants.js";
import { type Row, rowsOf } from "./place/rows.js";
import { readKernels, sizesOf, startUp } from "./place/start-up.js";
import { number, ratio, type Statistics, statisticsOf, table } from "./report.js";

interface Result {
  row: Row;
  /** Milliseconds per instance, by contestant. */
  times: Map<string, Statistics>;
}

/** Returns all figures as plain data. */
export async function benchPlace({ quick, print }: BenchOptions): Promise<unknown> {
  const effort: Effort = quick ? { rounds: 2, milliseconds: 60 } : { rounds: 5, milliseconds: 250 };
  const bytes = readKernels();
  const c = compileHeft("-O3");
  const cNative = compileHeft("-O3", "-march=native");
  if (!c) print("There is no C compiler: the C columns are skipped.");
  const rivals = { module: new WebAssembly.Module(bytes), c, cNative };

  const results: Result[] = [];
  for (const row of rowsOf(quick)) {
    const samples = await measure(row.name, contestantsFor(row, rivals), effort);
    const times = new Map([...samples].map(([name, values]) => [name, statisticsOf(values)]));
    results.push({ row, times });
    print(timesOf({ row, times }));
  }
  c?.dispose();
  cNative?.dispose();

  const size = sizesOf(bytes);
  const start = startUp(quick ? 5 : 20);
  print(`## Against the kernel: medians (minima)\n\n${comparison(results)}`);
  if (!quick) print(`## Growth from 1,000 to 12,000 tasks\n\n${growth(results)}`);
  print(`## Start-up and size\n\n${startUpAndSize(start, size)}`);
  return {
    rows: results.map(({ row: { name, tasks, nodes }, times }) => ({
      name,
      tasks,
      nodes,
      milliseconds: Object.fromEntries(times),
    })),
    startUpMilliseconds: start,
    wasmBytes: size,
  };
}

function timesOf({ row, times }: Result): string {
  const kernel = times.get(names.kernel)!;
  const rows = [...times].map(([name, { minimum, median, p10, p90, samples }]) => [
    name,
    number(minimum),
    number(median),
    `${number(p10)}–${number(p90)}`,
    number((median * 1e6) / row.tasks),
    ratio(kernel.median, median),
    `${samples}`,
  ]);
  const head = ["milliseconds", "minimum", "median", "p10–p90", "ns per task", "× kernel", "samples"];
  return `### ${row.name}\n\n${table(head, rows)}`;
}

/** How many times the kernel's median, and minimum, the others take. */
function comparison(results: Result[]): string {
  const others = Object.values(names).filter((name) => name !== names.kernel);
  const rows = results.map(({ row, times }) => {
    const kernel = times.get(names.kernel)!;
    const ratios = others.map((name) => {
      const other = times.get(name);
      return other ? `${ratio(kernel.median, other.median)} (${ratio(kernel.minimum, other.minimum)})` : "–";
    });
    return [row.name, `${number(kernel.median)} (${number(kernel.minimum)})`, ...ratios];
  });
  return table(["", "kernel, ms", ...others], rows);
}

/** Time per task at 12,000 over time per task at 1,000, and what that makes of the time for ten times as many tasks. */
function growth(results: Result[]): string {
  const contestants = Object.values(names);
  const rows = results.flatMap((large) => {
    if (large.row.tasks !== 12_000) return [];
    const small = results.find(({ row }) => row.name === large.row.name.replace("12,000", "1,000"))!;
    const cells = contestants.map((name) => {
      const [from, to] = [small.times.get(name)?.median, large.times.get(name)?.median];
      if (from === undefined || to === undefined) return "–";
      const perTenfold = (to / from) ** (1 / Math.log10(12));
      return `${number(to / from / 12)} (${number(perTenfold)}×)`;
    });
    return [[small.row.name, ...cells]];
  });
  return table(["time per task (time per tenfold)", ...contestants], rows);
}

function startUpAndSize(start: Record<string, Statistics>, size: Record<string, number>): string {
  const times = Object.entries(start).map(([name, { minimum, median, p10, p90 }]) => [
    `${name}, ms`,
    number(minimum),
    number(median),
    `${number(p10)}–${number(p90)}`,
  ]);
  const sizes = Object.entries(size).map(([name, bytes]) => [`${name}, bytes`, `${bytes}`, "", ""]);
  return table(["", "minimum", "median", "p10–p90"], [...times, ...sizes]);
}
