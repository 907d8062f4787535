/** An allocation for a person: the answer first, the picture, then what lies too high. */

import { boundText, percent } from "../export/allocation-chart.js";
import { allocationText } from "../export/allocation-text.js";
import { counted, grouped } from "../export/format.js";
import { displayable } from "../export/text.js";
import type { Allocation, MemoryProblem } from "../pack/memory/model.js";
import type { MemoryAlgorithm } from "../pack/memory/options.js";
import { type AllocationStatistics, allocationStatistics } from "../pack/memory/statistics.js";
import { heading, more, mostRows } from "./report.js";
import { type Column, flow, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export function allocationReport(problem: MemoryProblem, allocation: Allocation, terminal: Terminal): string {
  const { width, colour } = terminal;
  const statistics = allocationStatistics(problem, allocation);
  const sections = [
    summary(allocation, statistics, terminal),
    allocationText(problem, allocation, { width, colour }).trimEnd().split("\n"),
    tooHighTable(problem, allocation, statistics, terminal),
  ];
  return sections
    .filter((section) => section.some((line) => line !== ""))
    .map((section) => `${section.join("\n")}\n`)
    .join("\n");
}

/** As `--algorithm` takes it. */
export function algorithmText(algorithm: MemoryAlgorithm): string {
  return typeof algorithm === "string" ? algorithm : `${algorithm.order}/${algorithm.choice}`;
}

function summary(
  allocation: Allocation,
  { height, capacity, lowerBound, overshoot, utilisation, tooHigh }: AllocationStatistics,
  { colours, width }: Terminal,
): string[] {
  const { bold, green, red } = colours;
  const buffers = counted(allocation.placed.length, "buffer");
  const above = `${grouped(tooHigh.length)} of ${buffers} above the capacity`;
  const facts = [
    overshoot === 0 ? green(`${buffers} allocated`) : red(above),
    `height ${bold(grouped(height))}`,
    overshoot === 0
      ? `${percent(height / capacity)} of the capacity of ${grouped(capacity)}`
      : red(`${percent(overshoot)} above the capacity of ${grouped(capacity)}`),
    algorithmText(allocation.run.algorithm),
  ];
  const bounds = [
    `lower bound ${grouped(lowerBound)} (${boundText(allocation)})`,
    `${percent(utilisation)} of height and time held`,
  ];
  return [...flow(facts, "   ", width), ...flow(bounds, "   ", width)];
}

function tooHighTable(
  { buffers }: MemoryProblem,
  { placed }: Allocation,
  { tooHigh }: AllocationStatistics,
  terminal: Terminal,
): string[] {
  if (tooHigh.length === 0) return [];
  const columns: Column[] = [
    { title: "buffer", shrinksTo: 14 },
    { title: "size", align: "right" },
    { title: "offset", align: "right" },
    { title: "end", align: "right" },
    { title: "alive from", align: "right", optional: true },
    { title: "until", align: "right", optional: true },
  ];
  const offsetOf = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  const bufferOf = new Map(buffers.map((buffer) => [buffer.id, buffer]));
  const rows = tooHigh.slice(0, mostRows).map((id) => {
    const { size, start, end } = bufferOf.get(id)!;
    const offset = offsetOf.get(id)!;
    return [displayable(id), ...[size, offset, offset + size, start, end].map(grouped)];
  });
  return [
    terminal.colours.red(heading("Above the capacity", terminal)),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(tooHigh.length, "buffer", "; --csv has all"),
  ];
}
