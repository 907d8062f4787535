import type { Seconds } from "../../cluster/model.js";
import { printable } from "../../errors.js";
import { largestBatch, promisedWithin, promisesFirstToken } from "../encode.js";
import { executionOf, secondsAt, tokensOf } from "../latency.js";
import type { Request, Server } from "../model.js";

/** Servers that a refusal lists. */
const namedObstacles = 3;

/** A request in the queue, and what the rules compare. */
export interface Waiting {
  request: Request;
  /** Of prompt and planned output. */
  tokens: number;
  /** Decisions before it arrived. */
  since: number;
  /** The promised moment; Infinity without one. */
  deadline: Seconds;
  /** [servers] Seconds in a full batch; Infinity where it can never run. */
  execution: Float64Array;
  /** [servers] The last start that keeps the promise in a full batch. */
  latestStart: Float64Array;
  /** The last start on any server that keeps the promise. */
  lastChance: Seconds;
  /** When it is overdue. */
  overdueAt: Seconds;
}

export function waitingOf(request: Request, servers: readonly Server[], maxWait: Seconds): Waiting {
  const deadline = request.arrival + promisedWithin(request);
  const tokens = tokensOf(request);
  const execution = new Float64Array(servers.length).fill(Infinity);
  const latestStart = new Float64Array(servers.length).fill(-Infinity);
  servers.forEach((server, s) => {
    if (obstacle(server, tokens) !== undefined) return;
    const { prefill, whole } = executionOf(server.latency, request);
    execution[s] = secondsAt(whole, largestBatch(server));
    latestStart[s] = deadline - secondsAt(promisesFirstToken(request) ? prefill : whole, largestBatch(server));
  });
  const lastChance = Math.max(...latestStart);
  const patience = request.arrival + maxWait;
  const overdueAt = lastChance < Infinity ? Math.max(patience, lastChance) : patience;
  return { request, tokens, since: 0, deadline, execution, latestStart, lastChance, overdueAt };
}

/** Why no server can ever take a request; undefined if one can. */
export function obstacleOf(request: Request, servers: readonly Server[]): string | undefined {
  const tokens = tokensOf(request);
  const obstacles = servers.map((server) => obstacle(server, tokens));
  if (obstacles.includes(undefined)) return undefined;
  const named = obstacles.slice(0, namedObstacles).join(", ");
  const more = obstacles.length > namedObstacles ? `, and ${obstacles.length - namedObstacles} more servers` : "";
  return `no server can take its ${tokens} tokens of prompt and output: ${named}${more}`;
}

function obstacle({ id, kvTokens = Infinity, limits }: Server, tokens: number): string | undefined {
  const { tokensPerMinute = Infinity } = limits ?? {};
  if (tokens > kvTokens) return `"${printable(id)}" holds ${kvTokens} at once`;
  if (tokens > tokensPerMinute) return `"${printable(id)}" takes ${tokensPerMinute} per minute`;
  return undefined;
}
