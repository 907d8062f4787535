import { formatDollars, formatDuration, grouped } from "../export/format.js";
import type { PreparedPlacement } from "../place/index.js";
import { type PlaceOptions, type PresetName, presets } from "../place/options.js";
import { type ExitCode, exit } from "./failure.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

const columns: Column[] = [
  { title: "algorithm" },
  { title: "makespan", align: "right" },
  { title: "to best", align: "right" },
  { title: "cost", align: "right" },
  { title: "not placed", align: "right" },
  { title: "decided in", align: "right", optional: true },
];

/**
 * A line for each algorithm, the best first: as many tasks placed as possible, then the shortest. Those that only choose
 * among the others have none.
 */
export function compare(prepared: PreparedPlacement, options: PlaceOptions, terminal: Terminal): ExitCode {
  const results = (Object.keys(presets) as PresetName[]).map((algorithm) => {
    terminal.progress(`${algorithm} …`);
    const { run, seconds } = timed(() => prepared.run({ ...options, algorithm }));
    const { makespan, cost, unplaced } = run.toPlacement();
    return { algorithm, makespan, cost, unplaced: unplaced.length, seconds };
  });
  terminal.progress("");
  results.sort((a, b) => a.unplaced - b.unplaced || a.makespan - b.makespan);
  const best = results[0]!;
  const rows = results.map(({ algorithm, makespan, cost, unplaced, seconds }) => [
    algorithm,
    formatDuration(makespan),
    unplaced === best.unplaced && best.makespan > 0 ? `${(makespan / best.makespan).toFixed(3)}×` : "–",
    formatDollars(cost),
    unplaced === 0 ? "–" : grouped(unplaced),
    formatDuration(seconds),
  ]);
  terminal.print(`${table(columns, rows, terminal.width, terminal.colours).join("\n")}\n`);
  return best.unplaced === 0 ? exit.ok : exit.no;
}

/** A short first run is mostly warming up, so the second one counts. */
export function timed<T>(decide: () => T): { run: T; seconds: number } {
  const first = timedOnce(decide);
  return first.seconds < 0.1 ? timedOnce(decide) : first;
}

function timedOnce<T>(decide: () => T): { run: T; seconds: number } {
  const begin = performance.now();
  const run = decide();
  return { run, seconds: (performance.now() - begin) / 1000 };
}
