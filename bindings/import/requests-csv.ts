/** Requests from CSV: columns named like the fields of the model, or those of the Azure LLM inference traces. */

import { azureRequests, isAzureTrace } from "./azure-trace.js";
import { type Column, csvRecords, parseCsv } from "./csv.js";
import type { ParsedSource, Source } from "./source.js";

const columns: Record<string, Column> = {
  id: { path: ["id"], isText: true },
  arrival: { path: ["arrival"], required: true },
  promptTokens: { path: ["promptTokens"], required: true },
  outputTokens: { path: ["outputTokens"] },
  predictedOutputTokens: { path: ["predictedOutputTokens"] },
  endToEnd: { path: ["slo", "endToEnd"] },
  timeToFirstToken: { path: ["slo", "timeToFirstToken"] },
  timePerOutputToken: { path: ["slo", "timePerOutputToken"] },
  weight: { path: ["weight"] },
  class: { path: ["class"], isText: true },
  tenant: { path: ["tenant"], isText: true },
  score: { path: ["score"] },
  stepsLeft: { path: ["stepsLeft"] },
};

/**
 * The rows as a list of requests, not yet checked. Where there is no column `id`, they are numbered from 1.
 *
 * @throws InvalidSourceError for what is no table of requests
 */
export function readRequestsCsv(source: Source): ParsedSource {
  const table = parseCsv(source);
  const requests = isAzureTrace(table) ? azureRequests(table) : csvRecords(table, columns);
  if (table.header.cells.includes("id")) return requests;
  const value = (requests.value as object[]).map((request, index) => ({ id: String(index + 1), ...request }));
  return { ...requests, value };
}
