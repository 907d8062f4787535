import type fc from "fast-check";
import { packVerb } from "../pack/index.js";
import { packJudge } from "../pack/judge.js";
import type { Packing, PackProblem } from "../pack/model.js";
import { parsePackProblem } from "../pack/parse.js";
import { packReference } from "../pack/reference.js";
import { verifyPacking } from "../pack/verify.js";
import type { Placement, PlaceProblem } from "../place/model.js";
import { parsePlaceProblem } from "../place/parse.js";
import { verifyPlacement } from "../place/verify.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import { parseSequenceProblem } from "../sequence/parse.js";
import { verifySequence } from "../sequence/verify.js";
import type { Violation } from "../violation.js";
import { leftOutItems, leftOutRequests, leftOutTasks } from "./invariants/completeness.js";
import { packRelations } from "./invariants/pack.js";
import { placeRelations } from "./invariants/place.js";
import type { Judgement, Relations } from "./invariants/relation.js";
import { sequenceRelations } from "./invariants/sequence.js";
import type { Knobs } from "./knobs.js";
import { packProblems, placeProblems, sequenceProblems } from "./problems.js";

/** What a scheduler of each verb is given. */
export interface Problems {
  place: PlaceProblem;
  sequence: SequenceProblem;
  pack: PackProblem;
}

/** What it gives back. */
export interface Results {
  place: Placement;
  sequence: Sequence;
  pack: Packing;
}

/** What a scheduler decides. */
export type Verb = keyof Problems;

/** What there is to test a scheduler of a verb with. */
export interface Tests<Problem, Result> {
  problems(knobs: Knobs): fc.Arbitrary<Problem>;
  /** Reads the problem, as every caller's is. */
  parse(problem: Problem): unknown;
  /** Everything that is wrong; none: the value is a result. */
  verify(problem: Problem, result: unknown): Violation[];
  /** Ids of what is left out though nothing forces it. */
  leftOut(problem: Problem, result: Result): string[];
  judge: Judgement<Result>;
  relations(judge: Judgement<Result>): Relations<Problem, Result>;
}

export const testsOf: { readonly [V in Verb]: Tests<Problems[V], Results[V]> } = {
  place: {
    problems: placeProblems,
    parse: parsePlaceProblem,
    verify: verifyPlacement,
    leftOut: leftOutTasks,
    judge: ({ unplaced, makespan }) => [unplaced.length, makespan],
    relations: placeRelations,
  },
  sequence: {
    problems: sequenceProblems,
    parse: parseSequenceProblem,
    verify: verifySequence,
    leftOut: leftOutRequests,
    judge: ({ unplaced, totalLatency }) => [unplaced.length, totalLatency],
    relations: sequenceRelations,
  },
  pack: {
    problems: packProblems,
    parse: parsePackProblem,
    verify: verifyWithBound,
    leftOut: leftOutItems,
    judge: ({ unplaced, binsUsed }) => [unplaced.length, binsUsed],
    relations: packRelations,
  },
};

const { pack } = packVerb(packReference, packJudge);

/** A lower bound that another packing goes below is none. */
function verifyWithBound(problem: PackProblem, result: unknown): Violation[] {
  const violations = verifyPacking(problem, result);
  if (violations.length > 0) return violations;
  const { lowerBound } = result as Packing;
  if (lowerBound <= pack(problem).lowerBound) return [];
  const other = pack(problem, { algorithm: "best" });
  if (other.status === "partial" || other.binsUsed >= lowerBound) return [];
  const message = `is ${lowerBound}, but all items fit into ${other.binsUsed}`;
  return [{ code: "wrong-lower-bound", path: "/lowerBound", message }];
}
