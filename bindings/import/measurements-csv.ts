/** Measurements for `fitLatencyModel` from CSV: columns named like its fields, or those of Splitwise. */

import { parseMeasurements } from "../sequence/fit/measurements.js";
import type { LatencyMeasurement } from "../sequence/fit/model.js";
import { type Column, csvRecords, parseCsv } from "./csv.js";
import { checkParts } from "./parts.js";
import type { Source } from "./source.js";
import { isSplitwiseTable, type SplitwiseSelection, splitwiseMeasurements } from "./splitwise.js";

const columns: Record<string, Column> = {
  promptTokens: { path: ["promptTokens"], required: true },
  batch: { path: ["batch"], required: true },
  outputTokens: { path: ["outputTokens"], required: true },
  promptSeconds: { path: ["promptSeconds"], required: true },
  secondsPerToken: { path: ["secondsPerToken"] },
};

/**
 * @param selection which rows of a Splitwise table; of no other
 * @throws InvalidSourceError with everything found, each with its line and column
 */
export function readMeasurements(source: Source, selection: SplitwiseSelection = {}): LatencyMeasurement[] {
  const table = parseCsv(source);
  const file = isSplitwiseTable(table) ? splitwiseMeasurements(table, selection) : csvRecords(table, columns);
  checkParts(file.value, {}, file, parseMeasurements);
  return file.value as LatencyMeasurement[];
}
