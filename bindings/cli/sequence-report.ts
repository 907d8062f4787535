/** A sequence for a person: the answer first, the chart, then which promises are kept and where time and money go. */

import { counted, formatDollars, formatDuration, formatShare, grouped } from "../export/format.js";
import { promiseText } from "../export/sequence-chart.js";
import { displayable, truncate } from "../export/text.js";
import { sequenceTextGantt } from "../export/text-gantt.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import { type RequestGroupStatistics, type SequenceStatistics, sequenceStatistics } from "../sequence/statistics.js";
import { heading, more, mostRows } from "./report.js";
import { type Column, flow, table } from "./table.js";
import type { Terminal } from "./terminal.js";

export function sequenceReport(problem: SequenceProblem, sequence: Sequence, terminal: Terminal): string {
  const { width, colour } = terminal;
  const statistics = sequenceStatistics(problem, sequence);
  const chart = sequenceTextGantt(problem, sequence, { width, colour });
  const sections = [
    summary(problem, sequence, statistics, terminal),
    sequence.requests.length > 0 ? chart.trimEnd().split("\n") : [],
    groupTable("Classes", "class", statistics.classes, terminal),
    groupTable("Tenants", "tenant", statistics.tenants, terminal),
    missedTable(problem, sequence, terminal),
    unplacedTable(sequence, terminal),
    serverTable(statistics, terminal),
  ];
  return sections
    .filter((section) => section.length > 0)
    .map((section) => `${section.join("\n")}\n`)
    .join("\n");
}

function summary(
  { requests, servers }: SequenceProblem,
  { status, run }: Sequence,
  { served, attainment, latency, timeToFirstToken, cost, makespan, fairness }: SequenceStatistics,
  { colours, width }: Terminal,
): string[] {
  const { bold, green, red } = colours;
  const count = `${grouped(served)} of ${counted(requests.length, "request")} served`;
  const facts = [
    status === "complete" ? green(count) : red(count),
    `in ${bold(formatDuration(makespan))}`,
    `cost ${bold(formatDollars(cost.total))}`,
    counted(servers.length, "server"),
    run.algorithm,
  ];
  if (attainment.promised > 0) {
    facts.unshift(`${bold(`${grouped(attainment.kept)} of ${grouped(attainment.promised)}`)} promises kept`);
  }
  const lines = flow(facts, "   ", width);
  if (latency !== undefined && timeToFirstToken !== undefined) {
    const tail = ({ mean, p50, p99 }: typeof latency) => {
      return `mean ${formatDuration(mean)}, p50 ${formatDuration(p50)}, p99 ${formatDuration(p99)}`;
    };
    lines.push(...flow([`latency: ${tail(latency)}`, `first token: ${tail(timeToFirstToken)}`], "   ", width));
  }
  if (fairness?.maxOverMin !== undefined) {
    const ratio = fairness.maxOverMin.toFixed(2);
    lines.push(truncate(`while all tenants compete, one is served ${ratio}× as much as another at most`, width));
  }
  return lines;
}

/** Nothing where there are no groups to speak of. */
function groupTable(
  title: string,
  noun: string,
  groups: readonly RequestGroupStatistics[],
  terminal: Terminal,
): string[] {
  if (groups.every(({ name }) => name === undefined)) return [];
  const columns: Column[] = [
    { title: noun, shrinksTo: 8 },
    { title: "requests", align: "right" },
    { title: "kept", align: "right" },
    { title: "", align: "right" },
    { title: "mean latency", align: "right" },
    { title: "p50", align: "right", optional: true },
    { title: "p99", align: "right", optional: true },
  ];
  const rows = groups.slice(0, mostRows).map(({ name, requests, attainment, latency }) => {
    const { promised, kept } = attainment;
    return [
      name === undefined ? "none" : displayable(name),
      grouped(requests),
      promised === 0 ? "" : `${grouped(kept)} of ${grouped(promised)}`,
      promised === 0 ? "" : formatShare(kept / promised),
      ...[latency?.mean, latency?.p50, latency?.p99].map((time) => (time === undefined ? "" : formatDuration(time))),
    ];
  });
  return [
    heading(title, terminal),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(groups.length, noun),
  ];
}

function missedTable({ requests }: SequenceProblem, sequence: Sequence, terminal: Terminal): string[] {
  const requestOf = new Map(requests.map((request) => [request.id, request]));
  const missed = sequence.requests.filter(({ met }) => met === false);
  if (missed.length === 0) return [];
  const columns: Column[] = [
    { title: "request", shrinksTo: 14 },
    { title: "server", shrinksTo: 8 },
    { title: "waited", align: "right" },
    { title: "first token", align: "right", optional: true },
    { title: "end", align: "right" },
    { title: "promised", shrinksTo: 16 },
  ];
  const rows = missed.slice(0, mostMissed).map(({ request: id, server, start, firstToken, end }) => {
    const { arrival, slo } = requestOf.get(id)!;
    const times = [start, firstToken, end].map((moment) => formatDuration(moment - arrival));
    return [displayable(id), displayable(server), ...times, promiseText(slo!)];
  });
  return [
    `${terminal.colours.red(heading("Promises not kept", terminal))} (times since arrival)`,
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(missed.length, "request", "; --csv FILE has all", mostMissed),
  ];
}

/** Lines of the table of promises that are not kept. */
const mostMissed = 20;

function unplacedTable({ unplaced }: Sequence, terminal: Terminal): string[] {
  if (unplaced.length === 0) return [];
  const columns: Column[] = [
    { title: "request", shrinksTo: 14 },
    { title: "why", shrinksTo: 30 },
  ];
  const rows = unplaced.slice(0, mostRows).map(({ request, reason }) => [displayable(request), displayable(reason)]);
  return [
    terminal.colours.red(heading("Not placed", terminal)),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(unplaced.length, "request", "; --csv FILE has all"),
  ];
}

function serverTable({ servers }: SequenceStatistics, terminal: Terminal): string[] {
  const columns: Column[] = [
    { title: "server", shrinksTo: 8 },
    { title: "requests", align: "right" },
    { title: "batches", align: "right" },
    { title: "at once", align: "right", optional: true },
    { title: "busy", align: "right" },
    { title: "", align: "right" },
    { title: "cost", align: "right" },
  ];
  const rows = servers
    .slice(0, mostRows)
    .map(({ server, requests, batches, meanBatch, busy, utilisation, cost }) => [
      displayable(server),
      grouped(requests),
      grouped(batches),
      meanBatch.toFixed(1),
      formatDuration(busy),
      formatShare(utilisation),
      formatDollars(cost),
    ]);
  return [
    heading("Servers", terminal),
    ...table(columns, rows, terminal.width, terminal.colours),
    ...more(servers.length, "server"),
  ];
}
