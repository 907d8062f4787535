import type { Coefficients, Request, Server } from "../model.js";
import type { ParsedSequenceProblem } from "../parse.js";

/** The problem, by id. */
export class Rules {
  readonly requests: ReadonlyMap<string, Request>;
  readonly servers: ReadonlyMap<string, Server>;
  readonly now: number;
  /** The earliest moment at which anything can start. */
  readonly origin: number;

  constructor({ requests, servers, now }: ParsedSequenceProblem) {
    this.requests = new Map(requests.map((request) => [request.id, request]));
    this.servers = new Map(servers.map((server) => [server.id, server]));
    this.now = now;
    const firstArrival = requests.reduce((first, { arrival }) => Math.min(first, arrival), Number.POSITIVE_INFINITY);
    this.origin = requests.length === 0 ? now : Math.max(now, firstArrival);
  }

  /** When a server could start a request if nothing else were there. */
  earliestStart({ arrival }: Request, { availableFrom = 0 }: Server): number {
    return Math.max(arrival, this.now, availableFrom);
  }
}

export function hasSlots({ execution }: Server): boolean {
  return execution === "slots";
}

/** Most requests that a server runs at once. */
export function largestBatch({ maxBatch, limits }: Server): number {
  return Math.min(maxBatch, limits?.concurrency ?? Number.POSITIVE_INFINITY);
}

/** The number of requests that sets the pace of a batch: on slots, whatever runs, that of a full one. */
export function paceOf(server: Server, members: number): number {
  return hasSlots(server) ? largestBatch(server) : members;
}

/** Output tokens that are planned with. */
export function outputOf({ predictedOutputTokens, outputTokens }: Request): number {
  return predictedOutputTokens ?? outputTokens ?? 1;
}

/** Tokens that a request holds while it runs. */
export function tokensOf(request: Request): number {
  return request.promptTokens + outputOf(request);
}

/** Why a server cannot take a request; undefined when it can. */
export function ineligibility(request: Request, { kvTokens }: Server): string | undefined {
  const tokens = tokensOf(request);
  if (kvTokens === undefined || tokens <= kvTokens) return undefined;
  return `has room for ${kvTokens} tokens, and the request holds ${tokens}`;
}

/** Seconds from start to first token, in a batch of b. */
export function prefillSeconds({ latency }: Server, { promptTokens }: Request, b: number): number {
  return stepSeconds(latency.prefill, b, promptTokens);
}

/** Seconds from the first token to the last: one step for each further token, with k of them before it. */
function decodeSeconds({ latency }: Server, request: Request, b: number): number {
  const steps = outputOf(request) - 1;
  const [perTokenInBatch, perRequest, perToken, constant] = latency.decode;
  const contexts = steps * request.promptTokens + (steps * (steps + 1)) / 2;
  return (perTokenInBatch * b + perToken) * contexts + (perRequest * b + constant) * steps;
}

/** Seconds from start to end. */
export function executionSeconds(server: Server, request: Request, b: number): number {
  return prefillSeconds(server, request, b) + decodeSeconds(server, request, b);
}

/** Mean seconds of each token after the first; 0 when there is none. */
export function secondsPerToken(server: Server, request: Request, b: number): number {
  const steps = outputOf(request) - 1;
  return steps === 0 ? 0 : decodeSeconds(server, request, b) / steps;
}

/** Dollars for the tokens of a request. */
export function tokenCost({ pricePerToken }: Server, request: Request): number {
  if (pricePerToken === undefined) return 0;
  return pricePerToken.input * request.promptTokens + pricePerToken.output * outputOf(request);
}

/** Dollars per second in which a batch runs or a slot is busy. */
export function pricePerSecond(server: Server): number {
  const { pricePerHour = 0 } = server;
  return pricePerHour / 3600 / (hasSlots(server) ? largestBatch(server) : 1);
}

function stepSeconds([perTokenInBatch, perRequest, perToken, constant]: Coefficients, b: number, tokens: number) {
  return perTokenInBatch * b * tokens + perRequest * b + perToken * tokens + constant;
}
