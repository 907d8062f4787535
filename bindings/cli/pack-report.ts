/** A packing for a person: the answer first, the picture, then what is not placed and how full the bins are. */

import { counted, formatAmount, formatDollars, formatShare, grouped } from "../export/format.js";
import { boundText } from "../export/pack-chart.js";
import { packText } from "../export/pack-text.js";
import { displayable } from "../export/text.js";
import type { Packing, PackProblem } from "../pack/model.js";
import { type PackingStatistics, packingStatistics } from "../pack/statistics.js";
import { heading, more, mostRows } from "./report.js";
import { type Column, flow, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export function packReport(problem: PackProblem, packing: Packing, terminal: Terminal): string {
  const { width, colour } = terminal;
  const statistics = packingStatistics(problem, packing);
  const sections = [
    summary(packing, statistics, terminal),
    packText(problem, packing, { width, colour }).trimEnd().split("\n"),
    unplacedTable(packing, terminal),
    resourceTable(statistics, terminal),
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => `${section.join("\n")}\n`)
    .join("\n");
}

function summary(
  packing: Packing,
  { items, cost, fragmentation, gpus }: PackingStatistics,
  { colours, width }: Terminal,
): string[] {
  const { bold, green, red } = colours;
  const { status, binsUsed, run } = packing;
  const count = `${grouped(items.placed)} of ${counted(items.placed + items.unplaced, "item")} placed`;
  const bound = boundText(packing);
  const facts = [
    status === "complete" ? green(count) : red(count),
    `in ${bold(counted(binsUsed, "bin"))}${bound === undefined ? "" : ` (${bound})`}`,
    `cost ${bold(formatDollars(cost))}`,
    typeof run.algorithm === "string" ? run.algorithm : "a combination",
    ...("objective" in run && run.objective === "fragmentation" ? [`fragmentation ${formatShare(fragmentation)}`] : []),
  ];
  const lines = flow(facts, "   ", width);
  if (gpus !== undefined) {
    const { total, used, freeWhole, stranded } = gpus;
    const parts = [
      `GPUs: ${formatAmount(used)} of ${grouped(total)} held`,
      `${grouped(freeWhole)} free whole`,
      ...(stranded > 0 ? [`${formatAmount(stranded)} stranded`] : []),
    ];
    lines.push(...flow(parts, "   ", width));
  }
  return lines;
}

function unplacedTable({ unplaced }: Packing, terminal: Terminal): string[] {
  if (unplaced.length === 0) return [];
  const columns: Column[] = [{ title: "item", shrinksTo: 14 }, { title: "why", shrinksTo: 30 }, { title: "" }];
  const rows = unplaced.slice(0, mostRows).map(({ item, reason, proven }) => {
    return [displayable(item), displayable(reason), proven ? "proven" : ""];
  });
  return [
    terminal.colours.red(heading("Not placed", terminal)),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(unplaced.length, "item", "; --csv has all"),
  ];
}

function resourceTable({ resources }: PackingStatistics, terminal: Terminal): string[] {
  if (resources.length === 0) return [];
  const columns: Column[] = [
    { title: "resource", shrinksTo: 8 },
    { title: "of used bins", align: "right" },
    { title: "", align: "right" },
    { title: "of all bins", align: "right" },
    { title: "", align: "right" },
  ];
  const rows = resources.map(({ resource, used, all }) => [
    displayable(resource),
    ...[used, all].flatMap(({ held, capacity, share }) => [
      `${formatAmount(held)} of ${formatAmount(capacity)}`,
      formatShare(share),
    ]),
  ]);
  return [heading("Resources", terminal), ...table(columns, rows, terminal.width, terminal.colours)];
}
