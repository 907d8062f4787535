import type { PackProblem, PlacedItem } from "../../pack/model.js";
import type { Repacking } from "../../pack/repack.js";
import type { RepackCase } from "../case.js";
import { violationsOfPlaces } from "./packing.js";
import { type Finding, type Trial, unlessEqual, unlessSound } from "./trial.js";

interface Answer {
  before: PlacedItem[];
  repacking: Repacking;
}

export function repackTrial({ problem, start, options }: RepackCase): Trial<Answer> {
  return {
    call(lehr) {
      const packing = lehr.pack(problem, start);
      return { before: packing.placed, repacking: lehr.repack(problem, packing, options) };
    },
    check: (_, { before, repacking }) => replay(problem, before, repacking),
  };
}

/** Every constraint is kept after each move, and the last leaves what is claimed. */
function replay(problem: PackProblem, before: PlacedItem[], { moves, packing }: Repacking): Finding | undefined {
  let placed = before;
  for (const { item, to } of moves) {
    placed = placed.map((place) => (place.item === item ? { item, ...to } : place));
    const finding = unlessSound(violationsOfPlaces(problem, placed));
    if (finding) return finding;
  }
  return unlessEqual("verification", placed, packing);
}
