import { endOf } from "../verify/batches.js";
import type { BatchClaim, Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { hasSlots } from "../verify/rules.js";
import { timeTolerance } from "../verify/tolerance.js";
import type { BatchAhead, RequestWait } from "./model.js";

/** Batches of the request's server that start before it does, by start. */
export function batchesBefore({ server, start, batch }: Claim, { batches }: Plan): BatchClaim[] {
  return batches
    .filter((other) => other.server === server && other !== batch && other.start < start)
    .sort((a, b) => a.start - b.start);
}

/** Those of the batches before a request that ran while it could have started. */
export function batchesAhead(claim: Claim, before: readonly BatchClaim[], { rules }: Plan): BatchAhead[] {
  const ready = rules.earliestStart(claim.request, claim.server);
  return before.flatMap((batch) => {
    const end = endOf(batch);
    const seconds = Math.min(end, claim.start) - Math.max(batch.start, ready);
    if (seconds <= timeTolerance(claim.start, rules.origin)) return [];
    return [{ requests: idsOf(batch), start: batch.start, end, seconds }];
  });
}

/**
 * The wait that ended last. Of several that ended together, the first in this order: its own arrival, now, the server,
 * companions, other batches; the end of another request on a server with slots may be a coincidence, the others never are.
 */
export function waitOf(claim: Claim, before: readonly BatchClaim[], { rules }: Plan): RequestWait {
  const { request, server, start, batch } = claim;
  const tolerance = timeTolerance(start, rules.origin);
  const waits: RequestWait[] = [{ for: "now", until: rules.now }];
  if (server.availableFrom !== undefined) waits.push({ for: "availability", until: server.availableFrom });
  for (const companion of batch!.members) {
    waits.push({ for: "companion", request: companion.request.id, until: companion.request.arrival });
  }
  for (const other of before.flatMap(({ members }) => members)) {
    if (other.end > start + tolerance) continue;
    waits.push({ for: hasSlots(server) ? "slot" : "batch", request: other.request.id, until: other.end });
  }

  let last: RequestWait = { for: "arrival", until: request.arrival };
  for (const wait of waits) {
    if (wait.until > last.until + tolerance) last = wait;
  }
  return last;
}

export function idsOf({ members }: BatchClaim): string[] {
  return members.map(({ request }) => request.id);
}
