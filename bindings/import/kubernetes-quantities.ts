/** Quantities of Kubernetes manifests, and what a pod requests of each resource in all. */

import { isRecord } from "../checks.js";
import { printable } from "../errors.js";

export type Fields = Record<string, unknown>;
/** Notes what is wrong at a JSON pointer below a manifest. */
export type Report = (pointer: string, message: string) => void;
type Amounts = Record<string, number>;

export function fieldsOf(value: unknown): Fields {
  return isRecord(value) ? value : {};
}

export function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** All containers at once, or an init container beside those that keep running, whichever is more; and the overhead. */
export function podAmounts(spec: Fields, report: Report): Amounts {
  let running = sum(
    listOf(spec.containers).map((container, i) => requestOf(container, `/spec/containers/${i}`, report)),
  );
  let peak: Amounts = {};
  let sidecars: Amounts = {};
  listOf(spec.initContainers).forEach((container, i) => {
    const request = requestOf(container, `/spec/initContainers/${i}`, report);
    peak = most(peak, sum([sidecars, request]));
    if (fieldsOf(container).restartPolicy !== "Always") return;
    sidecars = sum([sidecars, request]);
    running = sum([running, request]);
  });
  return sum([most(running, peak), quantities(spec.overhead, "/spec/overhead", report)]);
}

/** Requests default to limits. */
function requestOf(container: unknown, pointer: string, report: Report): Amounts {
  const { requests, limits } = fieldsOf(fieldsOf(container).resources);
  return {
    ...quantities(limits, `${pointer}/resources/limits`, report),
    ...quantities(requests, `${pointer}/resources/requests`, report),
  };
}

export function quantities(value: unknown, pointer: string, report: Report): Amounts {
  const amounts: Amounts = {};
  for (const [name, quantity] of Object.entries(fieldsOf(value))) {
    const amount = amountOf(quantity);
    if (amount !== undefined) amounts[name] = amount;
    else report(pointer, `"${printable(String(quantity))}" is no quantity of ${printable(name)}`);
  }
  return amounts;
}

/** What a suffix multiplies by, or divides by: thousandths stay the numbers that people would write. */
const multiples: Record<string, number> = {
  "": 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
const fractions: Record<string, number> = { m: 1e3, u: 1e6, n: 1e9 };

/** `500m`, `16Gi`, `1e3`, `129M`; undefined for what is none. */
function amountOf(quantity: unknown): number | undefined {
  const match = /^\+?(\d+\.?\d*|\.\d+)(?:([eE][+-]?\d+)|([numkMGTPE]|[KMGTPE]i))?$/.exec(String(quantity));
  if (!match) return undefined;
  const [, digits, exponent = "", suffix = ""] = match;
  const amount = Number(`${digits}${exponent}`);
  return suffix in fractions ? amount / fractions[suffix]! : amount * multiples[suffix]!;
}

function sum(parts: readonly Amounts[]): Amounts {
  const total: Amounts = {};
  for (const part of parts) for (const name in part) total[name] = (total[name] ?? 0) + part[name]!;
  return total;
}

function most(a: Amounts, b: Amounts): Amounts {
  const greatest = { ...a };
  for (const name in b) greatest[name] = Math.max(greatest[name] ?? 0, b[name]!);
  return greatest;
}
