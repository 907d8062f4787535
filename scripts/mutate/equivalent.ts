/**
 * Mutants of the fixed sample that no test can tell from the original, because every result is the same: what they change
 * decides only how soon it is found. Each with the reason. They do not count.
 */
export const equivalent: Record<string, string> = {
  // pack/improve/annealing.ts: k < bins → k <= bins
  "75938fb6":
    "After all bins have refused an item, the first is asked once more. A refusal changes nothing, so it refuses again.",
  // pack/improve/minimum-bin-slack.ts: path = new StaticArray<i32>(count + 1) → (count + 0)
  d46bba92: "One entry an item but the first of the bin: the longest path has count − 1 entries.",
  // pack/improve/consistent-search.ts: weight > 2 * capacity → weight > 3 * capacity
  dd582f5b:
    "What weighs more than two bins hold does not go into two: looking for a way finds none, and draws nothing.",
  // sequence/exchange/proposals.ts: ahead < least → ahead <= least
  b3b1db99: "Different requests are differently far ahead of the drawn one, and all by less than their number.",
  // pack/improve/minimum-bin-slack.ts: kinds: i32 = 0 → 1
  e824f699: "The constructor sets the field before anything reads it.",
  // sequence/skeleton/ranked-requests.ts: base < Infinity → base <= Infinity
  "6d5ac789":
    "Where `base` is Infinity `batchLimit` is 0: the latest start there is −Infinity, which no maximum notices.",
  // pack/packer/fragmentation.ts: best = -1 → 0
  "6e145319":
    "A device is only chosen on a node where one has room, and the first of these replaces the initial value.",
  // sequence/exchange/gain.ts: cost: f64 = 0 → 1
  "7a86bcd2": "Objectives that do not set the weight of costs do not add them up either: it is multiplied by 0.",
  // sequence/objective.ts: a.cost < b.cost → a.cost <= b.cost
  d51b4250: "It is reached only where the two differ.",
};
