import type { Lehr } from "../../lehr.js";
import type { PackAlgorithm } from "../../pack/options.js";
import type { AlgorithmName } from "../../place/options.js";
import type { SequenceAlgorithm } from "../../sequence/options.js";
import type { FuzzedVerb } from "../case.js";
import { type Adversary, type AnnealOptions, annealProblems, type Worst } from "./anneal.js";
import { type PackDuel, packAdversary } from "./pack.js";
import { type PlaceDuel, placeAdversary } from "./place.js";
import { type SequenceDuel, sequenceAdversary } from "./sequence.js";

export interface Duel extends AnnealOptions {
  verb: FuzzedVerb;
  /** The algorithm that is to look bad. */
  adversary: string;
  /** The one that it is held against. */
  against: string;
  /** One of `duelMeasures` of the verb. @default the first */
  measure?: string;
}

/** What is compared; less is better. */
export const duelMeasures: Readonly<Record<FuzzedVerb, readonly string[]>> = {
  place: ["makespan"],
  sequence: ["latency", "lost-promises"],
  pack: ["bins", "cost"],
};

/**
 * Searches for a problem on which one algorithm is as much worse than another as can be.
 *
 * @returns undefined when there was no problem of which both left out nothing
 * @throws InvalidOptionsError for an algorithm that the verb does not have
 */
export function duel(lehr: Lehr, { verb, adversary, against, measure, ...options }: Duel): Worst<unknown> | undefined {
  const sought = measure ?? duelMeasures[verb][0]!;
  const fought = <P>({ start, mutate }: Adversary<P>, of: (problem: P, algorithm: string) => number | undefined) => {
    const ratioOf = (problem: P) => {
      const [a, b] = [of(problem, adversary), of(problem, against)];
      return a === undefined || b === undefined || b === 0 ? undefined : a / b;
    };
    return annealProblems({ start, mutate }, ratioOf, options);
  };
  switch (verb) {
    case "place":
      return fought(placeAdversary, (problem, algorithm) => makespan(lehr, problem, algorithm));
    case "sequence":
      return fought(sequenceAdversary, (problem, algorithm) => sequenceMeasure(lehr, problem, algorithm, sought));
    case "pack":
      return fought(packAdversary, (problem, algorithm) => packMeasure(lehr, problem, algorithm, sought));
  }
}

function makespan(lehr: Lehr, problem: PlaceDuel, name: string): number | undefined {
  const { status, makespan } = lehr.place(problem, { algorithm: name as AlgorithmName });
  return status === "partial" ? undefined : makespan;
}

function sequenceMeasure(lehr: Lehr, problem: SequenceDuel, name: string, measure: string): number | undefined {
  const objective = measure === "lost-promises" ? "attainment" : "mean-latency";
  const algorithm = name as SequenceAlgorithm;
  const { status, requests, totalLatency } = lehr.sequence(problem, { algorithm, objective });
  if (status === "partial") return undefined;
  // One more on both sides, so that none lost can be compared with.
  return measure === "lost-promises" ? 1 + requests.filter(({ met }) => met === false).length : totalLatency;
}

function packMeasure(lehr: Lehr, problem: PackDuel, name: string, measure: string): number | undefined {
  // A local search at full length would take most of the time.
  const search = name === "local-search" ? { schedule: 500, objective: measure as "bins" | "cost" } : {};
  const { status, binsUsed, cost } = lehr.pack(problem, { algorithm: name as PackAlgorithm, ...search });
  if (status === "partial") return undefined;
  return measure === "cost" ? cost : binsUsed;
}
