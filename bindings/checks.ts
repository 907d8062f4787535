/** Options of callers, which may be anything. A value that passes is returned, −0 as +0. */
import { InvalidOptionsError } from "./errors.js";
import { limits } from "./limits.js";
import { suggestion } from "./suggestion.js";

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/**
 * An own copy of the options that are given: one that is undefined counts as not given.
 *
 * @throws InvalidOptionsError for what is no object, and for unknown options
 */
export function givenOptions(options: unknown, known: readonly string[]): Record<string, unknown> {
  if (!isRecord(options)) throw new InvalidOptionsError("options", "must be an object");
  refuseUnknown("", options, known);
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined));
}

/** An algorithm that need not be named, where there is but one. What is no object is refused later on. */
export function withAlgorithm(algorithm: string, options: unknown = {}): unknown {
  return isRecord(options) && options.algorithm === undefined ? { ...options, algorithm } : options;
}

/** @param prefix of the names, for parts of an option */
export function refuseUnknown(prefix: string, value: Record<string, unknown>, known: readonly string[]): void {
  for (const name of Object.keys(value)) {
    if (known.includes(name)) continue;
    throw new InvalidOptionsError(prefix + name, `is unknown${suggestion(name, known)}; known are ${known.join(", ")}`);
  }
}

export function checkedChoice<T extends string>(option: string, value: unknown, allowed: readonly T[]): T {
  const choice = allowed.find((name) => name === value);
  if (choice !== undefined) return choice;
  const found = typeof value === "string" ? `; found "${value}"${suggestion(value, allowed)}` : "";
  throw new InvalidOptionsError(option, `must be one of ${allowed.join(", ")}${found}`);
}

export function checkedInteger(option: string, value: unknown, least: number, most: number): number {
  // Adding 0 turns −0 into +0.
  if (typeof value === "number" && Number.isInteger(value) && value >= least && value <= most) return value + 0;
  throw new InvalidOptionsError(option, `must be an integer from ${least} to ${most}`);
}

export function checkedSeed(value: unknown): number {
  return checkedInteger("seed", value, 0, 0xffffffff);
}

/** @param replaced what the budget decides: options that must not be given beside it */
export function checkedBudget(value: unknown, replaced: Record<string, unknown>): number {
  for (const [name, other] of Object.entries(replaced)) {
    if (other === undefined) continue;
    throw new InvalidOptionsError("budgetMilliseconds", `stands in the place of ${name}; leave one of them out`);
  }
  const budget = checkedAmount("budgetMilliseconds", value);
  if (budget === 0) throw new InvalidOptionsError("budgetMilliseconds", "must be above 0");
  return budget;
}

export function checkedAmount(option: string, value: unknown): number {
  if (typeof value === "number" && value >= 0 && value <= limits.largest) return value + 0;
  throw new InvalidOptionsError(option, `must be a number from 0 to ${limits.largest.toExponential()}`);
}
