import { createHash } from "node:crypto";
import type { Kernels } from "../../bindings/lehr.js";
import type { Case } from "./cases/case.js";

/** A fingerprint of what the kernels make of a case, equal only if it is the same to the last bit. */
export function outcomeOf({ run }: Case, kernels: Kernels): string {
  return createHash("sha1")
    .update(JSON.stringify(run(kernels), exact))
    .digest("base64");
}

function exact(_: string, value: unknown): unknown {
  if (value instanceof Float64Array || value instanceof Int32Array) return Array.from(value);
  if (typeof value !== "number" || (Number.isFinite(value) && !Object.is(value, -0))) return value;
  return Object.is(value, -0) ? "-0" : `${value}`;
}
