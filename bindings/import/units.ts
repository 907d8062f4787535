/**
 * Numbers with units, as people write them in files, to the model's numbers: seconds, gigabytes, gigabytes per second,
 * dollars. Numbers without a unit are in the model's unit already.
 *
 * `20GB` is 20e9 bytes and `20GiB` is 20 × 2^30 bytes, `10Gbps` is 10e9 bits per second and `3GB/s` 3e9 bytes per
 * second. Letters may be upper or lower case, except the one that tells bits from bytes: `b` (or `bit`) is a bit, `B` a
 * byte.
 * Durations may have several parts: `1h 30m`.
 */

import { type Problem, printable } from "../errors.js";
import { referenceToken } from "../json-pointer.js";

export type Quantity = "duration" | "data" | "bandwidth" | "pricePerHour" | "pricePerGigabyte" | "pricePerToken";

/** Which fields of a problem carry which quantity: JSON pointers, `*` stands for any key or index. */
const quantityFields: Record<string, Quantity> = {
  "/cluster/nodes/*/capacity/*": "data",
  "/cluster/nodes/*/gpus/memory": "data",
  "/cluster/nodes/*/pricePerHour": "pricePerHour",
  "/cluster/nodes/*/spot/pricePerHour": "pricePerHour",
  "/cluster/nodes/*/spot/meanLifetime": "duration",
  "/cluster/nodes/*/localDisk/bandwidth": "bandwidth",
  "/cluster/nodes/*/localDisk/latency": "duration",
  "/cluster/nodes/*/availableFrom": "duration",
  "/cluster/network/*/bandwidth": "bandwidth",
  "/cluster/network/*/latency": "duration",
  "/cluster/network/*/pricePerGigabyte": "pricePerGigabyte",
  "/cluster/network/links/*/bandwidth": "bandwidth",
  "/cluster/network/links/*/latency": "duration",
  "/cluster/network/links/*/pricePerGigabyte": "pricePerGigabyte",
  "/workflow/tasks/*/work": "duration",
  "/workflow/tasks/*/durations/*": "duration",
  "/workflow/tasks/*/needs/*": "data",
  "/workflow/tasks/*/after/*/data": "data",
  "/workflow/tasks/*/release": "duration",
  "/workflow/tasks/*/deadline": "duration",
  "/workflow/tasks/*/checkpoint/interval": "duration",
  "/workflow/tasks/*/checkpoint/size": "data",
  "/now": "duration",
  "/requests/*/arrival": "duration",
  "/requests/*/slo/*": "duration",
  "/servers/*/availableFrom": "duration",
  "/servers/*/latency/prefill/*": "duration",
  "/servers/*/latency/decode/*": "duration",
  "/servers/*/pricePerHour": "pricePerHour",
  "/servers/*/pricePerToken/*": "pricePerToken",
  "/items/*/needs/*": "data",
  "/bins/*/capacity/*": "data",
  "/bins/*/gpus/memory": "data",
  "/bins/*/load/needs/*": "data",
  "/bins/*/pricePerHour": "pricePerHour",
  "/*/promptSeconds": "duration",
  "/*/secondsPerToken": "duration",
};

/**
 * Replaces, in a problem of plain objects, every text in a quantity's place by its number. The problem is changed in
 * place; whatever else is in it stays as it is.
 *
 * @returns one problem for each text that cannot be read
 */
export function convertUnits(problem: unknown): Problem[] {
  const problems: Problem[] = [];
  for (const [pattern, quantity] of Object.entries(quantityFields)) {
    visit(problem, pattern.slice(1).split("/"), "", (text, pointer) => {
      const number = readQuantity(quantity, text);
      if (number === undefined) problems.push({ pointer, message: refusal(quantity, text) });
      return number ?? text;
    });
  }
  return problems;
}

/** The number that `text` stands for in the model's unit, or undefined when it does not read as such a quantity. */
export function readQuantity(quantity: Quantity, text: string): number | undefined {
  return readSimple(quantity, text) ?? (quantity === "duration" ? readParts(text) : undefined);
}

/** The sum of durations that follow one another, each with its unit. */
function readParts(text: string): number | undefined {
  let total = 0;
  for (const part of text.trim().split(/(?<=[a-z])\s*(?=\d)/i)) {
    const seconds = /[a-z]$/i.test(part) ? readSimple("duration", part) : undefined;
    if (seconds === undefined) return undefined;
    total += seconds;
  }
  return total;
}

function readSimple(quantity: Quantity, text: string): number | undefined {
  const match = /^(\$?)\s*(\d+(?:\.\d+)?(?:e[+-]?\d+)?|\.\d+)\s*([a-z\u00B5\u03BC/]*)$/i.exec(text.trim());
  if (match === null) return undefined;
  const [, dollar, digits, unit] = match as unknown as [string, string, string, string];
  if (dollar !== "" && !quantity.startsWith("price")) return undefined;
  if (unit === "") return Number(digits);
  const factor = factors[quantity](unit);
  if (factor === undefined) return undefined;
  const { multiply = 1, divide = 1 } = factor;
  return (Number(digits) * multiply) / divide;
}

/** Multiplying and dividing by whole numbers keeps `500ms` at 0.5 exactly where a factor of 0.001 would not. */
interface Factor {
  multiply?: number;
  divide?: number;
}

const durations: Record<string, Factor> = {
  ns: { divide: 1e9 },
  us: { divide: 1e6 },
  // The micro sign and the Greek letter look alike.
  "\u00B5s": { divide: 1e6 },
  "\u03BCs": { divide: 1e6 },
  ms: { divide: 1e3 },
  s: {},
  sec: {},
  second: {},
  seconds: {},
  m: { multiply: 60 },
  min: { multiply: 60 },
  minute: { multiply: 60 },
  minutes: { multiply: 60 },
  h: { multiply: 3600 },
  hour: { multiply: 3600 },
  hours: { multiply: 3600 },
  d: { multiply: 86_400 },
  day: { multiply: 86_400 },
  days: { multiply: 86_400 },
};

/** Gigabytes in one byte with the given prefix. */
const prefixes: Record<string, Factor> = {
  "": { divide: 1e9 },
  k: { divide: 1e6 },
  m: { divide: 1e3 },
  g: {},
  t: { multiply: 1e3 },
  p: { multiply: 1e6 },
  ki: { multiply: 2 ** 10, divide: 1e9 },
  mi: { multiply: 2 ** 20, divide: 1e9 },
  gi: { multiply: 2 ** 30, divide: 1e9 },
  ti: { multiply: 2 ** 40, divide: 1e9 },
  pi: { multiply: 2 ** 50, divide: 1e9 },
};

const factors: Record<Quantity, (unit: string) => Factor | undefined> = {
  duration: (unit) => own(durations, unit.toLowerCase()),
  data: bytes,
  bandwidth: bytesPerSecond,
  pricePerHour: (unit) => (/^\/(h|hour)$/i.test(unit) ? {} : undefined),
  pricePerGigabyte: (unit) => invert(unit.startsWith("/") ? bytes(unit.slice(1)) : undefined),
  pricePerToken: (unit) => own(tokenPrices, unit.toLowerCase().replace(/s$/, "")),
};

const tokenPrices: Record<string, Factor> = {
  "/token": {},
  "/ktoken": { divide: 1e3 },
  "/mtoken": { divide: 1e6 },
};

function bytes(unit: string): Factor | undefined {
  return unit.endsWith("B") ? own(prefixes, unit.slice(0, -1).toLowerCase()) : undefined;
}

function bytesPerSecond(unit: string): Factor | undefined {
  const [, prefix = "", symbol] = /^([a-z]*)(bit|b)(?:\/s|ps)$/i.exec(unit) ?? [];
  if (symbol === undefined) return undefined;
  const factor = own(prefixes, prefix.toLowerCase());
  return factor && symbol !== "B" ? { ...factor, divide: (factor.divide ?? 1) * 8 } : factor;
}

function invert(factor: Factor | undefined): Factor | undefined {
  return factor && { multiply: factor.divide ?? 1, divide: factor.multiply ?? 1 };
}

function own(table: Record<string, Factor>, key: string): Factor | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

const expectations: Record<Quantity, string> = {
  duration: "a duration such as 3h, 90min or 500ms, or seconds as a number",
  data: "an amount of data such as 20GB or 512MiB, or a number",
  bandwidth: "a bandwidth such as 10Gbps or 3GB/s, or gigabytes per second as a number",
  pricePerHour: "a price such as $2.50/h, or dollars per hour as a number",
  pricePerGigabyte: "a price such as $0.09/GB, or dollars per gigabyte as a number",
  pricePerToken: "a price such as $2.50/Mtoken, or dollars per token as a number",
};

/** That the text is no such quantity, and what would be one. */
export function refusal(quantity: Quantity, text: string): string {
  return `expected ${expectations[quantity]}; found "${printable(text)}"`;
}

/** Calls `convert` on every text that the pattern leads to, and puts what it returns in its place. */
function visit(
  value: unknown,
  pattern: readonly string[],
  pointer: string,
  convert: (text: string, pointer: string) => unknown,
): void {
  if (typeof value !== "object" || value === null) return;
  const container = value as Record<string, unknown>;
  const [step, ...rest] = pattern as [string, ...string[]];
  for (const key of step === "*" ? Object.keys(container) : [step]) {
    if (!Object.hasOwn(container, key)) continue;
    const child = container[key];
    const childPointer = `${pointer}/${referenceToken(key)}`;
    if (rest.length > 0) visit(child, rest, childPointer, convert);
    else if (typeof child === "string") set(container, key, convert(child, childPointer));
  }
}

/** Plain assignment to `__proto__` would change the prototype instead of the property. */
function set(container: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(container, key, { value, writable: true, enumerable: true, configurable: true });
}
