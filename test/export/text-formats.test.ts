import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../bindings/errors.js";
import { csv } from "../../bindings/export/csv.js";
import { mermaidGantt } from "../../bindings/export/mermaid-gantt.js";
import { svgGantt } from "../../bindings/export/svg-gantt.js";
import { displayWidth } from "../../bindings/export/text.js";
import { textGantt } from "../../bindings/export/text-gantt.js";
import type { Placement, PlaceProblem } from "../../bindings/place/model.js";
import { placement, problem } from "../place/example.js";
import { hostileIds, hostilePlacement, hostileProblem } from "./hostile.js";

describe("CSV", () => {
  test("a line for each task, placed or not", () => {
    const [header, ...lines] = parseCsv(csv(problem, placement));
    expect(header).toEqual(["task", "stage", "class", "node", "start", "end", "deadline", "met", "unplaced"]);
    expect(lines).toHaveLength(problem.workflow.tasks.length);
    const { start, end, met } = placement.tasks.find(({ task }) => task === "train")!;
    expect(lines.find(([task]) => task === "train")).toEqual(
      ["train", "pretraining", "training", "h100", start, end, 18, met, ""].map(String),
    );
    const { reason } = placement.unplaced.find(({ task }) => task === "quantise")!;
    expect(lines.find(([task]) => task === "quantise")).toEqual(["quantise", "", "", "", "", "", "99", "", reason]);
  });

  test("no id is a formula, and all of them can be read back", () => {
    const ids = parseCsv(csv(hostileProblem, hostilePlacement))
      .slice(1)
      .map(([task]) => task!);
    for (const id of ids) expect(id).not.toMatch(/^[=+\-@\t\r\n]/);
    expect(ids.map((id) => id.replace(/^'(?=[=+\-@])/, ""))).toEqual(hostileIds);
  });
});

describe("Mermaid", () => {
  test("a section for each busy node, milestones and late tasks marked", () => {
    const text = mermaidGantt(problem, placement, { title: "Example" });
    const lines = text
      .trimEnd()
      .split("\n")
      .map((line) => line.trim());
    expect(lines.slice(0, 4)).toEqual([
      "gantt",
      "title \u2060Example",
      "dateFormat YYYY-MM-DDTHH:mm:ss.SSS",
      "axisFormat %M:%S",
    ]);
    expect(lines.filter((line) => line.startsWith("section"))).toEqual([
      "section \u2060cpu",
      "section \u2060h100",
      "section \u2060far",
    ]);
    const { start, end } = placement.tasks.find(({ task }) => task === "ingest")!;
    const moment = (seconds: number) => `2001-01-01T00:00:${seconds.toFixed(3).padStart(6, "0")}`;
    expect(text).toMatch(new RegExp(`ingest :t\\d+, ${moment(start)}, ${moment(end)}\n`));
    expect(text).toMatch(/mark :milestone, t\d+/);
    const late = placement.tasks.filter(({ met }) => met === false).map(({ task }) => task);
    expect(lines.filter((line) => line.includes(" :crit, ")).map((line) => line.slice(1).split(" ")[0])).toEqual(late);
  });

  test("hostile ids stay on their line and out of the syntax", () => {
    const lines = mermaidGantt(hostileProblem, hostilePlacement).trimEnd().split("\n").slice(4);
    expect(lines).toHaveLength(2 * hostileIds.length);
    for (const [index, line] of lines.entries()) {
      if (index % 2 === 0) expect(line).toMatch(/^ {4}section \u2060[^:;#%<>\p{Cc}]+$/u);
      else expect(line).toMatch(/^ {4}\u2060[^:;#%<>\p{Cc}]+ :t\d+, [\dT:.-]+, [\dT:.-]+$/u);
    }
  });
});

describe("options of charts", () => {
  const wrong: [string, () => string][] = [
    ["maxNode", () => textGantt(problem, placement, { maxNode: 3 } as object)],
    ["width", () => textGantt(problem, placement, { width: Number.NaN })],
    ["width", () => textGantt(problem, placement, { width: Infinity })],
    ["maxLanes", () => textGantt(problem, placement, { maxLanes: -1 })],
    ["colour", () => textGantt(problem, placement, { colour: "red" } as object)],
    ["height", () => svgGantt(problem, placement, { height: 100 } as object)],
    ["width", () => svgGantt(problem, placement, { width: Number.NaN })],
    ["width", () => svgGantt(problem, placement, { width: 0 })],
    ["titel", () => mermaidGantt(problem, placement, { titel: "x" } as object)],
    ["title", () => mermaidGantt(problem, placement, { title: 3 } as object)],
    ["options", () => mermaidGantt(problem, placement, null as unknown as object)],
  ];

  test.each(wrong)("%s is refused (%s)", (option, draw) => {
    expect(draw).toThrow(InvalidOptionsError);
    expect(draw).toThrow(`option "${option}" `);
  });

  test("what is undefined counts as not given; limits may be infinite", () => {
    expect(svgGantt(problem, placement, { width: undefined })).toBe(svgGantt(problem, placement));
    expect(textGantt(problem, placement, { maxRows: Infinity })).toBe(textGantt(problem, placement));
  });
});

describe("text chart", () => {
  const busy: PlaceProblem = {
    cluster: { nodes: [{ id: "one" }, { id: "two" }, { id: "three" }] },
    workflow: { tasks: ["prepare", "train", "tune", "blip", "rest"].map((id) => ({ id, work: 1 })) },
  };
  const tasks = [
    { task: "prepare", nodes: ["one"], start: 0, end: 1800 },
    { task: "train", nodes: ["two"], start: 1800, end: 3600 },
    { task: "tune", nodes: ["two"], start: 2700, end: 3600 },
    { task: "blip", nodes: ["one"], start: 1800, end: 1801 },
    { task: "rest", nodes: ["one"], start: 1801, end: 3600 },
  ];
  const chart: Placement = { ...placement, makespan: 3600, tasks, transfers: [], unplaced: [] };

  test("bars begin and end in the columns of their times", () => {
    expect(textGantt(busy, chart, { width: 48 })).toBe(
      [
        "       ╷0s                  ╷30m",
        "one  │ ▐prepare▆▆▆▆▆▆▆▆▆▆▆▆▆▆rest▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆",
        "two  │                      ▐train▆▆▆▆▆▆▆▆▆▆▆▆▆▆",
        "     │                                ▐tune▆▆▆▆▆",
        "idle │ three",
        "",
      ].join("\n"),
    );
  });

  test.each([{ colour: false }, { colour: true }])("no line is wider than asked for: %o", ({ colour }) => {
    for (const width of [40, 61, 100]) {
      for (const text of [
        textGantt(problem, placement, { width, colour }),
        textGantt(hostileProblem, hostilePlacement, { width, colour }),
      ]) {
        for (const line of plain(text).trimEnd().split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(width);
      }
    }
  });

  test("colour is escape sequences around the same bars, and absent unless asked for", () => {
    expect(textGantt(hostileProblem, hostilePlacement)).not.toMatch(/[^\n\P{Cc}]/u);
    expect(textGantt(problem, placement, { colour: true })).toContain("\u001B[0;38;5;16;48;5;209m");
  });

  test("many nodes and many lanes are counted", () => {
    const many: PlaceProblem = {
      cluster: { nodes: Array.from({ length: 9 }, (_, i) => ({ id: `n${i}` })) },
      workflow: { tasks: [] },
    };
    const crowd = Array.from({ length: 90 }, (_, i) => ({ task: `t${i}`, nodes: [`n${i % 9}`], start: 0, end: 1 }));
    const text = textGantt(many, { ...chart, tasks: crowd }, { maxRows: 4, maxLanes: 3 });
    expect(text.match(/… and 7 more tasks at once/g)).toHaveLength(4);
    expect(text).toContain("… and 5 more busy nodes");
  });
});

/** Without the escape sequences of colours. */
function plain(text: string): string {
  return text
    .split("\u001B")
    .map((part, index) => (index === 0 ? part : part.replace(/^\[[\d;]*m/, "")))
    .join("");
}

/** RFC 4180. */
function parseCsv(text: string): string[][] {
  const lines: string[][] = [[]];
  for (const [, quoted, bare, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)) {
    lines.at(-1)!.push(quoted?.replaceAll('""', '"') ?? bare!);
    if (end === "\r\n") lines.push([]);
  }
  return lines.slice(0, -1);
}
