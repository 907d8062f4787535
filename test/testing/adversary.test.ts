import { describe, expect, test } from "vitest";
import { verifyPacking, verifyPlacement, verifySequence } from "../../bindings/index.js";
import type { PackProblem } from "../../bindings/pack/model.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import { annealProblems } from "../../bindings/testing/adversary/anneal.js";
import { type Duel, duel } from "../../bindings/testing/adversary/duel.js";
import { wasmBackends } from "../backends.js";

const { lehr } = wasmBackends[0]!;

describe("annealing over problems", () => {
  const adversary = {
    start: (draw: (below: number) => number) => draw(20),
    mutate: (problem: number, draw: (below: number) => number) => problem + draw(3) - 1,
  };

  test("climbs, and keeps the best", () => {
    const ratioOf = (problem: number) => 1 / (1 + Math.abs(problem - 60));
    expect(annealProblems(adversary, ratioOf, { seed: 1, iterations: 2000 })).toEqual({ problem: 60, ratio: 1 });
  });

  test("begins afresh after each round, until it is told to stop", () => {
    const starts: number[] = [];
    const start = () => starts.push(0);
    const rounds: number[] = [];
    const onRound = (done: number) => rounds.push(done) < 2;
    annealProblems({ ...adversary, start }, () => 1, { seed: 1, iterations: 1e9, onRound });
    expect(rounds).toEqual([1000, 2000]);
    expect(starts).toHaveLength(2);
  });

  test("finds nothing where nothing can be compared", () => {
    expect(annealProblems(adversary, () => undefined, { seed: 1, iterations: 10 })).toBeUndefined();
  });
});

describe("one algorithm against another", () => {
  const fight = (asked: Omit<Duel, "seed" | "iterations">, iterations = 300) => {
    return duel(lehr, { ...asked, seed: 1, iterations })!;
  };

  test("place: the ratio is that of the makespans, and both placements hold", () => {
    const { problem, ratio } = fight({ verb: "place", adversary: "cpop", against: "heft" });
    expect(ratio).toBeGreaterThan(1);
    const [bad, good] = (["cpop", "heft"] as const).map((algorithm) => {
      const placement = lehr.place(problem as PlaceProblem, { algorithm });
      expect(verifyPlacement(problem as PlaceProblem, placement)).toEqual([]);
      return placement;
    });
    expect(bad!.makespan / good!.makespan).toBe(ratio);
  });

  test("sequence: by latency and by lost promises", () => {
    const { problem, ratio } = fight({ verb: "sequence", adversary: "fcfs", against: "sjf" });
    expect(ratio).toBeGreaterThan(1.5);
    const of = (algorithm: "fcfs" | "sjf") => lehr.sequence(problem as SequenceProblem, { algorithm });
    expect(of("fcfs").totalLatency / of("sjf").totalLatency).toBe(ratio);
    expect(verifySequence(problem as SequenceProblem, of("fcfs"))).toEqual([]);
    const lost = fight({ verb: "sequence", adversary: "ljf", against: "edf", measure: "lost-promises" });
    expect(lost.ratio).toBeGreaterThan(1.5);
  });

  test("pack: by bins and by cost", () => {
    const { problem, ratio } = fight({ verb: "pack", adversary: "next-fit", against: "best" }, 100);
    const of = (algorithm: "next-fit" | "best") => lehr.pack(problem as PackProblem, { algorithm });
    expect(of("next-fit").binsUsed / of("best").binsUsed).toBe(ratio);
    expect(verifyPacking(problem as PackProblem, of("next-fit"))).toEqual([]);
    const costly = fight({ verb: "pack", adversary: "first-fit", against: "best", measure: "cost" }, 100);
    expect(costly.ratio).toBeGreaterThan(1);
  });

  test("is the same for the same seed, and never says that an algorithm is worse than itself", () => {
    const asked = { verb: "place", adversary: "heft", against: "cpop" } as const;
    expect(fight(asked, 100)).toEqual(fight(asked, 100));
    expect(fight({ ...asked, against: "heft" }, 50).ratio).toBe(1);
  });

  test("algorithms that there are not are refused", () => {
    expect(() => fight({ verb: "pack", adversary: "heft", against: "best" })).toThrow(/"algorithm"/);
  });
});
