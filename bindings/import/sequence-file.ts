/** `sequence` problems from YAML, JSON or CSV files with human units. */

import { type Problem, printable } from "../errors.js";
import type { SequenceProblem, Slo } from "../sequence/model.js";
import { parseSequenceProblem } from "../sequence/parse.js";
import { latencyModels } from "../sequence/presets.js";
import { suggestion } from "../suggestion.js";
import { isCsv } from "./csv.js";
import { checkParts, has, inFile, type Part } from "./parts.js";
import { readRequestsCsv } from "./requests-csv.js";
import { InvalidSourceError, type ParsedSource, parseSource, type Source } from "./source.js";
import { convertUnits } from "./units.js";

/** Where the two halves of a problem are. Both may be the same source. */
export interface SequenceSources {
  /** `{ requests, now }` (servers beside them are not looked at), the list alone, or CSV. */
  requests: Source;
  /** `{ servers }` (requests beside them are not looked at), or the list alone. */
  servers: Source;
}

/** What a trace of requests does not say, or says too much of. */
export interface SequenceFileOptions {
  /** For requests without a promise. */
  slo?: Slo;
  /** Only so many requests, the first ones. */
  limit?: number;
}

/**
 * Reads, converts and checks a problem. The latency model of a server may be the name of one of `latencyModels`.
 *
 * @throws InvalidSourceError with everything found, each with its file and, where known, its line and column
 */
export function readSequenceProblem(sources: SequenceSources, options: SequenceFileOptions = {}): SequenceProblem {
  const requestFile = isCsv(sources.requests.text) ? readRequestsCsv(sources.requests) : parseSource(sources.requests);
  const serverFile = sources.servers === sources.requests ? requestFile : parseSource(sources.servers);
  // A list in one file for both halves is one of requests.
  const isHalf = serverFile !== requestFile;
  const parts = { requests: locate(requestFile, "requests"), servers: locate(serverFile, "servers", isHalf) };
  const missing = Object.entries(parts).filter(([, { value }]) => value === undefined);
  if (missing.length > 0) {
    throw new InvalidSourceError(
      missing.map(([name, { source }]) => {
        const message = `no ${name} found: give them as "${name}", or their list alone`;
        return inFile({ pointer: "", message }, source, "");
      }),
    );
  }
  const problem = {
    ...(has(requestFile.value, "requests") ? requestFile.value : {}),
    requests: chosen(parts.requests.value, options),
    servers: parts.servers.value,
  };
  checkParts(problem, parts, requestFile, parseSequenceProblem, (problem) => [
    ...insertLatencyModels(problem),
    ...convertUnits(problem),
  ]);
  return problem as SequenceProblem;
}

/** The part is under its name, or it is the whole file when that is a list. */
function locate(source: ParsedSource, name: string, mayBeList = true): Part {
  const { value } = source;
  if (has(value, name)) return { source, pointer: `/${name}`, value: value[name] };
  return { source, pointer: "", value: mayBeList && Array.isArray(value) ? value : undefined };
}

function chosen(requests: unknown, { slo, limit }: SequenceFileOptions): unknown {
  if (!Array.isArray(requests)) return requests;
  const first: unknown[] = requests.slice(0, limit);
  if (slo === undefined) return first;
  return first.map((request) => {
    const lacks = typeof request === "object" && request !== null && !has(request, "slo");
    return lacks ? { ...request, slo: { ...slo } } : request;
  });
}

/** Puts latency models in the places of their names. Returns a problem for each name that is unknown. */
function insertLatencyModels(problem: unknown): Problem[] {
  const servers = has(problem, "servers") ? problem.servers : undefined;
  return (Array.isArray(servers) ? servers : []).flatMap((server: unknown, index): Problem[] => {
    if (!has(server, "latency") || typeof server.latency !== "string") return [];
    const name = server.latency;
    if (Object.hasOwn(latencyModels, name)) {
      server.latency = latencyModels[name as keyof typeof latencyModels];
      return [];
    }
    const names = Object.keys(latencyModels);
    const message = `no latency model "${printable(name)}"${suggestion(name, names)}; known are ${names.join(", ")}`;
    return [{ pointer: `/servers/${index}/latency`, message }];
  });
}
