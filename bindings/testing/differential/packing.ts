import type { Packing, PackProblem, PlacedItem } from "../../pack/model.js";
import type { PackingViolationCode } from "../../pack/verify/codes.js";
import { verifyPacking } from "../../pack/verify.js";

/** What a packing says of itself as a whole. */
const claims: readonly PackingViolationCode[] = ["wrong-bins-used", "wrong-cost", "wrong-lower-bound", "wrong-status"];

/** What is wrong with where items are; those of the problem that are nowhere are taken to be left out. */
export function violationsOfPlaces(problem: PackProblem, placed: PlacedItem[]) {
  const inside = new Set(placed.map(({ item }) => item));
  const packing: Omit<Packing, "run"> = {
    status: "partial",
    placed,
    unplaced: problem.items.flatMap(({ id }) => (inside.has(id) ? [] : [{ item: id, reason: "", proven: false }])),
    binsUsed: 0,
    cost: 0,
    lowerBound: 0,
  };
  return verifyPacking(problem, packing).filter(({ code }) => !claims.includes(code));
}
