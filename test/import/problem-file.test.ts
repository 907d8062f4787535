import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { readProblem } from "../../bindings/import/problem-file.js";

const cluster = "nodes:\n  - id: n\n    speed: 2\n";
const workflow = "tasks:\n  - id: a\n    work: 1min\n  - id: b\n    work: 1h\n    after: [{ task: a, data: 5GB }]\n";
const whole = `cluster:\n${indent(cluster)}workflow:\n${indent(workflow)}`;
const expected = {
  cluster: { nodes: [{ id: "n", speed: 2 }] },
  workflow: {
    tasks: [
      { id: "a", work: 60 },
      { id: "b", work: 3600, after: [{ task: "a", data: 5 }] },
    ],
  },
};

describe("problem files", () => {
  test("a problem in one file, as YAML or as JSON", () => {
    expect(read(whole)).toEqual(expected);
    expect(read(JSON.stringify(expected))).toEqual(expected);
  });

  test("a problem in two files, each a half or with a half in it", () => {
    expect(read(workflow, cluster)).toEqual(expected);
    expect(read(whole, cluster)).toEqual(expected);
    expect(read(workflow, whole)).toEqual(expected);
    expect(read(JSON.stringify(expected.workflow), JSON.stringify({ cluster: expected.cluster }))).toEqual(expected);
  });

  test("anchors, aliases and merge keys", () => {
    const text = [
      "cluster:",
      "  nodes:",
      "    - &n { id: n, speed: 2, labels: &l [x] }",
      "    - { <<: *n, id: m }",
      "    - { id: o, labels: *l }",
      "workflow: { tasks: [] }",
    ].join("\n");
    expect(read(text).cluster.nodes).toEqual([
      { id: "n", speed: 2, labels: ["x"] },
      { id: "m", speed: 2, labels: ["x"] },
      { id: "o", labels: ["x"] },
    ]);
  });

  test("WfFormat beside a cluster", () => {
    expect(read(JSON.stringify(wfFormat(["a"])), cluster).workflow).toEqual({ tasks: [{ id: "a", work: 1 }] });
  });
});

describe("problems in files", () => {
  test("have the line of the value, or of the nearest value around it", () => {
    const text = whole
      .replace("speed: 2", "speed: -2")
      .replace("1min", "soon")
      .replace("task: a,", "task: aa,")
      .replace("- id: b", "- id: b\n      nods: 1");
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^workflow:8: \/workflow\/tasks\/0\/work: expected a duration such as .* found "soon"$/),
      expect.stringMatching(/^workflow:4: \/cluster\/nodes\/0\/speed: /),
      expect.stringMatching(/^workflow:10: \/workflow\/tasks\/1\/nods: .*did you mean "nodes"/),
      expect.stringMatching(/^workflow:12: \/workflow\/tasks\/1\/after\/0: /),
    ]);
  });

  test("of two files are told apart", () => {
    expect(problemsOf(workflow.replace("1h", "x"), cluster.replace("2", "0"))).toEqual([
      expect.stringMatching(/^workflow:5: \/tasks\/1\/work: /),
      expect.stringMatching(/^cluster:3: \/nodes\/0\/speed: /),
    ]);
  });

  test("have lines in JSON too", () => {
    const text = JSON.stringify(expected, null, 2).replace('"work": 3600', '"work": -1');
    const line = text.split("\n").findIndex((content) => content.includes("-1")) + 1;
    expect(problemsOf(text)).toEqual([expect.stringMatching(`^workflow:${line}: /workflow/tasks/1/work: `)]);
  });

  test("have no lines in large JSON, where they would take too long to find", () => {
    const text = JSON.stringify({ ...expected, cluster: { nodes: [] }, x: 1 }).padEnd(2_000_001);
    expect(problemsOf(text)[0]).toMatch(/^workflow:undefined: /);
    expect(problemsOf(text.trimEnd())[0]).toMatch(/^workflow:1: /);
  });

  test("lead through aliases and merge keys as far as the file goes", () => {
    const text =
      "cluster:\n  nodes:\n    - { id: n, labels: &l\n        [1] }\n    - id: m\n      labels: *l\nworkflow: { tasks: [] }\n";
    expect(problemsOf(text)).toEqual([
      expect.stringMatching(/^workflow:4: \/cluster\/nodes\/0\/labels\/0: /),
      expect.stringMatching(/^workflow:4: \/cluster\/nodes\/1\/labels\/0: /),
    ]);
  });

  test.each([
    ["bad syntax", "a: [1,\nb: 2", 2, ""],
    ["a repeated key in YAML", "cluster: 1\nworkflow: 2\ncluster: 3", 3, "map keys must be unique"],
    ["a repeated key in JSON", '{\n"cluster": 1,\n"cluster": 2\n}', 3, "map keys must be unique"],
    ["a second document", "a: 1\n---\nb: 2", 2, "a second document begins here"],
    ["an unknown tag", "a: 1\nb: !secret x", 2, "unresolved tag: !secret"],
    ["deep nesting", `a: 1\nb: ${"[".repeat(100_000)}`, 2, "nested more than 100 levels deep"],
  ])("syntax: %s is refused with its line", (_, text, line, message) => {
    expect(problemsOf(text)[0]).toMatch(new RegExp(`^workflow:${line}: : ${message}`));
  });

  test("aliases that unfold without end are refused", () => {
    const levels = Array.from(
      { length: 12 },
      (_, i) => `l${i + 1}: &l${i + 1} [${Array(9).fill(`*l${i}`).join(", ")}]`,
    );
    expect(problemsOf(["l0: &l0 x", ...levels].join("\n"))[0]).toMatch(/alias/);
  });

  test("deeply nested JSON is refused, not followed", () => {
    const deep = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
    expect(problemsOf(`{ "cluster": ${deep}, "workflow": { "tasks": [] } }`)).toHaveLength(1);
  });

  test("in WfFormat lead into its file, before and after the import", () => {
    const missing = JSON.stringify(wfFormat(["a"]), null, 1).replace("runtimeInSeconds", "runtime");
    expect(problemsOf(missing, cluster)).toEqual([
      expect.stringMatching(/^workflow:\d+: \/workflow\/execution\/tasks\/0\/runtimeInSeconds: /),
    ]);
    const cycle = wfFormat(["a"]);
    cycle.workflow.specification.tasks[0] = { id: "a", parents: ["a"], children: ["a"] };
    expect(problemsOf(JSON.stringify(cycle), cluster)[0]).toMatch(/^workflow:1: \/workflow\/specification/);
  });

  test("a half that is missing is asked for", () => {
    expect(problemsOf(workflow)).toEqual([expect.stringMatching(/^workflow:1: : no cluster found/)]);
    expect(problemsOf(cluster)).toEqual([expect.stringMatching(/^workflow:1: : no workflow found/)]);
    expect(problemsOf(JSON.stringify(wfFormat(["a"])))).toEqual([expect.stringMatching(/no cluster found/)]);
    for (const text of ["", "42", "[]", "null"]) expect(problemsOf(text)).toHaveLength(2);
  });

  test("a field beside the two halves is refused", () => {
    expect(problemsOf(`${whole}clusters: []\n`)).toEqual([expect.stringMatching(/^workflow:12: \/clusters: /)]);
  });

  test("any text is read or refused, never anything else", () => {
    const yaml = fc.array(
      fc.constantFrom(
        "cluster:",
        " nodes:",
        " - id: a",
        "workflow:",
        "{",
        "}",
        "[",
        "&x",
        "*x",
        "<<: *x",
        "\t",
        "'",
        "---",
        "!t",
        "#",
      ),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string(),
          yaml.map((lines) => lines.join("\n")),
          fc.json(),
        ),
        (text) => {
          try {
            read(text);
          } catch (error) {
            expect(error).toBeInstanceOf(InvalidProblemError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

function wfFormat(ids: string[]) {
  const tasks = ids.map((id) => ({ id, parents: [] as string[], children: [] as string[] }));
  return {
    schemaVersion: "1.6",
    workflow: {
      specification: { tasks },
      execution: { tasks: ids.map((id) => ({ id, runtimeInSeconds: 1 })) },
    },
  };
}

function read(workflowText: string, clusterText?: string) {
  const workflowSource = { name: "workflow", text: workflowText };
  const clusterSource = clusterText === undefined ? workflowSource : { name: "cluster", text: clusterText };
  return readProblem({ workflow: workflowSource, cluster: clusterSource });
}

/** `file:line: pointer: message` */
function problemsOf(workflowText: string, clusterText?: string): string[] {
  try {
    read(workflowText, clusterText);
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    return error.problems.map((problem) => {
      const file = "file" in problem ? problem.file : "?";
      return `${file}:${problem.line}: ${problem.pointer}: ${problem.message}`;
    });
  }
  return [];
}

function indent(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}
