import type { Request, Server } from "../model.js";
import { endOf } from "../verify/batches.js";
import type { BatchClaim, Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { promisedMoment } from "../verify/promise.js";
import { executionSeconds, hasSlots, largestBatch, paceOf, prefillSeconds, tokensOf } from "../verify/rules.js";
import { timeTolerance } from "../verify/tolerance.js";
import type { RequestChange, ServerExplanation } from "./model.js";
import { couldKeep, timesFrom } from "./servers.js";
import { idsOf } from "./waits.js";

/** The latest start that keeps the promised moment at a pace of b; undefined when none is promised. */
export function latestStart(request: Request, server: Server, b: number): number | undefined {
  const moment = promisedMoment(request);
  if (moment === undefined) return undefined;
  return moment.by - (moment.token === "first" ? prefillSeconds : executionSeconds)(server, request, b);
}

/** The largest batch in which a request on a static server keeps its promise with the start that it has; 0: none. */
export function largestKeepingBatch({ request, server, start }: Claim, { rules }: Plan): number {
  return lastOf(largestBatch(server), (size) => {
    return couldKeep(request, server, timesFrom(start, request, server, size), size, rules);
  });
}

/** What would keep the promise of a served request that misses it; undefined when nothing does. */
export function changeFor(
  claim: Claim,
  before: readonly BatchClaim[],
  servers: readonly ServerExplanation[],
  plan: Plan,
): RequestChange | undefined {
  const { server, batch } = claim;
  if (!hasSlots(server)) {
    const size = largestKeepingBatch(claim, plan);
    if (size > 0) return { to: "smaller-batch", size };
  }
  const together = earlier(claim, batch!.members, before, plan);
  if (together) return { to: "earlier", ...together };
  const alone = earlier(claim, [claim], before, plan);
  if (alone) return { to: "earlier-alone", ...alone };
  return changeOfServer(claim.request, servers, plan);
}

/** The server that would end it first, of those that could keep the promise. */
export function changeOfServer(request: Request, servers: readonly ServerExplanation[], { rules }: Plan) {
  let best: (ServerExplanation & { possible: true }) | undefined;
  for (const server of servers) {
    if (server.possible && server.kept && (best === undefined || server.end < best.end)) best = server;
  }
  if (best === undefined) return undefined;
  const server = rules.servers.get(best.server)!;
  const startBy = latestStart(request, server, paceOf(server, 1));
  return { to: "server" as const, server: best.server, ...(startBy !== undefined && { startBy }) };
}

/** With whom it would have to overtake which batches, and start by when; undefined when that does not help. */
function earlier(
  { request, server }: Claim,
  members: readonly Claim[],
  before: readonly BatchClaim[],
  { rules }: Plan,
) {
  const pace = paceOf(server, members.length);
  const startBy = latestStart(request, server, pace);
  const ready = members.reduce((ready, member) => Math.max(ready, rules.earliestStart(member.request, server)), 0);
  const keeps = (start: number) => couldKeep(request, server, timesFrom(start, request, server, pace), pace, rules);
  // A pace that is too slow is not mended by an earlier start; if it is fast enough, a moment is missed.
  if (startBy === undefined || !keeps(ready)) return undefined;
  const staying = lastOf(before.length, (staying) => {
    return keeps(startAfter(before.slice(0, staying), ready, tokensOf(request), server, rules.origin));
  });
  return { startBy, overtaking: before.slice(staying).map(idsOf) };
}

/** When a batch, or on slots a request with so many tokens, can start after some that stay where they are. */
function startAfter(
  before: readonly BatchClaim[],
  ready: number,
  tokens: number,
  server: Server,
  origin: number,
): number {
  const free = before.map((batch) => ({ batch, at: endOf(batch) })).sort((a, b) => a.at - b.at);
  if (!hasSlots(server)) return Math.max(ready, free.at(-1)?.at ?? ready);
  // Requests start in order: not before the last that stays.
  let start = Math.max(ready, before.at(-1)?.start ?? ready);
  let running = before.length;
  let held = before.reduce((sum, { members }) => sum + tokensOf(members[0]!.request), tokens);
  for (const { batch, at } of free) {
    const ended = at - timeTolerance(at, origin) <= start;
    if (!ended && running < largestBatch(server) && held <= (server.kvTokens ?? held)) break;
    start = Math.max(start, at);
    running--;
    held -= tokensOf(batch.members[0]!.request);
  }
  return start;
}

/** The last of 0 … most for which something holds that holds for 0 and, if for one, for all before. */
function lastOf(most: number, holds: (candidate: number) => boolean): number {
  let within = 0;
  let beyond = most + 1;
  while (beyond - within > 1) {
    const middle = (within + beyond) >>> 1;
    if (holds(middle)) within = middle;
    else beyond = middle;
  }
  return within;
}
