import type { Subject } from "../subjects.js";
import type { Case } from "./case.js";
import { memoryCases } from "./memory.js";
import { packCases } from "./pack.js";
import { packerCases } from "./packer.js";
import { placeCases } from "./place.js";
import { repackCases } from "./repack.js";
import { sequenceCases } from "./sequence.js";

/** Many small problems first, which find most mutants soon, then a few hard ones. */
export const casesOf: Record<Subject, () => Case[]> = {
  place: placeCases,
  sequence: sequenceCases,
  pack: packCases,
  memory: memoryCases,
  packer: packerCases,
  repack: repackCases,
};
