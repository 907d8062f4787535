import { endOf } from "../verify/batches.js";
import type { BatchClaim, Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { hasSlots, largestBatch, pricePerSecond, tokenCost } from "../verify/rules.js";
import { sumOf } from "./distribution.js";
import type { ServerStatistics } from "./model.js";

/** By server, in the order of the problem: its statistics, and what its cost is made of. */
export function serverStatistics({ rules, batches }: Plan, makespan: number) {
  return [...rules.servers.values()].map((server) => {
    const onServer = batches.filter((batch) => batch.server === server).sort((a, b) => a.start - b.start);
    const claims = onServer.flatMap(({ members }) => members);
    const occupied = sumOf(onServer.map((batch) => endOf(batch) - batch.start));
    const busy = busySeconds(onServer);
    const cost = {
      busy: occupied * pricePerSecond(server),
      tokens: sumOf(claims.map(({ request }) => tokenCost(server, request))),
    };
    const slots = hasSlots(server) ? largestBatch(server) : 1;
    const statistics: ServerStatistics = {
      server: server.id,
      requests: claims.length,
      batches: onServer.length,
      busy,
      utilisation: makespan > 0 ? occupied / slots / makespan : 0,
      meanBatch: meanBatch(onServer, claims, hasSlots(server) ? busy : undefined),
      cost: cost.busy + cost.tokens,
    };
    return { statistics, cost };
  });
}

/** Seconds in which at least one of the batches runs, which are given by start. */
function busySeconds(batches: readonly BatchClaim[]): number {
  let busy = 0;
  let until = Number.NEGATIVE_INFINITY;
  for (const batch of batches) {
    const end = endOf(batch);
    if (end <= until) continue;
    busy += end - Math.max(batch.start, until);
    until = end;
  }
  return busy;
}

/** @param busy seconds in which slots are; undefined on a server without */
function meanBatch(batches: readonly BatchClaim[], claims: readonly Claim[], busy: number | undefined): number {
  if (claims.length === 0) return 0;
  if (busy === undefined) return claims.length / batches.length;
  return busy > 0 ? sumOf(claims.map(({ start, end }) => end - start)) / busy : 0;
}
