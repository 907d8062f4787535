import { InvalidOptionsError } from "../errors.js";
import { suggestion } from "../suggestion.js";

/** What the value of an option may be, and how to say so. */
const kinds = {
  text: { allows: (value: unknown) => typeof value === "string", must: "must be a text" },
  flag: { allows: (value: unknown) => typeof value === "boolean", must: "must be true or false" },
  size: {
    allows: (value: unknown) => typeof value === "number" && value > 0 && value < Infinity,
    must: "must be a positive finite number",
  },
  count: {
    allows: (value: unknown) => Number.isInteger(value) && (value as number) > 0,
    must: "must be a positive integer",
  },
  limit: {
    allows: (value: unknown) => value === Infinity || (Number.isInteger(value) && (value as number) > 0),
    must: "must be a positive integer or Infinity",
  },
};

/**
 * @param options of the caller, unchecked; one that is undefined counts as not given
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function checkChartOptions(options: unknown, known: Record<string, keyof typeof kinds>): void {
  if (typeof options !== "object" || options === null) throw new InvalidOptionsError("options", "must be an object");
  const names = Object.keys(known);
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(known, name)) {
      throw new InvalidOptionsError(name, `is unknown${suggestion(name, names)}; known are ${names.join(", ")}`);
    }
    const { allows, must } = kinds[known[name]!];
    if (value !== undefined && !allows(value)) throw new InvalidOptionsError(name, must);
  }
}
