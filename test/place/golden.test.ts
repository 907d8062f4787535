import { describe, expect, test } from "vitest";
import {
  criticalPath,
  downwardRanks,
  optimisticCosts,
  optimisticRanks,
  upwardDownwardRanks,
  upwardRanks,
} from "../../bindings/place/reference/ranks.js";
import { backends } from "../backends.js";
import { instanceOf, settingsOf, unrelatedProblem } from "./instances.js";
import { arabnejad, topcuoglu } from "./published.js";

const published = { topcuoglu, arabnejad };

describe.each(Object.entries(published))("published example of %s", (_, example) => {
  const instance = instanceOf(unrelatedProblem(example.durations, example.edges));
  const link = instance.mean["linked-pairs"];
  const byInput = <T>(values: T[]) => [...instance.input.keys()].map((task) => values[instance.input.indexOf(task)]);

  test("upward ranks, to the last bit", () => {
    expect(byInput(upwardRanks(instance, link))).toEqual(example.upwardRanks);
  });

  test("downward ranks, to the last bit", () => {
    expect(byInput(downwardRanks(instance, link))).toEqual(example.downwardRanks);
    expect(byInput(upwardDownwardRanks(instance, link))).toEqual(example.upwardDownwardRanks);
  });

  test("critical path", () => {
    expect(criticalPath(instance, link).map((task) => instance.input[task])).toEqual(example.criticalPath);
  });

  test("optimistic costs", () => {
    expect(byInput(optimisticCosts(instance, link))).toEqual(example.optimisticCosts);
    expect(byInput(optimisticRanks(instance, link))).toEqual(example.optimisticRanks);
  });

  describe.each(backends)("$name", ({ kernels }) => {
    test.each(["heft", "cpop", "peft"] as const)("%s", (algorithm) => {
      const { node, start, finish, makespan } = kernels.place(instance, settingsOf(algorithm));
      expect({ node: [...node], start: [...start], finish: [...finish], makespan }).toEqual(
        example.schedules[algorithm],
      );
    });
  });
});
