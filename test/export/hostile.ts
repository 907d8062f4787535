import type { Placement, PlaceProblem } from "../../bindings/place/model.js";

/** What begins a statement of a Mermaid Gantt chart, in upper or lower case. */
const mermaidKeywords = [
  ...["gantt", "title", "call", "href", "excludes", "includes", "weekday", "weekend", "topAxis", "dateFormat"],
  ...["axisFormat", "tickInterval", "todayMarker", "accTitle", "accDescr", "inclusiveEndDates"],
];

/** Ids that mean something to a shell, a terminal, a spreadsheet, XML, JSON, Mermaid or JavaScript. */
export const hostileIds = [
  '</text><script>alert("x")</script>',
  "a & b < c > 'd'",
  "]]>",
  '=HYPERLINK("http://example.org","x")',
  "+1",
  "@sum",
  "-2",
  "two\nlines",
  "carriage\r\nreturn, and comma",
  'quoted "name"',
  "\u001B[31mred\u001B[0m\u0007",
  "bidi \u202Eabc",
  "lone \uD800 surrogate",
  "nul \u0000 \uFFFE",
  "a: b; c # d % e, crit",
  "__proto__",
  "名前 🚀",
  "2024-01-01",
  "click t1 call alert()",
  "Section 2",
  ...mermaidKeywords,
  "x".repeat(300),
];

/** Every hostile id as a task on a node of the same id, and data handed from each to the next. */
export const hostileProblem: PlaceProblem = {
  cluster: { nodes: hostileIds.map((id) => ({ id })) },
  workflow: {
    tasks: hostileIds.map((id, index) => ({
      id,
      work: 10,
      after: index === 0 ? [] : [{ task: hostileIds[index - 1]!, data: 1 }],
    })),
  },
};

export const hostilePlacement: Placement = {
  status: "complete",
  makespan: 10 * hostileIds.length,
  cost: 0,
  tasks: hostileIds.map((id, index) => ({ task: id, nodes: [id], start: 10 * index, end: 10 * index + 10 })),
  transfers: hostileIds.slice(1).map((id, index) => ({
    from: hostileIds[index]!,
    to: id,
    source: hostileIds[index]!,
    target: id,
    data: 1,
    start: 10 * index + 10,
    end: 10 * index + 10,
    cost: 0,
  })),
  unplaced: [],
  run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
};
