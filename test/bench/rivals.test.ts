import fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import { compileHeft } from "../../bench/limit/native.js";
import { families, generateProblem } from "../../bench/place/families.js";
import { readTimingProblem } from "../../bench/place/shared.js";
import { createHeft } from "../../bench/rivals/heft.js";
import { createSlotHeft } from "../../bench/rivals/heft-slots.js";
import type { PlaceInstance } from "../../bindings/place/instance.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { placeReference } from "../../bindings/place/reference.js";
import { placeProblems } from "../../bindings/testing/index.js";
import { instanceOf, settingsOf } from "../place/instances.js";
import { describeWithSharedData } from "../shared-data.js";

const shapes = families.flatMap((family) =>
  (["related", "unrelated"] as const).flatMap((machines) => [
    { family, machines, tasks: 40, nodes: 3, seed: 1 },
    { family, machines, tasks: 400, nodes: 11, seed: 2 },
  ]),
);
const generated = shapes.map((shape) => ({
  name: Object.values(shape).join(" "),
  instance: instanceOf(generateProblem(shape)),
}));
const native = compileHeft("-O2");
afterAll(() => native?.dispose());

const exclusiveProblem = placeProblems().map(withExclusiveNodes);

describe.each([
  { rival: "tuned JavaScript", heft: createHeft() },
  { rival: "JavaScript as the C", heft: createSlotHeft() },
])("$rival gives the reference's schedule", ({ heft }) => {
  test.each(generated)("$name", ({ instance }) => {
    expectReferenceSchedule(instance);
  });

  test("on any problem of exclusive nodes", () => {
    fc.assert(fc.property(exclusiveProblem, (any) => expectReferenceSchedule(instanceOf(any))));
  });

  function expectReferenceSchedule(instance: PlaceInstance): void {
    const { node, start, makespan } = placeReference(instance, settingsOf("heft"));
    expect(heft(instance)).toEqual({ node, start, makespan });
  }
});

describe.skipIf(!native)(native ? "the C rival gives the reference's makespan" : "no C compiler: skipped", () => {
  test("on every family", () => {
    expectReferenceMakespans(generated.map(({ instance }) => instance));
  });

  test("on problems of exclusive nodes", () => {
    expectReferenceMakespans(fc.sample(exclusiveProblem, { numRuns: 200, seed: 1 }).map(instanceOf));
  });

  function expectReferenceMakespans(instances: PlaceInstance[]): void {
    const expected = instances.map((instance) => placeReference(instance, settingsOf("heft")).makespan);
    expect(native!.load(instances).makespans()).toEqual(expected);
  }
});

test("a seed yields the same problem every time, and other seeds other problems", () => {
  for (const shape of shapes) {
    expect(generateProblem(shape)).toEqual(generateProblem(shape));
    expect(generateProblem(shape)).not.toEqual(generateProblem({ ...shape, seed: 3 }));
  }
});

/** The rivals know neither capacities nor needs. */
function withExclusiveNodes({ cluster, workflow }: PlaceProblem): PlaceProblem {
  return {
    cluster: { ...cluster, nodes: cluster.nodes.map(({ capacity, gpus, ...node }) => node) },
    workflow: { tasks: workflow.tasks.map(({ needs, ...task }) => task) },
  };
}

describeWithSharedData("the rivals find the published makespans of the timing instances", () => {
  test.each([
    { size: "1000x16", makespan: 1645.306 },
    { size: "1000x64", makespan: 1014.001 },
    { size: "5000x64", makespan: 1940.444 },
  ])("$size", ({ size, makespan }) => {
    const linked = instanceOf(readTimingProblem(size));
    // The published runs average communication over all pairs.
    const instance = { ...linked, mean: { ...linked.mean, "linked-pairs": linked.mean["all-pairs"] } };
    const found = [createHeft()(instance).makespan, createSlotHeft()(instance).makespan];
    if (native) found.push(...native.load([instance]).makespans());
    for (const each of found) expect(each).toBeCloseTo(makespan, 3);
  });
});
