import { type Figure, Topic } from "../report/figures.js";
import { comparison, number, type Section, table, timesTable } from "../report/markdown.js";
import { names } from "./names.js";

export function placeSections(figures: readonly Figure[]): Section[] {
  const times = new Topic(figures, "time");
  return [
    { name: "comparison", title: "Against the kernel: medians (minima)", body: comparison(times, present(times)) },
    { name: "growth", title: "Growth from 1,000 to 12,000 tasks", body: growth(times) },
    { name: "start-up", title: "Start-up and size", body: startUpAndSize(figures) },
    ...times.rows.map((row) => ({ name: row, title: row, body: timesTable(times, row, names.kernel, "task") })),
  ];
}

/** Contestants that were there, the kernel first. */
function present(times: Topic): string[] {
  return Object.values(names).filter((name) => times.columns.includes(name));
}

/** Time per task at 12,000 over time per task at 1,000, and what that makes of the time for ten times as many tasks. */
function growth(times: Topic): string {
  const contestants = present(times);
  const pairs = times.rows.map((large) => ({ large, small: large.replace("12,000", "1,000") }));
  const lines = pairs.flatMap(({ large, small }) => {
    if (large === small || !times.rows.includes(small)) return [];
    const cells = contestants.map((name) => {
      const [from, to] = [times.at(small, name)?.median, times.at(large, name)?.median];
      if (from === undefined || to === undefined) return "–";
      const perTenfold = (to / from) ** (1 / Math.log10(12));
      return `${number(to / from / 12)} (${number(perTenfold)}×)`;
    });
    return [[small, ...cells]];
  });
  if (lines.length === 0) return "Not part of a quick run.";
  return table(["time per task (time per tenfold)", ...contestants], lines);
}

function startUpAndSize(figures: readonly Figure[]): string {
  const start = new Topic(figures, "start-up");
  const size = new Topic(figures, "size");
  const times = start.rows.map((row) => {
    const { minimum, median, p10, p90 } = start.of(row)[0]!;
    return [`${row}, ms`, number(minimum), number(median), `${number(p10)}–${number(p90)}`];
  });
  const sizes = size.rows.map((row) => [`${row}, bytes`, "", `${size.of(row)[0]!.median}`, ""]);
  return table(["", "minimum", "median", "p10–p90"], [...times, ...sizes]);
}
