import { boundText } from "../export/allocation-chart.js";
import { formatDuration, grouped } from "../export/format.js";
import type { Lehr } from "../index.js";
import type { MemoryProblem } from "../pack/memory/model.js";
import { bufferOrders, type MemoryOptions, placeChoices } from "../pack/memory/options.js";
import { algorithmText } from "./allocate-report.js";
import { timed } from "./compare.js";
import { type ExitCode, exit } from "./failure.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

const columns: Column[] = [
  { title: "algorithm" },
  { title: "height", align: "right" },
  { title: "" },
  { title: "decided in", align: "right", optional: true },
];

/** A line for each algorithm, the lowest first. */
export function compareAllocations(
  lehr: Lehr,
  problem: MemoryProblem,
  options: MemoryOptions,
  terminal: Terminal,
): ExitCode {
  const combinations = bufferOrders.flatMap((order) => placeChoices.map((choice) => ({ order, choice })));
  const results = [...combinations, "anneal" as const].map((algorithm) => {
    terminal.progress(`${algorithmText(algorithm)} …`);
    const all = algorithm === "anneal" ? { ...options, algorithm } : { algorithm };
    const { run, seconds } = timed(() => lehr.allocate(problem, all));
    return { algorithm, allocation: run, seconds };
  });
  terminal.progress("");
  results.sort((a, b) => a.allocation.height - b.allocation.height);
  const rows = results.map(({ algorithm, allocation, seconds }) => [
    algorithmText(algorithm),
    grouped(allocation.height),
    allocation.status === "complete" ? boundText(allocation) : `${boundText(allocation)}, does not fit`,
    formatDuration(seconds),
  ]);
  terminal.print(`${table(columns, rows, terminal.width, terminal.colours).join("\n")}\n`);
  return results[0]!.allocation.status === "complete" ? exit.ok : exit.no;
}
