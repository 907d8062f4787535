import { lineChart } from "../chart.js";
import { type Figure, Topic } from "../report/figures.js";
import { number, type Section, table } from "../report/markdown.js";
import { exponentOf } from "./fit.js";

const topics = ["time, prepared", "time, whole", "memory"] as const;

export function scaleSections(figures: readonly Figure[]): Section[] {
  return [
    { name: "exponents", title: "Exponents: over all sizes (over the last decade)", body: exponents(figures) },
    ...topics.map((name) => {
      const topic = new Topic(figures, name);
      return { name: name.replace(", ", "-"), title: `${name}: minima`, body: minima(topic) };
    }),
  ];
}

export function scaleCharts(figures: readonly Figure[]): Record<string, string> {
  const seriesOf = (name: string, dashed: boolean, scale: number) => {
    const topic = new Topic(figures, name);
    return topic.rows.map((row) => ({
      name: row,
      dashed,
      points: pointsOf(topic, row).map(([x, y]): [number, number] => [x, y * scale]),
    }));
  };
  return {
    "scale-time.svg": lineChart({
      title: "Time of a prepared run (dashed: of a whole call)",
      x: { name: "tasks, nodes, requests or items" },
      y: { name: "milliseconds" },
      series: [...seriesOf("time, prepared", false, 1), ...seriesOf("time, whole", true, 1)],
    }),
    "scale-memory.svg": lineChart({
      title: "Memory of the kernel's arena in one call",
      x: { name: "tasks, nodes, requests or items" },
      y: { name: "kilobytes" },
      series: seriesOf("memory", false, 1e-3),
    }),
  };
}

/** Time and memory grow with this power of what grows. */
function exponents(figures: readonly Figure[]): string {
  const [first, ...others] = topics.map((name) => new Topic(figures, name)) as [Topic, ...Topic[]];
  const lines = first.rows.map((row) => {
    const points = pointsOf(first, row);
    const cells = [first, ...others].map((topic) => {
      const all = pointsOf(topic, row);
      const last = all.filter(([size]) => size * 10 >= all.at(-1)![0]);
      return `${exponentOf(all).toFixed(2)} (${exponentOf(last).toFixed(2)})`;
    });
    return [row, `${points[0]![0]}–${points.at(-1)![0]}`, ...cells];
  });
  return table(["", "sizes", "prepared run", "whole call", "memory"], lines);
}

/** A line for each point: every curve has sizes of its own. */
function minima(topic: Topic): string {
  const lines = topic.rows.flatMap((row) =>
    topic
      .of(row)
      .map(({ column, minimum, unit, size }) => [
        row,
        column,
        unit === "bytes" ? `${number(minimum / 1e3)} kB` : `${number(minimum)} ms`,
        unit === "bytes" ? `${number(minimum / size!)} B` : `${number((minimum * 1e6) / size!)} ns`,
      ]),
  );
  return table(["", "size", "minimum", "each"], lines);
}

/** Minima: where something else ran in between, a fit through medians would tell of that. */
function pointsOf(topic: Topic, row: string): [number, number][] {
  return topic.of(row).map(({ size, minimum }) => [size!, minimum]);
}
