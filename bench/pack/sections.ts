import { type Figure, Topic } from "../report/figures.js";
import { comparison, number, type Section, table, timesTable, topicTable } from "../report/markdown.js";
import { names } from "./names.js";

export function packSections(figures: readonly Figure[]): Section[] {
  const topic = (name: string) => new Topic(figures, name);
  const times = topic("time");
  return [
    { name: "comparison", title: "Against the kernel: medians (minima)", body: comparison(times, contestants(times)) },
    { name: "growth", title: "First fit decreasing: time per item, against the smallest", body: growth(times) },
    {
      name: "lower-bound",
      title: "Local search: instances solved to the lower bound",
      body: topicTable(topic("lower bound"), ({ median, unit }) => `${median} ${unit}`),
    },
    {
      name: "exact",
      title: "Small instances against an exact solver",
      body: exact(topic("exact, time"), topic("exact, counts")),
    },
    { name: "vectors", title: "Local search: bins on published vectors", body: vectors(topic("published vectors")) },
    { name: "stream", title: "A stream of pods onto 1,213 GPU nodes", body: stream(topic("stream")) },
    {
      name: "buffers",
      title: "Buffers above the capacity of MiniMalloc's instances",
      body: buffers(topic("buffers"), topic("buffers, time")),
    },
    // Reports from before it was measured have none.
    ...(topic("repack").rows.length > 0 ? [repack(topic("repack"))] : []),
    ...times.rows.map((row) => ({ name: row, title: row, body: timesTable(times, row, names.kernel, "item") })),
  ];
}

/** In the order of names, the kernel first. */
function contestants(times: Topic): string[] {
  return Object.values(names).filter((name) => times.columns.includes(name));
}

function growth(times: Topic): string {
  const rows = times.rows.filter((row) => row.startsWith("first-fit-decreasing") && !row.includes("of"));
  const columns = [names.kernel, names.javascript, names.package].filter((name) => times.columns.includes(name));
  const perItem = (row: string, name: string) => {
    const figure = times.at(row, name);
    return figure && figure.median / figure.size!;
  };
  const lines = rows.map((row) => [
    row.replace("first-fit-decreasing, ", ""),
    ...columns.map((name) => {
      const time = perItem(row, name);
      return time === undefined ? "–" : number(time / perItem(rows[0]!, name)!);
    }),
  ]);
  return table(["", ...columns], lines);
}

function exact(times: Topic, counts: Topic): string {
  const lines = times.rows.map((row) => [
    row,
    ...times.of(row).map(({ median, p10, p90 }) => `${number(median)} (${number(p10)}–${number(p90)})`),
    ...counts.of(row).map(({ median, unit }) => `${median} ${unit}`),
  ]);
  return table(["ms: median (p10–p90)", ...times.columns, ...counts.columns], lines);
}

function vectors(topic: Topic): string {
  const [published] = topic.rows.map((row) => topic.at(row, "bins")!.median);
  const lines = topic.rows.map((row, k) => {
    const { median } = topic.at(row, "bins")!;
    return [row, `${median}`, k === 0 ? "" : `${((100 * (median - published!)) / published!).toFixed(2)} %`];
  });
  return table(["", "bins", "difference"], lines);
}

function stream(topic: Topic): string {
  const [allocated, ...times] = topic.columns;
  const lines = topic.rows.map((row) => {
    const { mean, minimum } = topic.at(row, allocated!)!;
    return [
      row,
      `${mean.toFixed(2)} (${minimum.toFixed(2)})`,
      ...times.map((column) => {
        const { median, minimum, p10, p90 } = topic.at(row, column)!;
        return `${number(median)} (${number(minimum)}; ${number(p10)}–${number(p90)})`;
      }),
    ];
  });
  return table(["µs a pod: median (minimum; p10–p90)", "GPUs allocated, %: mean (least)", ...times], lines);
}

function buffers(overshoot: Topic, times: Topic): string {
  const percent = (value: number) => (value === 0 ? "fits" : `${value.toFixed(1)} %`);
  const lines = overshoot.rows.map((row) => [
    row,
    ...overshoot.of(row).map(({ column, median }) => {
      const time = times.at(row, column);
      return time ? `${percent(median)}, ${number(time.median)} s` : percent(median);
    }),
  ]);
  const means = overshoot.columns.map((column) => {
    const values = overshoot.rows.map((row) => overshoot.at(row, column)!.median);
    return percent(values.reduce((sum, value) => sum + value, 0) / values.length);
  });
  return table(["", ...overshoot.columns], [...lines, ["mean", ...means]]);
}

function repack(figures: Topic): Section {
  const body = topicTable(figures, ({ median, unit }) => (unit === "ms" ? `${number(median)} ms` : number(median)));
  return { name: "repack", title: "Moves that free bins or GPUs", body };
}
