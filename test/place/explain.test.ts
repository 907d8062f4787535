import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidResultError, LehrError } from "../../bindings/errors.js";
import { explainTask } from "../../bindings/place/explain.js";
import { placeVerb } from "../../bindings/place/index.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { placeReference } from "../../bindings/place/reference.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { placement, problem } from "./example.js";
import { settings as anySettings } from "./instances.js";

const { place } = placeVerb(placeReference);

test("a task that waited for its data", () => {
  expect(explainTask(problem, placement, "mirror")).toEqual({
    task: "mirror",
    placed: {
      node: "far",
      start: 6,
      end: 8,
      waitedFor: { for: "transfer", task: "ingest", data: 1, seconds: 1, until: 6 },
      idle: 0,
    },
    nodes: [
      { node: "cpu", possible: true, duration: 1, ready: 5, finish: 6 },
      { node: "h100", possible: true, duration: 2, ready: 6, finish: 8 },
      { node: "far", possible: true, duration: 2, ready: 6, finish: 8 },
    ],
    sentence:
      'Task "mirror" runs on node "far" from 6 to 8 s. It waited for 1 GB from task "ingest", 1 s on the way. ' +
      'Node "cpu", had it been free, could have ended it at 6 s.',
  });
});

test("nodes that become available late", () => {
  expect(explainTask(problem, placement, "ingest").nodes).toEqual([
    { node: "cpu", possible: true, duration: 4, ready: 1, finish: 5 },
    { node: "h100", possible: true, duration: 8, ready: 0, finish: 8 },
    { node: "far", possible: true, duration: 8, ready: 0, finish: 8 },
  ]);
});

test("nodes that cannot run a task, each with its reason", () => {
  const { nodes, sentence } = explainTask(problem, placement, "train");
  expect(nodes).toEqual([
    { node: "cpu", possible: false, reason: 'does not carry the label "ssd"' },
    { node: "h100", possible: true, duration: 10, ready: 7, finish: 17 },
    { node: "far", possible: false, reason: 'does not carry the label "ssd"' },
  ]);
  expect(sentence).toContain("No other node can run it.");
});

test("reasons other than labels", () => {
  const reasons = (task: string) =>
    explainTask(problem, placement, task).nodes.map((node) => (node.possible ? "" : node.reason));
  expect(reasons("serve")).toEqual([
    "is not named in the task's durations",
    "is not named in the task's durations",
    "",
  ]);
  expect(reasons("tune")).toEqual(['has no speed for the kind "gpu"', "", "has no capacity, and the task has needs"]);
});

test("a node that the data cannot reach", () => {
  const nodes = [{ id: "a", labels: ["x"] }, { id: "b" }];
  const tasks = [
    { id: "first", work: 1, requires: ["x"] },
    { id: "second", work: 1, after: [{ task: "first", data: 2 }] },
  ];
  const apart: PlaceProblem = { cluster: { nodes, network: {} }, workflow: { tasks } };
  expect(explainTask(apart, place(apart), "second").nodes).toEqual([
    { node: "a", possible: true, duration: 1, ready: 1, finish: 2 },
    { node: "b", possible: false, reason: 'has no link from node "a" for the data of task "first"' },
  ]);
});

test("tasks without a place", () => {
  const quantise = explainTask(problem, placement, "quantise");
  expect(quantise).not.toHaveProperty("placed");
  expect(quantise.unplaced).toEqual(placement.unplaced[0]);
  expect(quantise.sentence).toBe('Task "quantise" is not placed: no node carries the label tpu.');
  const { nodes } = explainTask(problem, placement, "publish");
  expect(nodes[0]).toEqual({
    node: "cpu",
    possible: false,
    reason: 'gets nothing from task "quantise", which is not placed',
  });
});

describe("sentences", () => {
  test.each([
    ["ingest", "It waited for its node to become available."],
    ["tune", "It waited for its release."],
    ["mark", 'It waited for the end of task "tune".'],
    ["evaluate", 'It waited for 4 GB from task "train", 3 s on the way.'],
    ["mark", "No other node could have ended it before 13 s."],
  ])("%s: %s", (task, sentence) => {
    expect(explainTask(problem, placement, task).sentence).toContain(sentence);
  });

  test("room and idle time", () => {
    const tasks = [
      { id: "a", work: 2 },
      { id: "b", work: 1 },
    ];
    const queue: PlaceProblem = { cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } };
    const late = place(queue);
    Object.assign(late.tasks[1]!, { start: 5, end: 6 });
    expect(explainTask(queue, { ...late, makespan: 6 }, "a").sentence).toContain("It waited for nothing.");
    expect(explainTask(queue, { ...late, makespan: 6 }, "b").sentence).toContain(
      'It waited for room on its node, until task "a" ended, then 3 s for no reason that the problem gives.',
    );
  });
});

test("no such task", () => {
  const explain = () => explainTask(problem, placement, "trian");
  expect(explain).toThrow(LehrError);
  expect(explain).toThrow('the problem has no task "trian"; did you mean "train"?');
});

test("no such placement", () => {
  expect(() => explainTask(problem, { ...placement, cost: 0 }, "train")).toThrow(InvalidResultError);
});

test("no task of any placement starts before its node is ready or ends before its bound", () => {
  fc.assert(
    fc.property(placeProblems(), anySettings(), fc.nat(), (problem, { combination, ...options }, index) => {
      const { tasks } = problem.workflow;
      fc.pre(tasks.length > 0);
      const placement = place(problem, { algorithm: combination, ...options });
      const { placed, unplaced, nodes } = explainTask(problem, placement, tasks[index % tasks.length]!.id);
      expect(nodes).toHaveLength(problem.cluster.nodes.length);
      expect((placed === undefined) === (unplaced === undefined)).toBe(false);
      if (placed === undefined) return;
      const own = nodes.find(({ node }) => node === placed.node)!;
      if (!own.possible) throw new Error(own.reason);
      const tolerance = 1e-9 * placement.makespan;
      expect(placed.start).toBeGreaterThanOrEqual(own.ready - tolerance);
      expect(placed.end).toBeGreaterThanOrEqual(own.finish - tolerance);
    }),
  );
});
