import { readFileSync } from "node:fs";
import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";

const ajv = new Ajv2020({ strictRequired: false, allErrors: true });

/** Checks values by a published schema. */
export function validator(name: string): ValidateFunction {
  return ajv.compile(JSON.parse(readFileSync(new URL(`../schema/${name}.schema.json`, import.meta.url), "utf8")));
}

export function faults(validate: ValidateFunction, value: unknown) {
  return validate(value) ? [] : validate.errors;
}

/** A copy with another value, or none, at a JSON pointer. */
export function changed(value: unknown, pointer: string, by: unknown): unknown {
  const copy: unknown = structuredClone(value);
  const keys = pointer.slice(1).split("/");
  const last = keys.pop()!;
  const parent = keys.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], copy);
  if (by === undefined) delete (parent as Record<string, unknown>)[last];
  else (parent as Record<string, unknown>)[last] = by;
  return copy;
}
