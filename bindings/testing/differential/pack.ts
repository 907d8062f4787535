import type { Lehr } from "../../lehr.js";
import { encodePackProblem } from "../../pack/encode.js";
import type { Packing, PackProblem } from "../../pack/model.js";
import { type PackOptions, type PresetName, presets } from "../../pack/options.js";
import { parsePackProblem } from "../../pack/parse.js";
import { packingStatistics } from "../../pack/statistics.js";
import { verifyPacking } from "../../pack/verify.js";
import type { PackCase } from "../case.js";
import { type Finding, type Trial, unlessEqual, unlessSound } from "./trial.js";

export function packTrial(subject: PackCase): Trial<Packing> {
  const { problem, options } = subject;
  return {
    call: (lehr) => lehr.pack(problem, options),
    check(lehr, packing) {
      const prepared = lehr.prepare.pack(problem);
      return (
        unlessSound(verifyPacking(problem, packing)) ??
        unlessEqual("repetition", packing, lehr.pack(problem, packing.run)) ??
        unlessEqual("preparation", packing, prepared.run(options).toPacking()) ??
        unlessEqual("preparation", packing, prepared.run(options).toPacking()) ??
        searchFinding(lehr, subject, packing)
      );
    },
  };
}

function searchFinding(lehr: Lehr, { problem, options }: PackCase, packing: Packing): Finding | undefined {
  const value = new Map(problem.items.map(({ id, value = 1 }) => [id, value]));
  /** Smaller is better, the first that differs decides. */
  const measures = (packing: Packing, by: PackOptions["objective"] | "best"): number[] => {
    const { unplaced, binsUsed, cost } = packing;
    const outside = unplaced.reduce((sum, { item }) => sum + value.get(item)!, 0);
    if (by === "best") return [outside, cost, binsUsed];
    // Where amounts are rounded, what fits to the last digit is of no use to the search.
    if (by === "value" || (by === "fragmentation" && isRounded(problem))) return [outside];
    if (by === "fragmentation") return [outside, packingStatistics(problem, packing).fragmentation];
    return [outside, by === "cost" ? cost : binsUsed];
  };
  const unlessBeatenBy = (name: PresetName, by: PackOptions["objective"] | "best"): Finding | undefined => {
    const [own, other] = [measures(packing, by), measures(lehr.pack(problem, { algorithm: name }), by)];
    const message = `${options.algorithm} has ${own}, worse than ${other} of ${name}`;
    return isLess(other, own, by === "fragmentation" ? weightRounding : 0)
      ? { property: "improvement", message }
      : undefined;
  };
  if (options.algorithm === "best") {
    return Object.keys(presets)
      .map((name) => unlessBeatenBy(name as PresetName, "best"))
      .find(Boolean);
  }
  if (options.algorithm !== "local-search") return undefined;
  const search = lehr.search.pack(problem, options);
  for (let steps = 1; search.step(steps); steps *= 2);
  return (
    unlessEqual("steps", found(packing), found(search.best())) ??
    unlessBeatenBy("first-fit-decreasing", options.objective)
  );
}

/** Whether no unit measures all amounts. */
function isRounded(problem: PackProblem): boolean {
  const { instance, relaxed } = encodePackProblem(parsePackProblem(problem));
  return instance !== relaxed;
}

/** Without the iterations done: a search that has nothing to do stops at once. */
function found({ run: _, ...rest }: Packing): Omit<Packing, "run"> {
  return rest;
}

/** That search counts in weights, 2^20 to a full bin, that are rounded down item by item. */
const weightRounding = 1e-3;

/** By more than rounding, of the last measure by so much more. */
function isLess(a: readonly number[], b: readonly number[], ofTheLast: number): boolean {
  const roundings = a.map((value, i) => 1e-9 * Math.max(value, b[i]!) + (i === a.length - 1 ? ofTheLast : 0));
  const first = a.findIndex((value, i) => Math.abs(value - b[i]!) > roundings[i]!);
  return first !== -1 && a[first]! < b[first]!;
}
