import { instructionSuite } from "./instructions.js";
import { packSuite } from "./pack.js";
import { placeSuite } from "./place.js";
import { scaleSuite } from "./scale.js";
import { sequenceSuite } from "./sequence.js";
import type { Suite } from "./suite.js";

/** By name, in the order of the report. */
export const suites: Readonly<Record<string, Suite>> = {
  place: placeSuite,
  sequence: sequenceSuite,
  pack: packSuite,
  scale: scaleSuite,
  instructions: instructionSuite,
};
