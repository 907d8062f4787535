import type { SequenceInstance } from "./instance.js";
import { executionOf, type Linear, plannedOutput, secondsAt, tokensOf } from "./latency.js";
import type { Request, Server } from "./model.js";
import type { ParsedSequenceProblem } from "./parse.js";
import { snap } from "./snap.js";

const secondsPerHour = 3600;
/** A pace counts as kept up to here beyond the promise: decimal fractions are not exact. */
const paceTolerance = 1 + 1e-12;

/** The problem as flat arrays, as `SequenceInstance` describes them. */
export function encodeSequenceProblem({ requests: all, servers, now }: ParsedSequenceProblem): SequenceInstance {
  const mostTokens = servers.reduce((most, { kvTokens = Infinity }) => Math.max(most, kvTokens), 0);
  const requests = all.filter((request) => tokensOf(request) <= mostTokens);
  // Arrivals such as seconds since 1970 would leave few digits for what lies between them.
  const origin = requests.reduce((least, { arrival }) => Math.min(least, arrival), requests[0]?.arrival ?? 0);

  const arrivals = requests.map(({ arrival }) => arrival - origin);
  const instance: SequenceInstance = {
    requests: requests.length,
    servers: servers.length,
    input: integers(all.flatMap((request, position) => (tokensOf(request) <= mostTokens ? [position] : []))),
    origin,
    arrival: numbers(arrivals),
    weight: numbers(requests.map(({ weight = 1 }) => weight)),
    deadline: numbers(requests.map((request, r) => arrivals[r]! + promisedWithin(request))),
    promised: integers(requests.map(({ slo }) => Number(slo !== undefined))),
    tokens: numbers(requests.map(tokensOf)),
    available: numbers(servers.map(({ availableFrom = 0 }) => Math.max(now, availableFrom, origin) - origin)),
    maxBatch: integers(servers.map(largestBatch)),
    kvTokens: numbers(servers.map(({ kvTokens = Infinity }) => kvTokens)),
    slots: integers(servers.map(({ execution }) => Number(execution === "slots"))),
    pricePerSecond: numbers(servers.map(pricePerSecond)),
    score: numbers(requests.map(({ score = 0 }) => score)),
    tenant: integers(numbered(requests.map(({ tenant }) => tenant))),
    service: numbers(requests.map((request) => request.promptTokens + 2 * plannedOutput(request))),
    stepsLeft: integers(requests.map(({ stepsLeft = 1 }) => stepsLeft)),
    ...encodePairs(requests, servers),
  };
  snap(instance);
  return instance;
}

/** Requests that the server runs at once at most. */
export function largestBatch({ maxBatch, limits }: Server): number {
  return Math.min(maxBatch, limits?.concurrency ?? maxBatch);
}

/** Dollars per second of a batch, or of a slot. */
export function pricePerSecond(server: Server): number {
  const shares = server.execution === "slots" ? largestBatch(server) : 1;
  return (server.pricePerHour ?? 0) / secondsPerHour / shares;
}

/** Dollars for the tokens of a request. */
export function tokenCost({ pricePerToken }: Server, request: Request): number {
  if (!pricePerToken) return 0;
  return request.promptTokens * pricePerToken.input + plannedOutput(request) * pricePerToken.output;
}

/** Seconds from arrival to the promised moment. */
export function promisedWithin({ slo }: Request): number {
  if (slo === undefined) return Infinity;
  return "endToEnd" in slo ? slo.endToEnd : (slo.timeToFirstToken ?? Infinity);
}

/** Whether the promised moment is the first token; else it is the last. */
export function promisesFirstToken({ slo }: Request): boolean {
  return slo !== undefined && !("endToEnd" in slo);
}

type Pairs = Pick<
  SequenceInstance,
  "base" | "perRequest" | "promiseBase" | "promisePerRequest" | "batchLimit" | "tokenCost"
>;

function encodePairs(requests: readonly Request[], servers: readonly Server[]): Pairs {
  const pairs = requests.length * servers.length;
  const base = new Float64Array(pairs).fill(Infinity);
  const perRequest = new Float64Array(pairs);
  const promiseBase = new Float64Array(pairs).fill(Infinity);
  const promisePerRequest = new Float64Array(pairs);
  const batchLimit = new Int32Array(pairs);
  const cost = new Float64Array(pairs);
  servers.forEach((server, s) => {
    const { kvTokens = Infinity } = server;
    requests.forEach((request, r) => {
      if (tokensOf(request) > kvTokens) return;
      const at = s * requests.length + r;
      const { prefill, decodeStep, whole } = executionOf(server.latency, request);
      const promised = promisesFirstToken(request) ? prefill : whole;
      base[at] = whole.base;
      perRequest[at] = whole.perRequest;
      promiseBase[at] = promised.base;
      promisePerRequest[at] = promised.perRequest;
      batchLimit[at] = largestBatchInPace(decodeStep, request, largestBatch(server));
      cost[at] = tokenCost(server, request);
    });
  });
  return { base, perRequest, promiseBase, promisePerRequest, batchLimit, tokenCost: cost };
}

/** The largest batch up to `largest` in which tokens come as fast as promised. */
function largestBatchInPace(decodeStep: Linear, { slo }: Request, largest: number): number {
  if (slo === undefined || "endToEnd" in slo || slo.timePerOutputToken === undefined) return largest;
  const seconds = slo.timePerOutputToken * paceTolerance;
  let within = 0;
  let beyond = largest + 1;
  while (beyond - within > 1) {
    const batch = Math.floor((within + beyond) / 2);
    if (secondsAt(decodeStep, batch) <= seconds) within = batch;
    else beyond = batch;
  }
  return within;
}

/** Numbers from 0 by first appearance; those without a name share one. */
function numbered(names: readonly (string | undefined)[]): number[] {
  const known = new Map<string | undefined, number>();
  return names.map((name) => {
    const number = known.get(name) ?? known.size;
    known.set(name, number);
    return number;
  });
}

// Filled from arrays: with a callback, or from an iterator, it takes many times as long.

function numbers(values: number[]): Float64Array {
  return Float64Array.from(values);
}

function integers(values: number[]): Int32Array {
  return Int32Array.from(values);
}
