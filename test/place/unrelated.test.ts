import { describe, expect, test } from "vitest";
import { backends } from "../backends.js";
import { describeWithSharedData, readShared } from "../shared-data.js";
import { type Edge, instanceOf, presetNames, settingsOf, unrelatedProblem } from "./instances.js";

interface GoldenFile {
  instances: {
    id: string;
    W: number[][];
    edges: Edge[];
    results: Record<"HEFT" | "CPOP" | "PEFT", { makespan: number; node: number[]; start: number[] }>;
  }[];
}

interface OptimaFile {
  instances: { id: string; W: number[][]; edges: Edge[]; HEFT: number; CPOP: number; PEFT: number; optimum: number }[];
}

const algorithms = [
  ["heft", "HEFT"],
  ["cpop", "CPOP"],
  ["peft", "PEFT"],
] as const;

describeWithSharedData("unrelated machines", () => {
  const golden = readShared<GoldenFile>("place/golden-unrelated.json.gz").instances;
  const optima = readShared<OptimaFile>("place/golden-optimal-tiny.json.gz").instances;

  test("there are instances", () => {
    expect([golden.length, optima.length]).toEqual([30, 21]);
  });

  describe.each(backends)("$name", ({ kernels }) => {
    test.each(algorithms)("%s yields the known schedules", (algorithm, name) => {
      for (const { id, W, edges, results } of golden) {
        const { node, start, makespan } = kernels.place(instanceOf(unrelatedProblem(W, edges)), settingsOf(algorithm));
        const expected = results[name];
        expect({ makespan, node: [...node], start: [...start] }, id).toEqual({
          makespan: expected.makespan,
          node: expected.node,
          start: expected.start,
        });
      }
    });

    test.each(algorithms)("%s yields the known makespans of small instances", (algorithm, name) => {
      for (const { id, W, edges, [name]: makespan } of optima) {
        expect(kernels.place(instanceOf(unrelatedProblem(W, edges)), settingsOf(algorithm)).makespan, id).toBe(
          makespan,
        );
      }
    });

    test.each(presetNames)("%s never beats a proven optimum", (algorithm) => {
      for (const { id, W, edges, optimum } of optima) {
        const { makespan } = kernels.place(instanceOf(unrelatedProblem(W, edges)), settingsOf(algorithm));
        expect(makespan, id).toBeGreaterThanOrEqual(optimum);
      }
    });
  });
});
