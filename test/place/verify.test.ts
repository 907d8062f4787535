import { describe, expect, test } from "vitest";
import type { Placement, PlaceProblem, Task } from "../../bindings/place/model.js";
import { type PlacementViolationCode, verifyPlacement } from "../../bindings/place/verify.js";
import { placement, problem } from "./example.js";

type Found = [code: PlacementViolationCode, path: string];

/** Codes and paths of what is wrong once `change` has been made to the good placement. */
function violationsAfter(change: (placement: Placement) => void, of = placement, on = problem): Found[] {
  const changed = structuredClone(of);
  change(changed);
  return verifyPlacement(on, changed).map(({ code, path }): Found => [code, path]);
}

const ingest = 0;
const train = 1;
const tune = 2;
const mark = 3;
const evaluate = 4;
const report = 6;
const mirror = 7;

test("one task far away does not make the overlap of others look small", () => {
  const three: PlaceProblem = {
    cluster: { nodes: [{ id: "a" }, { id: "b" }] },
    workflow: {
      tasks: [
        { id: "x", work: 1000 },
        { id: "y", work: 1000 },
        { id: "z", work: 1 },
      ],
    },
  };
  const far: Placement = {
    status: "complete",
    makespan: 1e13 + 1,
    cost: 0,
    tasks: [
      { task: "x", nodes: ["a"], start: -5000, end: 1 },
      { task: "y", nodes: ["a"], start: 0, end: 1000 },
      { task: "z", nodes: ["b"], start: 1e13, end: 1e13 + 1 },
    ],
    transfers: [],
    unplaced: [],
    run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
  };
  expect(violationsAfter(() => {}, far, three).map(([code]) => code)).toEqual([
    "wrong-duration",
    "before-release",
    "before-node-available",
    "over-capacity",
  ]);
});

describe("a proof through a predecessor", () => {
  const chain = (properties: Partial<Task> = {}) => ({
    cluster: { nodes: [{ id: "n" }] },
    workflow: { tasks: [{ id: "first", work: 1 } as Task, { id: "then", work: 1, after: ["first"], ...properties }] },
  });
  const unplaced = (proven: boolean): Placement => ({
    status: "partial",
    makespan: 0,
    cost: 0,
    tasks: [],
    transfers: [],
    unplaced: [
      { task: "first", reason: "?", proven },
      { task: "then", reason: "it comes after first", proven: true },
    ],
    run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
  });

  test("needs one that is proven itself", () => {
    expect(violationsAfter(() => {}, unplaced(false), chain())).toEqual([["wrong-proof", "/unplaced/1/proven"]]);
  });

  test("is not needed where no node can run the task", () => {
    expect(violationsAfter(() => {}, unplaced(false), chain({ requires: ["tpu"] }))).toEqual([]);
  });

  test("is not needed where no link leads from the one's nodes to the other's", () => {
    const apart = chain({ work: undefined, durations: { m: 1 }, after: [{ task: "first", data: 1 }] });
    const [first, then] = apart.workflow.tasks as [Task, Task];
    const tasks = [{ ...first, work: undefined, durations: { n: 1 } }, then];
    const nodes = [{ id: "n" }, { id: "m" }];
    const unlinked = { cluster: { nodes, network: {} }, workflow: { tasks } };
    expect(violationsAfter(() => {}, unplaced(false), unlinked)).toEqual([]);
    const linked = { ...unlinked, cluster: { nodes, network: { world: { bandwidth: 1 } } } };
    expect(violationsAfter(() => {}, unplaced(false), linked)).toEqual([["wrong-proof", "/unplaced/1/proven"]]);
  });

  test("holds where the predecessor could not run anywhere", () => {
    const never = chain();
    never.workflow.tasks[0] = { id: "first", work: 1, requires: ["tpu"] };
    expect(violationsAfter(() => {}, unplaced(true), never)).toEqual([]);
  });
});

describe("a placement that holds", () => {
  test("with everything that a placement can have", () => {
    expect(verifyPlacement(problem, placement)).toEqual([]);
  });

  test("in any order, found anyhow", () => {
    const shuffled = {
      ...placement,
      tasks: placement.tasks.toReversed(),
      transfers: placement.transfers.toReversed(),
      unplaced: placement.unplaced.toReversed(),
    };
    const { run, ...unexplained } = shuffled;
    expect(verifyPlacement(problem, unexplained)).toEqual([]);
  });

  test("of no tasks", () => {
    const nothing: PlaceProblem = { cluster: { nodes: [{ id: "n" }] }, workflow: { tasks: [] } };
    const empty = { status: "complete", makespan: 0, cost: 0, tasks: [], transfers: [], unplaced: [] };
    expect(verifyPlacement(nothing, empty)).toEqual([]);
  });

  test("without a network: data moves in no time and is listed, order alone is not", () => {
    const free: PlaceProblem = {
      cluster: { nodes: [{ id: "n" }, { id: "m" }] },
      workflow: {
        tasks: [
          { id: "a", work: 1 },
          { id: "b", work: 1, after: [{ task: "a", data: 5 }] },
          { id: "c", work: 1, after: ["a"] },
        ],
      },
    };
    const placed: Placement = {
      status: "complete",
      makespan: 2,
      cost: 0,
      tasks: [
        { task: "a", nodes: ["n"], start: 0, end: 1 },
        { task: "b", nodes: ["m"], start: 1, end: 2 },
        { task: "c", nodes: ["n"], start: 1, end: 2 },
      ],
      transfers: [{ from: "a", to: "b", source: "n", target: "m", data: 5, start: 1, end: 1, cost: 0 }],
      unplaced: [],
      run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
    };
    expect(verifyPlacement(free, placed)).toEqual([]);
    const late = violationsAfter(
      (placement) => Object.assign(placement.tasks[2]!, { start: 0.5, end: 1.5 }),
      placed,
      free,
    );
    expect(late).toContainEqual(["late-data", "/tasks/2/start"]);
  });

  test("on thousands of nodes with dozens of speeds each", () => {
    const speed = Object.fromEntries(Array.from({ length: 50 }, (_, kind) => [`kind${kind}`, 1]));
    const nodes = Array.from({ length: 4000 }, (_, index) => ({ id: `n${index}`, speed }));
    const large = { cluster: { nodes }, workflow: { tasks: [{ id: "a", work: 1, kind: "kind0" }] } };
    const tasks = [{ task: "a", nodes: ["n0"], start: 0, end: 1 }];
    const placed = { status: "complete", makespan: 1, cost: 0, tasks, transfers: [], unplaced: [] };
    expect(verifyPlacement(large, placed)).toEqual([]);
  });

  test("with times and amounts off by less than the tolerance", () => {
    const found = violationsAfter((placement) => {
      placement.tasks[train]!.start -= 1e-9;
      placement.tasks[report]!.end += 1e-9;
      placement.makespan -= 1e-9;
      placement.cost *= 1 + 1e-10;
      placement.transfers[0]!.data *= 1 + 1e-10;
    });
    expect(found).toEqual([]);
  });
});

interface Corruption {
  what: string;
  change: (placement: Placement) => unknown;
  /** Where its own code is reported. */
  paths: string[];
  /** Other codes that it cannot but entail. */
  entails?: PlacementViolationCode[];
  problem?: PlaceProblem;
}

const corruptions: Record<PlacementViolationCode, Corruption[]> = {
  malformed: [
    { what: "null", change: (placement) => Object.assign(placement, { tasks: null }), paths: ["/tasks"] },
    { what: "no cost", change: (placement) => Reflect.deleteProperty(placement, "cost"), paths: ["/cost"] },
    {
      what: "text for a number",
      change: ({ tasks }) => Object.assign(tasks[2]!, { end: "13" }),
      paths: ["/tasks/2/end"],
    },
    { what: "NaN", change: (placement) => (placement.makespan = Number.NaN), paths: ["/makespan"] },
    { what: "infinite", change: ({ transfers }) => (transfers[1]!.end = Infinity), paths: ["/transfers/1/end"] },
    {
      what: "unknown field",
      change: ({ tasks }) => Object.assign(tasks[0]!, { "a/b~c": 1 }),
      paths: ["/tasks/0/a~1b~0c"],
    },
    {
      what: "node that is no text",
      change: ({ tasks }) => Object.assign(tasks[0]!.nodes, [7]),
      paths: ["/tasks/0/nodes"],
    },
    { what: "other status", change: (placement) => Object.assign(placement, { status: "done" }), paths: ["/status"] },
    { what: "list for an object", change: ({ unplaced }) => Object.assign(unplaced, [[]]), paths: ["/unplaced/0"] },
    { what: "hole in a list", change: ({ unplaced }) => (unplaced.length = 3), paths: ["/unplaced/2"] },
    {
      what: "several at once",
      change: ({ tasks }) => tasks.splice(0, 2, {} as never),
      paths: ["/tasks/0/task", "/tasks/0/nodes", "/tasks/0/start", "/tasks/0/end"],
    },
  ],
  "unknown-task": [
    {
      what: "placed",
      change: ({ tasks }) => (tasks[mark]!.task = "marks"),
      paths: ["/tasks/3/task"],
      entails: ["missing-task"],
    },
    {
      what: "unplaced",
      change: ({ unplaced }) => unplaced.push({ task: "none", reason: "?", proven: true }),
      paths: ["/unplaced/2/task"],
    },
  ],
  "duplicate-task": [
    { what: "placed twice", change: ({ tasks }) => tasks.push({ ...tasks[train]! }), paths: ["/tasks/8/task"] },
    {
      what: "placed and unplaced",
      change: ({ unplaced }) => unplaced.push({ task: "mark", reason: "?", proven: true }),
      paths: ["/unplaced/2/task"],
    },
    { what: "unplaced twice", change: ({ unplaced }) => unplaced.push(unplaced[0]!), paths: ["/unplaced/2/task"] },
  ],
  "missing-task": [
    { what: "not placed", change: ({ tasks }) => tasks.splice(mark, 1), paths: ["/tasks"] },
    { what: "not unplaced", change: ({ unplaced }) => unplaced.pop(), paths: ["/tasks"] },
  ],
  "node-count": [
    { what: "none", change: ({ tasks }) => (tasks[mark]!.nodes = []), paths: ["/tasks/3/nodes"] },
    { what: "two", change: ({ tasks }) => tasks[mark]!.nodes.push("far"), paths: ["/tasks/3/nodes"] },
  ],
  "unknown-node": [
    { what: "a name", change: ({ tasks }) => (tasks[mark]!.nodes = ["moon"]), paths: ["/tasks/3/nodes/0"] },
    { what: "of a predecessor", change: ({ tasks }) => (tasks[tune]!.nodes = ["moon"]), paths: ["/tasks/2/nodes/0"] },
    { what: "__proto__", change: ({ tasks }) => (tasks[mark]!.nodes = ["__proto__"]), paths: ["/tasks/3/nodes/0"] },
  ],
  "ineligible-node": [
    { what: "no such label", ...unfitMark({ requires: ["nvme"] }) },
    { what: "no such device", ...unfitMark({ requires: ["gpu:A100"] }) },
    { what: "no speed for the kind", ...unfitMark({ kind: "tpu" }) },
    { what: "not in the durations", ...unfitMark({ work: undefined, durations: { cpu: 0 } }) },
    { what: "too small", ...unfitMark({ needs: { cpu: 9 } }) },
    { what: "too few devices", ...unfitMark({ needs: { gpu: 5 } }) },
    { what: "without the resource", ...unfitMark({ needs: { memory: 1 } }) },
    {
      what: "needs on a node without capacity",
      change: ({ tasks }) => (tasks[mark]!.nodes = ["far"]),
      problem: withTask("mark", { needs: { cpu: 1 } }),
      paths: ["/tasks/3/nodes/0"],
    },
  ],
  "wrong-duration": [
    { what: "longer", change: ({ tasks }) => (tasks[mirror]!.end = 8.5), paths: ["/tasks/7/end"] },
    { what: "shorter", change: ({ tasks }) => (tasks[mirror]!.end = 7.5), paths: ["/tasks/7/end"] },
    { what: "ends before it starts", change: ({ tasks }) => (tasks[mirror]!.end = 5), paths: ["/tasks/7/end"] },
    { what: "starts later", change: ({ tasks }) => (tasks[mirror]!.start = 6.5), paths: ["/tasks/7/end"] },
  ],
  "before-release": [{ what: "shifted", change: move(tune, 7.5, 12.5), paths: ["/tasks/2/start"] }],
  "before-node-available": [
    { what: "shifted", change: move(ingest, 0.5, 4.5), paths: ["/tasks/0/start"], entails: ["wrong-transfer"] },
  ],
  "predecessor-missing": [
    {
      what: "its predecessor given up",
      change: ({ tasks, unplaced }) => {
        tasks.splice(tune, 1);
        unplaced.push({ task: "tune", reason: "?", proven: false });
      },
      paths: ["/tasks/2/task"],
    },
  ],
  "late-data": [
    { what: "transfer under way", change: move(mirror, 5.5, 7.5), paths: ["/tasks/7/start"] },
    { what: "local disk", change: move(evaluate, 19, 21), paths: ["/tasks/4/start"] },
    { what: "order alone", change: move(mark, 12.5, 12.5), paths: ["/tasks/3/start"] },
  ],
  "no-link": [
    {
      what: "level that nothing coarser stands in for",
      change: () => {},
      problem: {
        ...problem,
        cluster: { ...problem.cluster, network: { ...problem.cluster.network, world: undefined } },
      },
      paths: ["/tasks/5/nodes/0"],
      entails: ["extra-transfer", "wrong-cost"],
    },
  ],
  "over-capacity": [
    { what: "exclusive node", change: move(mirror, 26, 28), paths: ["/tasks/7/start"] },
    {
      what: "devices of a shared node",
      change: (placement) => {
        move(tune, 19, 24)(placement);
        move(mark, 24, 24)(placement);
      },
      paths: ["/tasks/4/start"],
      entails: ["wrong-cost"],
    },
  ],
  "wrong-deadline": [
    { what: "kept, not missed", change: ({ tasks }) => (tasks[train]!.met = false), paths: ["/tasks/1/met"] },
    { what: "missed, not kept", change: ({ tasks }) => (tasks[evaluate]!.met = true), paths: ["/tasks/4/met"] },
    { what: "not said", change: ({ tasks }) => delete tasks[train]!.met, paths: ["/tasks/1/met"] },
    { what: "without a deadline", change: ({ tasks }) => (tasks[mark]!.met = true), paths: ["/tasks/3/met"] },
  ],
  "wrong-transfer": [
    { what: "source", change: ({ transfers }) => (transfers[0]!.source = "far"), paths: ["/transfers/0/source"] },
    { what: "target", change: ({ transfers }) => (transfers[0]!.target = "far"), paths: ["/transfers/0/target"] },
    { what: "data", change: ({ transfers }) => (transfers[0]!.data = 3.001), paths: ["/transfers/0/data"] },
    { what: "start", change: ({ transfers }) => (transfers[0]!.start = 5.001), paths: ["/transfers/0/start"] },
    { what: "end", change: ({ transfers }) => (transfers[0]!.end = 6.999), paths: ["/transfers/0/end"] },
    { what: "cost", change: ({ transfers }) => (transfers[4]!.cost = 0.001), paths: ["/transfers/4/cost"] },
  ],
  "missing-transfer": [
    { what: "between nodes", change: ({ transfers }) => transfers.splice(3, 1), paths: ["/transfers"] },
    { what: "through the local disk", change: ({ transfers }) => transfers.splice(1, 1), paths: ["/transfers"] },
  ],
  "extra-transfer": [
    { what: "twice", change: ({ transfers }) => transfers.push(transfers[0]!), paths: ["/transfers/5"] },
    {
      what: "of order alone",
      change: ({ transfers }) =>
        transfers.push({ ...transfers[2]!, from: "evaluate", data: 0, start: 22, end: 22, cost: 0 }),
      paths: ["/transfers/5"],
    },
    {
      what: "between strangers",
      change: ({ transfers }) => transfers.push({ ...transfers[0]!, from: "nobody" }),
      paths: ["/transfers/5"],
    },
  ],
  "wrong-makespan": [
    { what: "longer", change: (placement) => (placement.makespan = 32.001), paths: ["/makespan"] },
    { what: "shorter", change: (placement) => (placement.makespan = 31.999), paths: ["/makespan"] },
  ],
  "wrong-cost": [
    { what: "dearer", change: (placement) => (placement.cost = 31.76), paths: ["/cost"] },
    { what: "cheaper", change: (placement) => (placement.cost = 31.74), paths: ["/cost"] },
  ],
  "wrong-status": [{ what: "complete", change: (placement) => (placement.status = "complete"), paths: ["/status"] }],
  "wrong-proof": [
    {
      what: "it fits after all others",
      change: ({ tasks, unplaced }) => {
        tasks.splice(mark, 1);
        unplaced.push({ task: "mark", reason: "?", proven: true });
      },
      paths: ["/unplaced/2/proven"],
    },
  ],
};

/** The problem with other properties of one task. */
function withTask(id: string, properties: Partial<Task>): PlaceProblem {
  const tasks = problem.workflow.tasks.map((task) => (task.id === id ? { ...task, ...properties } : task));
  return { ...problem, workflow: { tasks } };
}

/** The task "mark" asks for more than its node has. */
function unfitMark(properties: Partial<Task>): Omit<Corruption, "what"> {
  return { change: () => {}, problem: withTask("mark", properties), paths: ["/tasks/3/nodes/0"] };
}

/** Gives a task other times. */
function move(task: number, start: number, end: number) {
  return ({ tasks }: Placement) => Object.assign(tasks[task]!, { start, end });
}

describe.each(Object.entries(corruptions))("%s", (code, cases) => {
  test.each(cases)("$what", ({ change, paths, entails = [], problem: on }) => {
    const found = violationsAfter(change, placement, on);
    expect(found.filter(([of]) => of === code).map(([, path]) => path)).toEqual(paths);
    expect(new Set(found.map(([of]) => of))).toEqual(new Set([code, ...entails]));
  });
});
