import { isCsv } from "../import/csv.js";
import { readSequenceProblem } from "../import/sequence-file.js";
import type { Source } from "../import/source.js";
import { readQuantity, refusal } from "../import/units.js";
import type { Execution, SequenceProblem, Slo } from "../sequence/model.js";
import { CliError } from "./failure.js";
import { readSource } from "./files.js";

/** The options that say what a problem of `sequence` is; every command that reads one has them. */
export const sequenceProblemOptions = {
  servers: { type: "string" },
  server: { type: "string", multiple: true },
  execution: { type: "string" },
  limit: { type: "string" },
  "slo-end-to-end": { type: "string" },
  "slo-time-to-first-token": { type: "string" },
  "slo-time-per-output-token": { type: "string" },
} as const;

export interface SequenceProblemArguments {
  servers?: string;
  server?: string[];
  execution?: string;
  limit?: string;
  "slo-end-to-end"?: string;
  "slo-time-to-first-token"?: string;
  "slo-time-per-output-token"?: string;
}

export const sequenceProblemHelp = `  --servers FILE      the servers
  --server KEY=VALUE,…
                      a server, such as
                      preset=llama2-70b/a100-80gb/tp8,maxBatch=8,pricePerHour=$24/h;
                      once for each
  --execution NAME    of all servers: static or slots
  --limit N           the first N requests alone
  --slo-end-to-end TIME, --slo-time-to-first-token TIME,
  --slo-time-per-output-token TIME
                      what is promised to requests without a promise
`;

/** Reads the problem from one file, or the requests from one and the servers from another or from the command line. */
export async function loadSequenceProblem(
  file: string | undefined,
  values: SequenceProblemArguments,
  command: string,
): Promise<SequenceProblem> {
  if (file === undefined) throw new CliError(`no requests: name a file (lehr help ${command})`);
  if (values.servers !== undefined && values.server !== undefined) {
    throw new CliError("--servers and --server: one of them is too many");
  }
  const slo = sloOf(values);
  const limit = values.limit === undefined ? undefined : count("limit", values.limit);
  const requests = await readSource(file);
  if (values.servers === undefined && values.server === undefined && isCsv(requests.text)) {
    throw new CliError(`no servers: give --servers FILE or --server KEY=VALUE,… (lehr help ${command})`);
  }
  const servers = await serversOf(values, requests);
  const problem = readSequenceProblem({ requests, servers }, { slo, limit });
  if (values.execution === undefined) return problem;
  // The verb refuses what is not one.
  const execution = values.execution as Execution;
  return { ...problem, servers: problem.servers.map((server) => ({ ...server, execution })) };
}

/** Whether a result is of `sequence`, as far as a glance can tell. */
export function isSequence(result: unknown): boolean {
  return typeof result === "object" && result !== null && Object.hasOwn(result, "batches");
}

/** A whole number of at least 1. */
function count(option: string, text: string): number {
  const number = Number(text.trim() || Number.NaN);
  if (Number.isInteger(number) && number > 0) return number;
  throw new CliError(`--${option} must be a whole number of at least 1`);
}

export function seconds(option: string, text: string): number {
  const number = readQuantity("duration", text);
  if (number === undefined) throw new CliError(`--${option}: ${refusal("duration", text)}`);
  return number;
}

async function serversOf({ servers, server }: SequenceProblemArguments, requests: Source): Promise<Source> {
  if (server === undefined) return servers === undefined ? requests : readSource(servers);
  // A line for each option, so that messages say which of them is meant.
  const lines = server.map((text, index) => `- ${JSON.stringify(serverOf(text, index))}\n`);
  return { name: "--server", text: lines.join("") };
}

function serverOf(text: string, index: number): Record<string, unknown> {
  const server: Record<string, unknown> = { id: `server-${index + 1}` };
  for (const part of text.split(",")) {
    const [, key, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(part) ?? [];
    if (key === undefined || value === undefined) {
      throw new CliError(
        `--server takes fields such as maxBatch=8, separated by commas; found ${JSON.stringify(part)}`,
      );
    }
    if (key === "preset") server.latency = value;
    else server[key] = /^\d+(\.\d+)?$/.test(value) && key !== "id" ? Number(value) : value;
  }
  return server;
}

function sloOf(values: SequenceProblemArguments): Slo | undefined {
  const given = (option: keyof SequenceProblemArguments & `slo-${string}`) => {
    const text = values[option];
    return text === undefined ? undefined : seconds(option, text);
  };
  const endToEnd = given("slo-end-to-end");
  const timeToFirstToken = given("slo-time-to-first-token");
  const timePerOutputToken = given("slo-time-per-output-token");
  const interactive = timeToFirstToken !== undefined || timePerOutputToken !== undefined;
  if (endToEnd !== undefined && interactive) {
    throw new CliError("--slo-end-to-end beside another --slo-…: a request has one kind of promise");
  }
  if (endToEnd !== undefined) return { endToEnd };
  return interactive ? { timeToFirstToken, timePerOutputToken } : undefined;
}
