import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PlaceProblem, Task } from "../../bindings/place/model.js";
import { backends } from "../backends.js";
import { amounts, instanceOf } from "./instances.js";

/** One node, `capacity` units of each resource (none: one task at a time), and independent tasks placed in input order. */
interface OneNode {
  available: number;
  capacity: number[];
  tasks: { duration: number; release: number; needs: number[] | "everything" }[];
}

const horizon = 400;
const timelines = ["insertion", "append"] as const;

describe.each(backends)("timeline, $name", ({ kernels }) => {
  const starts = (node: OneNode, timeline: (typeof timelines)[number]) =>
    kernels.place(instanceOf(problemOf(node)), {
      combination: { priority: "topological", node: "earliest-finish", timeline, ready: "list" },
      averageCommunication: "linked-pairs",
      seed: 1,
    }).start;

  test.each(timelines)("%s starts are those of a model that looks at every instant", (timeline) => {
    fc.assert(
      fc.property(oneNode(), (node) => {
        expect([...starts(node, timeline)]).toEqual(startsByInstant(node, timeline));
      }),
      { numRuns: 500 },
    );
  });

  test("a gap is used exactly to its end", () => {
    const node: OneNode = {
      available: 0,
      capacity: [],
      tasks: [
        { duration: 5, release: 3, needs: "everything" },
        { duration: 4, release: 0, needs: "everything" },
        { duration: 3, release: 0, needs: "everything" },
      ],
    };
    expect([...starts(node, "insertion")]).toEqual([3, 8, 0]);
    expect([...starts(node, "append")]).toEqual([3, 8, 12]);
  });

  test("tasks share a node as far as every resource reaches", () => {
    const node: OneNode = {
      available: 1,
      capacity: [4, 2],
      tasks: [
        { duration: 10, release: 0, needs: [2, 1] },
        { duration: 5, release: 0, needs: [2, 0] },
        { duration: 2, release: 0, needs: [1, 1] },
        { duration: 1, release: 0, needs: "everything" },
      ],
    };
    expect([...starts(node, "insertion")]).toEqual([1, 1, 6, 11]);
  });
});

function problemOf({ available, capacity, tasks }: OneNode): PlaceProblem {
  return {
    cluster: {
      nodes: [
        { id: "node", availableFrom: available, ...(capacity.length === 0 ? {} : { capacity: amounts(capacity) }) },
      ],
    },
    workflow: {
      tasks: tasks.map(({ duration, release, needs }, index): Task => {
        const task = { id: `t${index}`, work: duration, release };
        return needs === "everything" ? task : { ...task, needs: amounts(needs) };
      }),
    },
  };
}

/** Books whole seconds in a table of what is in use at every instant. */
function startsByInstant({ available, capacity, tasks }: OneNode, timeline: (typeof timelines)[number]): number[] {
  const limits = capacity.length === 0 ? [1] : capacity;
  const used = Array.from({ length: horizon }, () => limits.map(() => 0));
  return tasks.map(({ duration, release, needs }) => {
    const units = needs === "everything" ? limits : needs;
    if (units.some((value, resource) => value > limits[resource]!)) return Infinity;
    let start = Math.max(available, release);
    if (duration === 0) return start;
    const fitsFrom = (begin: number) =>
      used
        .slice(begin, timeline === "insertion" ? begin + duration : horizon)
        .every((row) => row.every((value, resource) => value + units[resource]! <= limits[resource]!));
    while (!fitsFrom(start)) start += 1;
    for (let instant = start; instant < start + duration; instant++) {
      for (const [resource, value] of units.entries()) used[instant]![resource]! += value;
    }
    return start;
  });
}

function oneNode(): fc.Arbitrary<OneNode> {
  return fc.array(fc.integer({ min: 1, max: 6 }), { maxLength: 6 }).chain((capacity) => {
    const someUnits = fc
      .tuple(...capacity.map((limit) => fc.integer({ min: 0, max: limit })))
      .filter((units) => units.some((value) => value > 0));
    const tooMany = fc.constant(capacity.map((limit) => limit + 1));
    const everything = fc.constant("everything" as const);
    return fc.record({
      available: fc.nat(10),
      capacity: fc.constant(capacity),
      tasks: fc.array(
        fc.record({
          duration: fc.nat(9),
          release: fc.nat(30),
          needs:
            capacity.length === 0
              ? everything
              : fc.oneof(
                  { arbitrary: someUnits, weight: 8 },
                  { arbitrary: everything, weight: 1 },
                  { arbitrary: tooMany, weight: 1 },
                ),
        }),
        { maxLength: 35 },
      ),
    });
  });
}
