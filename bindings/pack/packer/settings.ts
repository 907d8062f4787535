import { checkedChoice, checkedSeed, givenOptions, isRecord } from "../../checks.js";
import { Door } from "../../door.js";
import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import type { NormalBin } from "../parse-bins.js";
import type { NormalItem } from "../parse-items.js";
import { readStreamItem } from "./arguments.js";
import { type PackerOptions, type PackerRule, packerRules, type ShapePoint } from "./model.js";

/** Options that were checked. */
export interface ResolvedPackerOptions {
  rule: PackerRule;
  seed: number;
  typical: NormalItem[] | undefined;
  companion: string;
  weights: ReadonlyMap<string, number>;
  shape: readonly ShapePoint[];
}

const optionNames = [
  "rule",
  "seed",
  "typical",
  "companion",
  "weights",
  "shape",
] as const satisfies (keyof PackerOptions)[];
const straight: readonly ShapePoint[] = [
  { utilization: 0, score: 0 },
  { utilization: 100, score: 100 },
];
const allocationRules: readonly PackerRule[] = ["most-allocated", "least-allocated", "requested-to-capacity-ratio"];

/**
 * @param options of the caller, unchecked
 * @param bins onto which typical items go
 * @throws InvalidOptionsError
 * @throws InvalidProblemError for typical items that are not valid
 */
export function resolvePackerOptions(options: unknown = {}, bins: readonly NormalBin[]): ResolvedPackerOptions {
  const given = givenOptions(options, optionNames);
  const rule = checkedChoice("rule", given.rule ?? "stranded-gpu", packerRules);
  if (given.weights !== undefined && !allocationRules.includes(rule)) {
    throw new InvalidOptionsError("weights", `is of no use to ${rule}; it is for ${allocationRules.join(", ")}`);
  }
  if (given.shape !== undefined && rule !== "requested-to-capacity-ratio") {
    throw new InvalidOptionsError("shape", `is of no use to ${rule}; it is for requested-to-capacity-ratio`);
  }
  return {
    rule,
    seed: checkedSeed(given.seed ?? 0),
    typical: resolveTypical(given.typical, bins),
    companion: resolveCompanion(given.companion),
    weights: resolveWeights(given.weights),
    shape: resolveShape(given.shape),
  };
}

function resolveCompanion(companion: unknown = "cpu"): string {
  if (typeof companion === "string" && companion !== "") return companion;
  throw new InvalidOptionsError("companion", "must be the name of a resource");
}

function resolveTypical(typical: unknown, bins: readonly NormalBin[]): NormalItem[] | undefined {
  if (typical === undefined) return undefined;
  return new Door().admit((door) => {
    door.enter("typical");
    const entries = door.array(typical, limits.items) ?? [];
    const items = Array.from(entries, (entry, i) => readStreamItem(door, i, entry, bins));
    door.leave();
    return items;
  });
}

function resolveWeights(weights: unknown = {}): ReadonlyMap<string, number> {
  if (!isRecord(weights)) throw new InvalidOptionsError("weights", "must be an object");
  return new Map(
    Object.entries(weights).map(([name, weight]) => {
      if (isPercent(weight)) return [name, weight];
      throw new InvalidOptionsError("weights", `must be whole numbers from 0 to 100; that of "${name}" is not`);
    }),
  );
}

function resolveShape(shape: unknown = straight): readonly ShapePoint[] {
  const advice =
    "must be a list of points { utilization, score } of whole numbers from 0 to 100, by ascending utilization";
  if (!Array.isArray(shape) || shape.length === 0 || shape.length > 101) throw new InvalidOptionsError("shape", advice);
  const points = shape.map((point: Partial<ShapePoint> | null) => {
    const { utilization, score } = point ?? {};
    if (!isPercent(utilization) || !isPercent(score)) throw new InvalidOptionsError("shape", advice);
    return { utilization, score };
  });
  const ascends = points.every(({ utilization }, i) => i === 0 || utilization > points[i - 1]!.utilization);
  if (!ascends) throw new InvalidOptionsError("shape", advice);
  return points;
}

function isPercent(value: unknown): value is number {
  return typeof value === "number" && Number.isInteger(value) && value >= 0 && value <= 100;
}
