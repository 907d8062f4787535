import fc from "fast-check";
import { type Call, type Case, type CaseOf, callsOfVerb, type FuzzedVerb } from "./case.js";
import { plain } from "./drawing.js";
import type { Knobs } from "./knobs.js";
import {
  memoryOptions,
  packOptions,
  placeOptions,
  repackOptions,
  sequenceObjective,
  sequenceOptions,
} from "./options.js";
import { memoryProblems, packProblems, placeProblems, sequenceProblems } from "./problems.js";
import { packerCases, sequencerCases } from "./streams.js";

/**
 * Cases of a call: valid problems, with options by every algorithm. Plain JSON, so that a case that was stored is the same.
 *
 * @param knobs of the problems; without any, most are small and a few are not
 */
export function cases<C extends Call>(call: C, knobs?: Knobs): fc.Arbitrary<CaseOf<C>> {
  const sized = arbitraries[call] as (knobs: Knobs) => fc.Arbitrary<CaseOf<C>>;
  const drawn = knobs
    ? sized(knobs)
    : fc.oneof({ withCrossShrink: true }, { arbitrary: sized(small), weight: 30 }, { arbitrary: sized({}), weight: 1 });
  return drawn.map(plain);
}

/** Cases of all calls of a verb. */
export function casesOfVerb(verb: FuzzedVerb, knobs?: Knobs): fc.Arbitrary<Case> {
  return fc.oneof(...callsOfVerb[verb].map((call) => cases(call, knobs)));
}

/** Where a fault shows at all, it mostly shows in few parts; they are run the faster. */
const small: Knobs = {
  maxTasks: 12,
  maxNodes: 5,
  maxRequests: 8,
  maxServers: 3,
  maxItems: 8,
  maxBins: 3,
  maxBuffers: 12,
};

const arbitraries: { [C in Call]: (knobs: Knobs) => fc.Arbitrary<CaseOf<C>> } = {
  place: (knobs) => fc.record({ call: fc.constant("place"), problem: placeProblems(knobs), options: placeOptions() }),
  sequence: (knobs) => {
    const call = fc.constant("sequence" as const);
    const exhaustive = fc.record({ algorithm: fc.constant("exhaustive" as const), objective: sequenceObjective() });
    const few = { ...knobs, maxRequests: 4, maxServers: 2 };
    return fc.oneof(
      { arbitrary: fc.record({ call, problem: sequenceProblems(knobs), options: sequenceOptions() }), weight: 9 },
      { arbitrary: fc.record({ call, problem: sequenceProblems(few), options: exhaustive }), weight: 1 },
    );
  },
  sequencer: (knobs) => sequencerCases(knobs),
  pack: (knobs) => fc.record({ call: fc.constant("pack"), problem: packProblems(knobs), options: packOptions() }),
  packer: (knobs) => packerCases({ ...knobs, maxItems: 2 * (knobs.maxItems ?? 10) }),
  repack: (knobs) => {
    // These leave something to move.
    const loose = fc.record({ algorithm: fc.constantFrom("worst-fit" as const, "next-fit" as const) });
    return fc.record({
      call: fc.constant("repack"),
      problem: packProblems(knobs),
      start: fc.oneof(loose, packOptions()),
      options: repackOptions(),
    });
  },
  allocate: (knobs) =>
    fc.record({ call: fc.constant("allocate"), problem: memoryProblems(knobs), options: memoryOptions() }),
};
