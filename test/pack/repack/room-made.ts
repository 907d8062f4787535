import { packReference } from "../../../bindings/pack/reference.js";
import { vectors } from "../instances.js";

/**
 * A packing to be emptied bin by bin, in which an item that once found no bin finds one later: another was moved out of a
 * third one's way, and left more of one of the resources than the third takes.
 */
export const roomMade = vectors(
  [
    [6, 5],
    [5, 4],
    [2, 2],
    [4, 1],
    [0, 5],
    [0, 4],
    [6, 2],
    [4, 4],
  ],
  [10, 10],
);

export const roomMadeStart = packReference.construct(roomMade, {
  order: "input",
  choice: "worst",
  weights: "unit",
  bins: "input",
});
