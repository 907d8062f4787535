import { describe, expect, test } from "vitest";
import type { PlaceInstance } from "../../bindings/place/instance.js";
import { backends } from "../backends.js";
import { describeWithSharedData, readShared } from "../shared-data.js";
import { type Edge, instanceOf, relatedProblem, settingsOf } from "./instances.js";

/** Schedules of SAGA 2.1.0 (github.com/ANRGUSC/saga), tasks and nodes taken in index order. */
interface SagaFile {
  instances: {
    id: string;
    cost: number[];
    speed: number[];
    link: number[][];
    edges: Edge[];
    results: Record<string, { makespan: number; node: number[] }>;
  }[];
}

const algorithms = [
  ["heft", "HEFT"],
  ["olb", "OLB"],
  ["met", "MET"],
  ["mct", "MCT"],
  ["min-min", "MinMin"],
  ["max-min", "MaxMin"],
  ["sufferage", "Sufferage"],
] as const;

describeWithSharedData("related machines, against SAGA", () => {
  const cases = readShared<SagaFile>("place/saga-golden.json.gz").instances.map(
    ({ id, cost, speed, link, edges, results }) => ({
      id,
      instance: instanceOf(relatedProblem(cost, speed, link, edges)),
      results,
    }),
  );

  test("there are instances", () => {
    expect(cases).toHaveLength(50);
  });

  describe.each(backends)("$name", ({ kernels }) => {
    const place = (instance: PlaceInstance, algorithm: (typeof algorithms)[number][0]) =>
      kernels.place(instance, settingsOf(algorithm, "all-pairs"));

    test.each(algorithms)("%s", (algorithm, name) => {
      for (const { id, instance, results } of cases) {
        const { node, makespan } = place(instance, algorithm);
        expect([...node], id).toEqual(results[name]!.node);
        expectSameTime(makespan, results[name]!.makespan, id);
      }
    });

    test("duplex is the better of min-min and max-min", () => {
      for (const { id, instance, results } of cases) {
        const minMin = place(instance, "min-min");
        const maxMin = place(instance, "max-min");
        const { node, makespan } = maxMin.makespan < minMin.makespan ? maxMin : minMin;
        expect([...node], id).toEqual(results.Duplex!.node);
        expectSameTime(makespan, results.Duplex!.makespan, id);
      }
    });
  });
});

/**
 * SAGA divides data by bandwidth, we multiply by its reciprocal, which differs in the last bit. (Dividing instead yields
 * every makespan exactly.)
 */
function expectSameTime(actual: number, expected: number, id: string): void {
  expect(Math.abs(actual - expected), id).toBeLessThanOrEqual(4 * Number.EPSILON * expected);
}
