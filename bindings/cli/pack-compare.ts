import { formatDollars, formatDuration, grouped } from "../export/format.js";
import { boundText } from "../export/pack-chart.js";
import type { PreparedPacking } from "../pack/index.js";
import { type PackOptions, type PresetName, presets } from "../pack/options.js";
import { timed } from "./compare.js";
import { type ExitCode, exit } from "./failure.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

const columns: Column[] = [
  { title: "algorithm" },
  { title: "bins", align: "right" },
  { title: "" },
  { title: "cost", align: "right" },
  { title: "not placed", align: "right" },
  { title: "decided in", align: "right", optional: true },
];

/** A line for each algorithm, the best first: as many items placed as possible, then fewest bins, or least cost. */
export function comparePackings(prepared: PreparedPacking, options: PackOptions, terminal: Terminal): ExitCode {
  const algorithms = [...(Object.keys(presets) as PresetName[]), "local-search" as const];
  const results = algorithms.map((algorithm) => {
    terminal.progress(`${algorithm} …`);
    const { run, seconds } = timed(() =>
      prepared.run(algorithm === "local-search" ? { ...options, algorithm } : { algorithm }),
    );
    return { algorithm, packing: run.toPacking(), seconds };
  });
  terminal.progress("");
  results.sort(({ packing: a }, { packing: b }) => {
    const [bins, cost] = [a.binsUsed - b.binsUsed, a.cost - b.cost];
    const better = options.objective === "cost" ? cost || bins : bins || cost;
    return a.unplaced.length - b.unplaced.length || better;
  });
  const rows = results.map(({ algorithm, packing, seconds }) => [
    algorithm,
    grouped(packing.binsUsed),
    boundText(packing) ?? "",
    formatDollars(packing.cost),
    packing.unplaced.length === 0 ? "" : grouped(packing.unplaced.length),
    formatDuration(seconds),
  ]);
  terminal.print(`${table(columns, rows, terminal.width, terminal.colours).join("\n")}\n`);
  return results[0]!.packing.status === "complete" ? exit.ok : exit.no;
}
