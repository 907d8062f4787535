import { lineChart } from "../chart.js";
import { type Figure, Topic } from "../report/figures.js";
import { number, type Section, table, topicTable } from "../report/markdown.js";
import type { Measure } from "./best-known.js";
import { names } from "./names.js";

/** Name of a line: of whom is said unless it is lehr, of what unless it is the default objective. */
export function labelOf(row: string, contestant: string, measure: Measure): string {
  const promises = measure === "attainment" ? ", promises alone" : "";
  return `${row}${promises}${contestant === names.kernel ? "" : `: ${contestant}`}`;
}

export function sequenceSections(figures: readonly Figure[]): Section[] {
  const shares = new Topic(figures, "share of the best known value");
  return [
    {
      name: "shares",
      title: "Mean share of the best known value",
      body: topicTable(shares, ({ mean }) => share(mean)),
    },
    { name: "least", title: "Least share", body: topicTable(shares, ({ minimum }) => share(minimum)) },
    {
      name: "times",
      title: "Milliseconds that it took: median (minimum; p10–p90)",
      body: topicTable(new Topic(figures, "time of a search"), ({ median, minimum, p10, p90 }) => {
        return `${number(median)} (${number(minimum)}; ${number(p10)}–${number(p90)})`;
      }),
    },
    {
      name: "iterations",
      title: "Iterations in that time",
      body: topicTable(new Topic(figures, "iterations"), ({ median }) => `${median}`),
    },
    { name: "exchanges", title: "Exchanges of single requests", body: exchanges(figures) },
    {
      name: "exhaustive",
      title: "Up to 7 requests: as good as exhaustive search",
      body: topicTable(new Topic(figures, "exhaustive"), ({ median }) => `${median}`, { corner: "objective" }),
    },
    {
      name: "saturated",
      title: "Saturated mix of interactive and batch requests, against first come, first served",
      body: arrivals(new Topic(figures, "saturated")),
    },
  ];
}

export function sequenceCharts(figures: readonly Figure[]): Record<string, string> {
  const shares = new Topic(figures, "share of the best known value");
  const rows = shares.rows.filter((row) => {
    return row.startsWith("static") && !row.includes("promises alone") && !row.endsWith(names.reference);
  });
  const series = rows.map((row) => ({
    name: row.replace("static, ", "").replace(`: ${names.plain}`, ""),
    dashed: row.endsWith(names.plain),
    points: shares.of(row).map(({ column, mean }): [number, number] => [Number.parseFloat(column), mean]),
  }));
  const svg = lineChart({
    title: `Attainment per latency, share of the best known value (dashed: ${names.plain})`,
    x: { name: "milliseconds" },
    y: { name: "share", from: 0.88, to: 1 },
    series,
  });
  return { "sequence-quality.svg": svg };
}

function exchanges(figures: readonly Figure[]): string {
  const topic = new Topic(figures, "exchanges");
  return topicTable(topic, ({ median, minimum }) => {
    return `${number(median / 1e6)} million a second (${number(minimum / 1e6)} at least)`;
  });
}

function arrivals(topic: Topic): string {
  const lines = topic.rows.map((row) => {
    const [fcfs, anneal] = ["fcfs", "anneal"].map((column) => topic.at(row, column)!.median) as [number, number];
    return [row, number(fcfs), number(anneal), `${number(anneal / fcfs)}×`];
  });
  return table(["mean of 20 problems", "fcfs", "anneal", "anneal / fcfs"], lines);
}

function share(value: number): string {
  return value.toFixed(4);
}
