import type { Lehr } from "../lehr.js";
import { itemsFor, requestsOn, workflowOn } from "./problems.js";

/** What is timed: the run of a prepared problem, or a whole call from objects to objects. */
export type BenchCall = "prepared" | "whole";

/** Several problems of one kind. */
export interface BenchCase {
  verb: "place" | "sequence" | "pack";
  problem: string;
  /** A call for each problem; each returns what all backends must agree on. */
  calls(lehr: Lehr): Record<BenchCall, (() => number)[]>;
}

/** Of each kind: few enough to be generated at once, more than a branch predictor remembers. */
const seeds = [1, 2, 3, 4, 5];

const placement: BenchCase = {
  verb: "place",
  problem: "200 tasks on 8 nodes, heft",
  calls(lehr) {
    const problems = seeds.map((seed) => workflowOn(200, 8, seed));
    return {
      prepared: problems.map((problem) => {
        const prepared = lehr.prepare.place(problem);
        return () => prepared.run({ algorithm: "heft" }).makespan;
      }),
      whole: problems.map((problem) => () => lehr.place(problem, { algorithm: "heft" }).makespan),
    };
  },
};

const sequencing: BenchCase = {
  verb: "sequence",
  problem: "50 requests in batches of 8, 1,000 iterations of anneal",
  calls(lehr) {
    const problems = seeds.map((seed) => requestsOn(50, 8, seed));
    const options = { algorithm: "anneal", schedule: 1000, seed: 1 } as const;
    return {
      prepared: problems.map((problem) => {
        const prepared = lehr.prepare.sequence(problem);
        return () => prepared.run(options).objective;
      }),
      whole: problems.map((problem) => () => lehr.sequence(problem, options).objective),
    };
  },
};

const packing: BenchCase = {
  verb: "pack",
  problem: "1,000 items, first-fit-decreasing",
  calls(lehr) {
    const problems = seeds.map((seed) => itemsFor(1_000, seed));
    const options = { algorithm: "first-fit-decreasing" } as const;
    return {
      prepared: problems.map((problem) => {
        const prepared = lehr.prepare.pack(problem);
        return () => prepared.run(options).binsUsed;
      }),
      whole: problems.map((problem) => () => lehr.pack(problem, options).binsUsed),
    };
  },
};

export const benchCases: readonly BenchCase[] = [placement, sequencing, packing];
