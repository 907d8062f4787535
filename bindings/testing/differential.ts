import type { Lehr } from "../lehr.js";
import type { Case } from "./case.js";
import { allocateTrial } from "./differential/allocate.js";
import { packTrial } from "./differential/pack.js";
import { packerTrial } from "./differential/packer.js";
import { placeTrial } from "./differential/place.js";
import { repackTrial } from "./differential/repack.js";
import { sequenceTrial } from "./differential/sequence.js";
import { sequencerTrial } from "./differential/sequencer.js";
import { type Finding, findingOf } from "./differential/trial.js";

export type { Finding } from "./differential/trial.js";

/**
 * Runs a case on every backend and says what does not hold: answers that differ, do not pass verification, are not
 * repeated by what they say of how they were made, are not those of prepared problems, searches step by step or services
 * that were restored, or are worse than what they should improve on.
 *
 * @param backends at least one; the first is what the others are held against, the last is asked for the rest
 */
export function findingIn(subject: Case, backends: readonly Lehr[]): Finding | undefined {
  switch (subject.call) {
    case "place":
      return findingOf(placeTrial(subject), backends);
    case "sequence":
      return findingOf(sequenceTrial(subject), backends);
    case "sequencer":
      return findingOf(sequencerTrial(subject), backends);
    case "pack":
      return findingOf(packTrial(subject), backends);
    case "packer":
      return findingOf(packerTrial(subject), backends);
    case "repack":
      return findingOf(repackTrial(subject), backends);
    case "allocate":
      return findingOf(allocateTrial(subject), backends);
  }
}
