import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { placeVerb } from "../../bindings/place/index.js";
import type { PlaceInstance, PlaceSettings, PlaceSolution } from "../../bindings/place/instance.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { placeReference } from "../../bindings/place/reference.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { backends } from "../backends.js";
import { instanceOf, presetNames, roundedFinish, settings, settingsOf } from "./instances.js";
import { dwarfedProblem, largeProblem, shapes } from "./large-problems.js";
import { readyForUselessNode, renamed, scaled, withUselessNode } from "./transformations.js";

const others = backends.filter(({ kernels }) => kernels.place !== placeReference);

describe.each(others)("$name equals the reference to the last bit", ({ kernels }) => {
  const expectEqual = (instance: PlaceInstance, settings: PlaceSettings): void => {
    expect(kernels.place(instance, settings)).toEqual(placeReference(instance, settings));
  };

  test("any combination of rules", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), (problem, settings) => expectEqual(instanceOf(problem), settings)),
      { numRuns: 2000 },
    );
  });

  test.each(presetNames)("%s", (algorithm) => {
    fc.assert(fc.property(placeProblems(), (problem) => expectEqual(instanceOf(problem), settingsOf(algorithm))));
  });
});

describe.each(others)("$name equals the reference on hundreds of tasks", ({ kernels }) => {
  test.each(shapes)("%s", (shape) => {
    const large = fc.record({
      seed: fc.integer({ min: 0, max: 0xffffffff }),
      shape: fc.constant(shape),
      tasks: fc.integer({ min: 100, max: 600 }),
      nodes: fc.integer({ min: 1, max: 20 }),
      shared: fc.boolean(),
      whole: fc.boolean(),
    });
    fc.assert(
      fc.property(large, settings(), (of, settings) => {
        const instance = instanceOf(largeProblem(of));
        expect(kernels.place(instance, settings)).toEqual(placeReference(instance, settings));
      }),
      { numRuns: 20 },
    );
  });
});

describe.each(others)("$name equals the reference on tasks that one of them dwarfs", ({ kernels }) => {
  test.each(["heft", "cpop", "peft"] as const)("%s", (algorithm) => {
    for (let seed = 0; seed < 5; seed++) {
      const instance = instanceOf(dwarfedProblem({ seed, tasks: 60 }));
      const settings = settingsOf(algorithm);
      expect(kernels.place(instance, settings)).toEqual(placeReference(instance, settings));
    }
  });
});

describe.each(backends)("place, $name", ({ kernels }) => {
  const solve = (problem: PlaceProblem, settings: PlaceSettings) => kernels.place(instanceOf(problem), settings);

  test("of starts with the same rounded finish, the earliest", () => {
    expect([...solve(roundedFinish, settingsOf("heft")).start]).toEqual([0, 1e-9, 0]);
  });

  test("every result passes verification", () => {
    const { place } = placeVerb(kernels.place);
    fc.assert(
      fc.property(placeProblems(), settings(), (problem, { combination, ...options }) => {
        const placement = place(problem, { algorithm: combination, ...options });
        expect(verifyPlacement(problem, placement)).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  test("other ids change nothing", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), (problem, settings) => {
        expect(solve(renamed(problem), settings)).toEqual(solve(problem, settings));
      }),
    );
  });

  test("scaling time and data by a power of two scales the schedule exactly", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), fc.integer({ min: -6, max: 6 }), (problem, settings, exponent) => {
        const factor = 2 ** exponent;
        const { node, start, finish, makespan } = solve(problem, settings);
        expect(solve(scaled(problem, factor), settings)).toEqual({
          node,
          start: start.map((time) => time * factor),
          finish: finish.map((time) => time * factor),
          makespan: makespan * factor,
        });
      }),
    );
  });

  test("a node that no task may use changes nothing", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), fc.nat(10), (problem, settings, index) => {
        const without = readyForUselessNode(problem);
        const position = index % (without.cluster.nodes.length + 1);
        const linkedPairs = { ...settings, averageCommunication: "linked-pairs" } as const;
        const { node, ...times } = solve(without, linkedPairs);
        expect(solve(withUselessNode(without, position), linkedPairs)).toEqual({
          node: node.map((chosen) => (chosen < position ? chosen : chosen + 1)),
          ...times,
        });
      }),
    );
  });

  test("a task is left out exactly when no node can run it or none of these can have its data", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), (problem, settings) => {
        const instance = instanceOf(problem);
        const solution = kernels.place(instance, settings);
        for (const task of instance.input.keys()) {
          expect(solution.node[instance.input[task]!]! >= 0).toBe(isPlaceable(instance, solution, task));
        }
      }),
    );
  });

  test("no task ends before its longest chain of predecessors can have run", () => {
    fc.assert(
      fc.property(placeProblems(), settings(), (problem, settings) => {
        const instance = instanceOf(problem);
        const { finish } = kernels.place(instance, settings);
        const earliest = earliestFinishes(instance);
        for (const [task, position] of instance.input.entries()) {
          expect(finish[position]).toBeGreaterThanOrEqual(earliest[task]!);
        }
      }),
    );
  });

  test("nodes that run one task at a time need the time of all the work they share", () => {
    fc.assert(
      fc.property(placeProblems({ numbers: "integers" }), settings(), (problem, settings) => {
        const instance = instanceOf(problem);
        fc.pre(instance.capacity.every((units) => units === 0));
        const { node, makespan } = kernels.place(instance, settings);
        const work = [...instance.input.keys()]
          .filter((task) => node[instance.input[task]!]! >= 0)
          .reduce((total, task) => total + shortestDuration(instance, task), 0);
        expect(makespan * instance.nodes).toBeGreaterThanOrEqual(work);
      }),
    );
  });

  test.each(presetNames)("%s without tasks", (algorithm) => {
    const problem: PlaceProblem = { cluster: { nodes: [{ id: "node" }] }, workflow: { tasks: [] } };
    expect(solve(problem, settingsOf(algorithm))).toEqual({
      node: new Int32Array(),
      start: new Float64Array(),
      finish: new Float64Array(),
      makespan: 0,
    });
  });

  test.each(presetNames)("%s of one task", (algorithm) => {
    const cluster = { nodes: [{ id: "node", speed: 2, availableFrom: 3 }] };
    const workflow = { tasks: [{ id: "task", work: 5, release: 4 }] };
    const { node, start, finish, makespan } = solve({ cluster, workflow }, settingsOf(algorithm));
    expect([...node, ...start, ...finish, makespan]).toEqual([0, 4, 6.5, 6.5]);
  });

  test.each(presetNames)("%s on a single node keeps it busy", (algorithm) => {
    const work = fc.array(fc.nat(9), { maxLength: 30 });
    fc.assert(
      fc.property(work, (durations) => {
        const tasks = durations.map((work, index) => ({
          id: `${index}`,
          work,
          after: index % 3 > 0 ? [`${index - 1}`] : [],
        }));
        const { makespan } = solve(
          { cluster: { nodes: [{ id: "node" }] }, workflow: { tasks } },
          settingsOf(algorithm),
        );
        expect(makespan).toBe(durations.reduce((total, duration) => total + duration, 0));
      }),
    );
  });
});

/** Some node can run the task, and all its predecessors are placed where that node can have their data from. */
function isPlaceable(instance: PlaceInstance, solution: PlaceSolution, task: number): boolean {
  const { nodes, stride, duration, firstPredecessor, predecessor, data, secondsPerGigabyte, input } = instance;
  const edges = [...predecessor.keys()].slice(firstPredecessor[task], firstPredecessor[task + 1]);
  return Array.from({ length: nodes }, (_, node) => node).some(
    (node) =>
      duration[task * stride + node]! < Infinity &&
      edges.every((edge) => {
        const source = solution.node[input[predecessor[edge]!]!]!;
        return source >= 0 && (data[edge] === 0 || secondsPerGigabyte[source * stride + node]! < Infinity);
      }),
  );
}

/** If every task had the best node for itself and data moved in no time. */
function earliestFinishes(instance: PlaceInstance): number[] {
  const { tasks, release, firstPredecessor, predecessor } = instance;
  const earliest: number[] = [];
  for (let task = 0; task < tasks; task++) {
    const previous = [...predecessor.subarray(firstPredecessor[task], firstPredecessor[task + 1])];
    const ready = Math.max(release[task]!, ...previous.map((other) => earliest[other]!));
    earliest.push(ready + shortestDuration(instance, task));
  }
  return earliest;
}

function shortestDuration({ duration, stride }: PlaceInstance, task: number): number {
  return Math.min(...duration.subarray(task * stride, (task + 1) * stride));
}
