import { usedBins } from "./decode.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { PackJudge } from "./judge.js";
import type { Packing } from "./model.js";
import type { PackObjective } from "./options.js";
import type { ParsedPackProblem } from "./parse.js";

/** What a packing of this backend is worth by an objective. */
export function objectiveValue(
  objective: PackObjective,
  parsed: ParsedPackProblem,
  packing: Packing,
  judge: PackJudge,
): number {
  switch (objective) {
    case "bins":
      return packing.binsUsed;
    case "cost":
      return packing.cost;
    case "value":
      return packing.placed.reduce((sum, { item }) => sum + (parsed.items[parsed.itemIndex.get(item)!]!.value ?? 1), 0);
    case "fragmentation":
      return judge.fragmentationOf(packing, parsed);
  }
}

/** Less is better, the first measure first. Fragmentation, which only the search itself knows, is not among them. */
export function measuresOf(objective: PackObjective, instance: PackInstance, packing: PackSolution): number[] {
  const { binsUsed, cost } = usedBins(instance, packing);
  const outside = valueOutside(instance, packing);
  switch (objective) {
    case "bins":
    case "value":
      return [outside, binsUsed];
    case "cost":
      return [outside, cost];
    case "fragmentation":
      return [outside];
  }
}

export function valueOutside({ value }: PackInstance, { bin }: PackSolution): number {
  return bin.reduce((sum, b, item) => (b === -1 ? sum + value[item]! : sum), 0);
}

/** Compares the first that differ. */
export function isLess(a: readonly number[], b: readonly number[]): boolean {
  const first = a.findIndex((value, k) => value !== b[k]);
  return first !== -1 && a[first]! < b[first]!;
}
