import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { compare, loadBuild } from "../../bench/compare/builds.js";
import { changesBetween, verdictOf } from "../../bench/compare/decide.js";
import type { Figure } from "../../bench/report/figures.js";
import { Random } from "../../bindings/random.js";

const random = new Random(1);
/** From 1 to 1 + spread, most of them low, as times are. */
const noise = (spread: number) => 1 + spread * (random.next() / 2 ** 32) ** 3;
const times = (base: number, spread: number) => Array.from({ length: 60 }, () => base * noise(spread));

describe("a verdict on times taken in turns", () => {
  test.each([0, 0.1, 1, 5])("passes what is the same, under noise of %d", (spread) => {
    for (let run = 0; run < 200; run++) {
      expect(verdictOf(times(1, spread), times(1, spread)).regression).toBe(false);
    }
  });

  test.each([0, 0.05, 0.2])("finds 10 % more, under noise of %d", (spread) => {
    for (let run = 0; run < 200; run++) {
      const { ratio, low, high, regression } = verdictOf(times(1, spread), times(1.1, spread));
      expect(regression).toBe(true);
      expect(low).toBeLessThanOrEqual(ratio);
      expect(high).toBeGreaterThanOrEqual(ratio);
    }
  });

  test("passes what is 4 % slower, or faster", () => {
    expect(verdictOf(times(1, 0), times(1.04, 0)).regression).toBe(false);
    expect(verdictOf(times(1, 0), times(0.5, 0)).regression).toBe(false);
  });

  test("is the median of the ratios", () => {
    expect(verdictOf([1, 1, 1], [2, 3, 10]).ratio).toBe(3);
    expect(verdictOf([1, 2], [2, 2]).ratio).toBe(1.5);
  });
});

describe("comparing two works", () => {
  /** A clock that runs faster and faster, as on a machine that slows down. */
  function works(first: number, second: number) {
    let time = 0;
    let pace = 1;
    const work = (cost: number) => () => {
      pace *= 1.01;
      time += cost * pace;
    };
    return { pair: { first: work(first), second: work(second) }, now: () => time };
  }

  test("takes no side, whatever the machine does meanwhile", () => {
    const { pair, now } = works(2, 2);
    expect(compare(pair, 60, now)).toMatchObject({ regression: false });
  });

  test("finds the slower one", () => {
    const { pair, now } = works(2, 2.3);
    const { ratio, regression } = compare(pair, 60, now);
    expect(ratio).toBeCloseTo(1.15, 1);
    expect(regression).toBe(true);
  });
});

describe("comparing two reports", () => {
  const figure = (median: number, change: Partial<Figure> = {}): Figure => ({
    suite: "place",
    topic: "time",
    row: "row",
    column: "kernel",
    unit: "ms",
    watched: true,
    minimum: median * 0.9,
    median,
    mean: median,
    p10: median * 0.95,
    p90: median * 1.5,
    samples: 10,
    ...change,
  });

  test("fails on more than 5 % of both the median and the fast tenth", () => {
    const regressions = (to: Figure) => changesBetween([figure(1)], [to]).map(({ regression }) => regression);
    expect(regressions(figure(1))).toEqual([false]);
    expect(regressions(figure(1.04))).toEqual([false]);
    expect(regressions(figure(1.06))).toEqual([true]);
    expect(regressions(figure(1.5, { p10: 0.96 }))).toEqual([false]);
    expect(regressions(figure(0.5))).toEqual([false]);
  });

  test("looks at watched figures that both have, in the same unit", () => {
    expect(changesBetween([figure(1)], [figure(2, { watched: false })])).toEqual([]);
    expect(changesBetween([figure(1)], [figure(2, { row: "other" })])).toEqual([]);
    expect(changesBetween([figure(1)], [figure(2, { unit: "bytes" })])).toEqual([]);
    const [change] = changesBetween([figure(1)], [figure(2)]);
    expect(change).toEqual({
      name: "place / time / row / kernel",
      unit: "ms",
      from: 1,
      to: 2,
      ratio: 2,
      regression: true,
    });
  });
});

test.each(["build/release.wasm", "build/debug.wasm"])("%s is a build", async (path) => {
  const lehr = await loadBuild(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
  const problem = { cluster: { nodes: [{ id: "n", speed: 2 }] }, workflow: { tasks: [{ id: "t", work: 3 }] } };
  expect(lehr.place(problem).makespan).toBe(1.5);
});
