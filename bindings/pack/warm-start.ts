import { isRecord } from "../checks.js";
import { InvalidOptionsError, InvalidResultError, printable } from "../errors.js";
import { limits } from "../limits.js";
import { firstCopies } from "./decode.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { DeviceShare, PlacedItem } from "./model.js";
import type { PackWarmStart } from "./options.js";
import type { ParsedPackProblem } from "./parse.js";
import { type Claim, claimsOf } from "./verify/claims.js";
import type { PackingViolation, PackingViolationCode, Report } from "./verify/codes.js";
import { checkCopy } from "./verify/copies.js";
import { checkGangs } from "./verify/gangs.js";
import { checkItem } from "./verify/items.js";
import { Rules } from "./verify/rules.js";

/**
 * An own copy of the placed items of a warm start, which may be a whole `Packing`.
 * @throws InvalidOptionsError
 */
export function resolveWarmStart(value: unknown): PackWarmStart {
  const placed = isRecord(value) ? value.placed : undefined;
  if (!Array.isArray(placed)) throw new InvalidOptionsError("warmStart", "must be an object with an array of placed");
  if (placed.length > limits.items) {
    throw new InvalidOptionsError("warmStart", `has ${placed.length} items; at most ${limits.items} are allowed`);
  }
  const items = new Set<string>();
  return {
    placed: Array.from(placed, (entry: unknown, k): PlacedItem => {
      const option = `warmStart.placed[${k}]`;
      const { item, bin, copy, gpus } = isRecord(entry) ? entry : {};
      if (typeof item !== "string") throw new InvalidOptionsError(`${option}.item`, "must be the id of an item");
      if (typeof bin !== "string") throw new InvalidOptionsError(`${option}.bin`, "must be the id of a bin");
      if (!isIndex(copy)) throw new InvalidOptionsError(`${option}.copy`, "must be the number of a copy, from 0");
      if (items.has(item)) throw new InvalidOptionsError(`${option}.item`, `is "${printable(item)}" a second time`);
      items.add(item);
      return { item, bin, copy: copy + 0, gpus: checkedDevices(`${option}.gpus`, gpus) };
    }),
  };
}

function checkedDevices(option: string, gpus: unknown): DeviceShare[] {
  if (!Array.isArray(gpus) || gpus.length > limits.devices) {
    throw new InvalidOptionsError(option, "must be an array of devices");
  }
  return Array.from(gpus, (device: unknown, k) => {
    const { index, share } = isRecord(device) ? device : {};
    if (!isIndex(index))
      throw new InvalidOptionsError(`${option}[${k}].index`, "must be the index of a device, from 0");
    if (typeof share === "number" && share > 0 && share <= 1) return { index: index + 0, share };
    throw new InvalidOptionsError(`${option}[${k}].share`, "must be above 0, and at most 1");
  });
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/** What is passed over: items and bins come and go. */
const passedOver: readonly PackingViolationCode[] = [
  "unknown-item",
  "missing-item",
  "unknown-bin",
  "unknown-copy",
  "torn-gang",
];

/**
 * The packing that a warm start stands for, as far as the problem knows its items and bins.
 * @throws InvalidResultError when that does not hold
 */
export function encodeWarmStart(
  { placed }: PackWarmStart,
  parsed: ParsedPackProblem,
  instance: PackInstance,
): PackSolution {
  const rules = new Rules(parsed);
  const violations: PackingViolation[] = [];
  const report: Report = (code, path, message) => {
    if (!passedOver.includes(code))
      violations.push({ code, path: `/warmStart${path}`, message: printable(message, 400) });
  };
  const claims = claimsOf({ placed: [...placed], unplaced: [] }, rules, report);
  for (const claim of claims.placed.values()) checkItem(claim, report);
  for (const copy of claims.copies) checkCopy(copy, report);
  checkGangs(claims, rules, report);
  if (violations.length > 0) throw new InvalidResultError(violations);

  const isWhole = ({ item: { group } }: Claim) =>
    group === undefined || rules.gangs.get(group)!.items.every(({ id }) => claims.placed.has(id));
  const firstCopy = firstCopies(instance);
  const solution = { bin: new Int32Array(instance.items).fill(-1), gpus: new Int32Array(instance.items) };
  instance.input.forEach((position, i) => {
    const claim = claims.placed.get(parsed.items[position]!.id);
    if (!claim || !isWhole(claim)) return;
    const { kind, number } = claim.copy;
    solution.bin[i] = firstCopy[parsed.binIndex.get(kind.id)!]! + number;
    solution.gpus[i] = claim.gpus.reduce((set, { index }) => set | (1 << index), 0);
  });
  return solution;
}
