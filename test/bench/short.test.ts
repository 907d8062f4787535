import { describe, expect, test } from "vitest";
import { bench } from "../../bindings/bench/index.js";
import { InvalidOptionsError, wasm } from "../../bindings/index.js";
import type { Backend } from "../../bindings/lehr.js";
import { reference } from "../../bindings/reference.js";

describe("the short benchmark", () => {
  test("measures every verb on every backend", async () => {
    const begun: string[] = [];
    const figures = await bench({ milliseconds: 1, onProgress: (name) => begun.push(name) });
    const names = figures.map(({ verb, call, backend }) => `${verb} ${call} ${backend}`);
    const expected = ["place", "sequence", "pack"].flatMap((verb) =>
      ["prepared", "whole"].flatMap((call) => ["wasm", "reference"].map((backend) => `${verb} ${call} ${backend}`)),
    );
    expect(names).toEqual(expected);
    expect(begun).toEqual([...new Set(figures.map(({ problem }) => problem))]);
    for (const { minimum, p10, median, p90, samples } of figures) {
      expect(minimum).toBeGreaterThan(0);
      expect([minimum, p10, median, p90]).toEqual([minimum, p10, median, p90].toSorted((a, b) => a - b));
      expect(samples).toBe(20);
    }
  });

  test("runs without WebAssembly", async () => {
    const figures = await bench({ milliseconds: 1, backends: [reference] });
    expect(new Set(figures.map(({ backend }) => backend))).toEqual(new Set(["reference"]));
  });

  test("refuses backends that do not agree", async () => {
    const kernels = wasm.loadSync();
    const { place } = kernels;
    const wrong = { ...kernels, place: ((...call) => ({ ...place(...call), makespan: 1 })) satisfies typeof place };
    const backend: Backend = { name: "wrong", load: async () => wrong, loadSync: () => wrong };
    await expect(bench({ milliseconds: 1, backends: [wasm, backend] })).rejects.toThrow(
      "the backends do not agree on 200 tasks on 8 nodes, heft",
    );
  });

  test.each([0, -1, Number.NaN, 60_001])("refuses %d milliseconds", async (milliseconds) => {
    await expect(bench({ milliseconds })).rejects.toThrow(InvalidOptionsError);
  });
});
