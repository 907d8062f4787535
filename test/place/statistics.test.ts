import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Node } from "../../bindings/cluster/model.js";
import { InvalidResultError } from "../../bindings/errors.js";
import { placeVerb } from "../../bindings/place/index.js";
import type { Placement, PlaceProblem, Task } from "../../bindings/place/model.js";
import { placeReference } from "../../bindings/place/reference.js";
import { placementStatistics } from "../../bindings/place/statistics.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { placement, problem } from "./example.js";
import { settings as anySettings } from "./instances.js";

const { place } = placeVerb(placeReference);

describe("the example made by hand", () => {
  const statistics = placementStatistics(problem, placement);

  test("critical path", () => {
    expect(statistics.makespan).toBe(32);
    expect(statistics.criticalPath.map(({ task, node, waitedFor, idle }) => [task, node, waitedFor, idle])).toEqual([
      ["ingest", "cpu", { for: "availability", until: 1 }, 0],
      ["train", "h100", { for: "transfer", task: "ingest", data: 3, seconds: 2, until: 7 }, 0],
      ["evaluate", "h100", { for: "transfer", task: "train", data: 4, seconds: 3, until: 20 }, 0],
      ["serve", "far", { for: "dependency", task: "evaluate", until: 22 }, 0],
      ["report", "cpu", { for: "transfer", task: "serve", data: 2, seconds: 2, until: 30 }, 0],
    ]);
    expect(statistics.criticalTime).toEqual({ computing: 24, transferring: 7, waiting: 1 });
  });

  test("nodes", () => {
    expect(statistics.nodes).toEqual([
      { node: "cpu", tasks: 2, busy: 6, idle: 26, utilisation: 6 / 32, cost: 6 },
      {
        node: "h100",
        tasks: 4,
        busy: 12,
        idle: 20,
        utilisation: 12 / 32,
        resources: { cpu: 20 / (8 * 32), gpu: (30 + 5 + 8) / (4 * 32) },
        cost: 24,
      },
      { node: "far", tasks: 2, busy: 8, idle: 24, utilisation: 8 / 32, cost: 0 },
    ]);
  });

  test("data and cost", () => {
    expect(statistics.data).toEqual({
      total: 11,
      betweenNodes: 7,
      seconds: 12,
      levels: [
        { level: "node", handOvers: 1, data: 4, seconds: 3, cost: 0 },
        { level: "rack", handOvers: 1, data: 3, seconds: 2, cost: 0.75 },
        { level: "cloud", handOvers: 3, data: 4, seconds: 7, cost: 1 },
      ],
    });
    expect(statistics.cost).toEqual({ total: 31.75, nodes: 30, transfers: 1.75 });
  });

  test("stages, classes and deadlines", () => {
    expect(statistics.stages).toEqual([
      { name: "data-preparation", tasks: 1, busy: 4, start: 1, end: 5 },
      { name: "pretraining", tasks: 1, busy: 10, start: 7, end: 17 },
      { name: "alignment", tasks: 1, busy: 5, start: 8, end: 13 },
      { name: "serving", tasks: 1, busy: 6, start: 22, end: 28 },
    ]);
    expect(statistics.classes).toEqual([{ name: "training", tasks: 2, busy: 15, start: 7, end: 17 }]);
    expect(statistics.deadlines).toEqual({
      kept: ["train"],
      missed: [
        { task: "evaluate", deadline: 21, end: 22 },
        { task: "quantise", deadline: 99 },
      ],
    });
  });

  test("no comparison with a single node where tasks are unplaced", () => {
    expect(statistics).not.toHaveProperty("bestSingleNode");
    expect(statistics).not.toHaveProperty("speedup");
    expect(statistics).not.toHaveProperty("scheduleLengthRatio");
  });

  test("is plain data", () => {
    expect(JSON.parse(JSON.stringify(statistics))).toEqual(statistics);
  });

  test("a placement that does not hold has no statistics", () => {
    expect(() => placementStatistics(problem, { ...placement, makespan: 31 })).toThrow(InvalidResultError);
  });
});

describe("comparisons", () => {
  const cluster = { nodes: [{ id: "fast", speed: 2 }, { id: "slow" }] };
  // Listed against their order.
  const tasks: Task[] = [
    { id: "c", work: 2, after: ["a", "b"] },
    { id: "a", work: 6 },
    { id: "b", work: 4, after: ["begin"] },
    { id: "begin", work: 0 },
  ];
  const placed: Placement = {
    status: "complete",
    makespan: 5,
    cost: 0,
    tasks: [
      { task: "c", nodes: ["fast"], start: 4, end: 5 },
      { task: "a", nodes: ["fast"], start: 0, end: 3 },
      { task: "b", nodes: ["slow"], start: 0, end: 4 },
      { task: "begin", nodes: ["slow"], start: 0, end: 0 },
    ],
    transfers: [],
    unplaced: [],
    run: { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 },
  };

  test("with the best single node, and with the shortest possible path", () => {
    expect(placementStatistics({ cluster, workflow: { tasks } }, placed)).toMatchObject({
      bestSingleNode: { node: "fast", seconds: 6 },
      speedup: 6 / 5,
      scheduleLengthRatio: 5 / 4,
    });
  });

  test("of a task that follows another, and what follows it, listed first", () => {
    const chain: Task[] = [
      { id: "last", work: 1, after: ["first", "middle"] },
      { id: "first", work: 1 },
      { id: "middle", work: 1, after: ["first"] },
    ];
    const problem = { cluster, workflow: { tasks: chain } };
    expect(placementStatistics(problem, place(problem)).scheduleLengthRatio).toBe(1);
  });

  test("only with nodes that can run all tasks", () => {
    const pinned = tasks.map((task) => (task.id === "b" ? { ...task, work: undefined, durations: { slow: 4 } } : task));
    const { bestSingleNode, speedup } = placementStatistics({ cluster, workflow: { tasks: pinned } }, placed);
    expect(bestSingleNode).toEqual({ node: "slow", seconds: 12 });
    expect(speedup).toBe(12 / 5);
  });

  describe("with one node, which runs one task after another", () => {
    const single = (node: Node, tasks: Task[]) => {
      const problem = { cluster: { nodes: [node] }, workflow: { tasks } };
      const { bestSingleNode, speedup } = placementStatistics(problem, place(problem));
      return [bestSingleNode?.seconds, speedup];
    };
    const ten: Task = { id: "ten", work: 10 };

    test("from when it is available", () => {
      expect(single({ id: "n", availableFrom: 100 }, [ten])).toEqual([110, 1]);
    });

    test("from the release of a task, and others before it", () => {
      const tasks: Task[] = [
        { id: "last", work: 1, release: 20 },
        { id: "after", work: 2, after: ["last"] },
        ten,
        { id: "early", work: 3 },
      ];
      expect(single({ id: "n" }, tasks)).toEqual([23, 1]);
    });

    test("with data through its local disk", () => {
      const next: Task = { id: "next", work: 5, after: [{ task: "ten", data: 4 }] };
      expect(single({ id: "n", localDisk: { bandwidth: 2, latency: 1 } }, [ten, next])).toEqual([18, 1]);
    });

    test("even where it has room for several", () => {
      const needs = { cpu: 1 };
      const tasks = [
        { ...ten, needs },
        { ...ten, id: "other", needs },
      ];
      expect(single({ id: "n", capacity: { cpu: 2 } }, tasks)).toEqual([20, 2]);
    });
  });

  test("no division by a makespan of zero", () => {
    const workflow = { tasks: [{ id: "a", work: 0 }] };
    const statistics = placementStatistics({ cluster, workflow }, place({ cluster, workflow }));
    expect(statistics).toMatchObject({ makespan: 0, nodes: [{ utilisation: 0 }, { utilisation: 0 }] });
    expect(statistics).not.toHaveProperty("speedup");
    expect(statistics).not.toHaveProperty("scheduleLengthRatio");
  });
});

test("a task without needs holds all that its node has", () => {
  const nodes = [{ id: "n", capacity: { cpu: 4, memory: 8 } }];
  const tasks: Task[] = [
    { id: "whole", work: 1 },
    { id: "part", work: 3, needs: { cpu: 1 } },
  ];
  const problem = { cluster: { nodes }, workflow: { tasks } };
  const { resources } = placementStatistics(problem, place(problem)).nodes[0]!;
  expect(resources).toEqual({ cpu: (4 + 3) / 16, memory: 8 / 32 });
});

describe("what a step of the critical path waited for", () => {
  const waits = (nodes: PlaceProblem["cluster"]["nodes"], tasks: Task[]) => {
    const problem = { cluster: { nodes }, workflow: { tasks } };
    return placementStatistics(problem, place(problem)).criticalPath.map(({ waitedFor }) => waitedFor);
  };

  test("nothing, then room on its node", () => {
    const tasks = [
      { id: "a", work: 2 },
      { id: "b", work: 1 },
    ];
    expect(waits([{ id: "n" }], tasks)).toEqual([
      { for: "start", until: 0 },
      { for: "node", task: "a", until: 2 },
    ]);
  });

  test("room on a shared node, which the task that ended last made", () => {
    const tasks = [
      { id: "a", work: 5, needs: { cpu: 1 } },
      { id: "b", work: 3, needs: { cpu: 1 } },
      { id: "c", work: 3, needs: { cpu: 2 } },
    ];
    expect(waits([{ id: "n", capacity: { cpu: 2 } }], tasks)).toEqual([
      { for: "start", until: 0 },
      { for: "node", task: "a", until: 5 },
    ]);
  });

  test("data first, where several waits ended together", () => {
    const tasks = [
      { id: "a", work: 2 },
      { id: "b", work: 1, after: ["a"], release: 2 },
    ];
    expect(waits([{ id: "n" }], tasks).at(-1)).toEqual({ for: "dependency", task: "a", until: 2 });
  });

  test("its release", () => {
    expect(waits([{ id: "n" }], [{ id: "a", work: 1, release: 4 }])).toEqual([{ for: "release", until: 4 }]);
  });

  test("nothing that the problem knows: the rest is idle", () => {
    const problem = { cluster: { nodes: [{ id: "n" }] }, workflow: { tasks: [{ id: "a", work: 1, release: 4 }] } };
    const late = { ...place(problem), makespan: 8, tasks: [{ task: "a", nodes: ["n"], start: 7, end: 8 }] };
    const { criticalPath, criticalTime } = placementStatistics(problem, late);
    expect(criticalPath).toEqual([
      { task: "a", node: "n", start: 7, end: 8, waitedFor: { for: "release", until: 4 }, idle: 3 },
    ]);
    expect(criticalTime).toEqual({ computing: 1, transferring: 0, waiting: 7 });
  });
});

describe("any placement", () => {
  test("the critical path leads from its first step to the makespan without a jump", () => {
    fc.assert(
      fc.property(placeProblems(), anySettings(), (problem, { combination, ...options }) => {
        const placement = place(problem, { algorithm: combination, ...options });
        const { criticalPath, criticalTime, makespan } = placementStatistics(problem, placement);
        const tolerance = 1e-9 * makespan;
        expect(criticalPath.length === 0).toBe(placement.tasks.length === 0);
        for (const [index, { start, waitedFor, idle }] of criticalPath.entries()) {
          expect(Math.abs(waitedFor.until + idle - start)).toBeLessThanOrEqual(tolerance);
          expect("task" in waitedFor ? waitedFor.task : undefined).toBe(criticalPath[index - 1]?.task);
        }
        expect(criticalPath.at(-1)?.end ?? 0).toBe(makespan);
        const { computing, transferring, waiting } = criticalTime;
        expect(Math.abs(computing + transferring + waiting - makespan)).toBeLessThanOrEqual(tolerance);
      }),
    );
  });

  test("sums agree with the placement; shares are shares", () => {
    fc.assert(
      fc.property(placeProblems(), anySettings(), (problem, { combination, ...options }) => {
        const placement = place(problem, { algorithm: combination, ...options });
        const { nodes, cost, data, makespan, scheduleLengthRatio = 1 } = placementStatistics(problem, placement);
        expectNear(cost.total, placement.cost);
        expect(nodes.reduce((sum, { tasks }) => sum + tasks, 0)).toBe(placement.tasks.length);
        expect(data.levels.reduce((sum, level) => sum + level.handOvers, 0)).toBeGreaterThanOrEqual(
          placement.transfers.length,
        );
        for (const { busy, idle, utilisation, resources = {} } of nodes) {
          expectNear(busy + idle, makespan);
          for (const share of [utilisation, ...Object.values(resources)]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
        }
        expect(scheduleLengthRatio).toBeGreaterThanOrEqual(1 - 1e-9);
      }),
    );
  });

  test("a chain of many tasks needs no deep stack", () => {
    const tasks = Array.from({ length: 20_000 }, (_, i) => ({
      id: `${i}`,
      work: 1,
      after: i > 0 ? [`${i - 1}`] : [],
    }));
    const problem = { cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } };
    const chained = place(problem, { algorithm: "mct" });
    const { criticalPath, scheduleLengthRatio } = placementStatistics(problem, chained);
    expect(criticalPath).toHaveLength(20_000);
    expect(scheduleLengthRatio).toBe(1);
  });
});

function expectNear(actual: number, expected: number): void {
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-9 * expected);
}
