import { Door } from "../../door.js";
import { InvalidOptionsError } from "../../errors.js";
import { limits } from "../../limits.js";
import { suggestion } from "../../suggestion.js";
import { type CoefficientName, coefficientNames, type FitOptions, type LatencyMeasurement } from "./model.js";

const keys = [
  "promptTokens",
  "batch",
  "outputTokens",
  "promptSeconds",
  "secondsPerToken",
] as const satisfies (keyof LatencyMeasurement)[];
const advice: Record<(typeof keys)[number], string> = {
  promptTokens: "say how many tokens each prompt had",
  batch: "say how many requests ran together",
  outputTokens: "say how many tokens each request was answered with",
  promptSeconds: "give the time to the first token",
  secondsPerToken: "give the mean time of the tokens after the first",
};

/**
 * Own copies of the rows, checked.
 * @throws InvalidProblemError with everything that is wrong
 */
export function parseMeasurements(value: unknown): LatencyMeasurement[] {
  return new Door().admit((door) => {
    const rows = door.array(value, limits.measurements) ?? [];
    return Array.from(rows, (row, i) => {
      door.enter(i);
      const measurement = readRow(door, row);
      door.leave();
      return measurement;
    });
  });
}

function readRow(door: Door, value: unknown): LatencyMeasurement {
  const row: LatencyMeasurement = { promptTokens: 1, batch: 1, outputTokens: 1, promptSeconds: 1 };
  const fields = door.object(value);
  for (const key in fields) {
    const known = keys.find((name) => name === key);
    if (known === undefined) door.refuseUnknownKey(key, keys);
    else if (fields[key] === undefined) continue;
    else if (known === "promptSeconds" || known === "secondsPerToken") row[known] = door.divisor(known, fields[key]);
    else row[known] = readCount(door, known, fields[key]);
  }
  if (!fields) return row;
  for (const key of keys) {
    if (key !== "secondsPerToken" || row.outputTokens > 1) door.require(fields, key, advice[key]);
  }
  return row;
}

function readCount(door: Door, key: string, value: unknown): number {
  const count = door.count(key, value);
  if (count <= limits.tokens) return count;
  door.refuse(`is ${count}; at most ${limits.tokens} are allowed`, key);
  return 1;
}

/** @throws InvalidOptionsError */
export function parseFitOptions(options: FitOptions): CoefficientName[] {
  if (typeof options !== "object" || options === null) throw new InvalidOptionsError("options", "must be an object");
  for (const name of Object.keys(options)) {
    if (name !== "assumeZero") throw new InvalidOptionsError(name, "is unknown; known is assumeZero");
  }
  const { assumeZero = [] } = options;
  if (!Array.isArray(assumeZero)) throw new InvalidOptionsError("assumeZero", "must be an array of coefficients");
  for (const name of assumeZero as unknown[]) {
    if (coefficientNames.some((known) => known === name)) continue;
    const near = typeof name === "string" ? suggestion(name, coefficientNames) : "";
    throw new InvalidOptionsError("assumeZero", `may have ${coefficientNames.join(", ")}${near}`);
  }
  const fixed = coefficientNames.filter((name) => assumeZero.includes(name));
  if (fixed.filter((name) => name.startsWith("prefill")).length === 4) {
    throw new InvalidOptionsError("assumeZero", "leaves nothing of prefill, which takes time");
  }
  return fixed;
}
