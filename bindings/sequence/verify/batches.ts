import type { Server } from "../model.js";
import type { BatchClaim, Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { hasSlots, largestBatch, type Rules, tokensOf } from "./rules.js";
import { differ, timeTolerance } from "./tolerance.js";

/** Checks a batch by itself: that it has members, how many, and that its times are theirs. */
export function checkBatch(batch: BatchClaim, { origin }: Rules, report: Report): void {
  const { server, start, end, members, path } = batch;
  if (members.length === 0) {
    report("wrong-batch", `${path}/requests`, "the batch has no request that its server serves");
    return;
  }
  if (hasSlots(server) && members.length > 1) {
    const fact = `on server "${server.id}", which has slots, each request is a batch of its own`;
    report("wrong-batch", `${path}/requests`, fact);
  }
  const stray = members.find((member) => differ(member.start, start, timeTolerance(start, origin)));
  if (stray) {
    const fact = `the batch starts at ${start}, and its request "${stray.request.id}" at ${stray.start}`;
    report("wrong-batch-times", `${path}/start`, fact);
  }
  const last = endOf(batch);
  if (differ(end, last, timeTolerance(last, origin))) {
    report("wrong-batch-times", `${path}/end`, `the batch ends at ${end}, and the last of its requests at ${last}`);
  }
}

/** Checks that batches of a server follow one another and that each fits. */
export function checkStaticServer(server: Server, batches: BatchClaim[], { origin }: Rules, report: Report): void {
  let before: { batch: BatchClaim; end: number } | undefined;
  for (const batch of [...batches].sort((a, b) => a.start - b.start)) {
    const { start, members, path } = batch;
    if (before !== undefined && before.end - timeTolerance(before.end, origin) > start) {
      const fact = `the batch starts at ${start}, and one before it on server "${server.id}" ends at ${before.end}`;
      report("overlapping-batches", `${path}/start`, fact);
    }
    checkLoad(server, members.length, tokensHeldBy(members), start, `${path}/requests`, report);
    const end = endOf(batch);
    if (before === undefined || end > before.end) before = { batch, end };
  }
}

/**
 * Checks what runs on a server with slots at every instant. Sweeps over starts and ends in time; what ends lets go by the
 * tolerance earlier, so that rounding is no overlap. O(n log n).
 */
export function checkSlots(server: Server, claims: Claim[], { origin }: Rules, report: Report): void {
  const spans = claims.map((claim) => ({ claim, until: claim.end - timeTolerance(claim.end, origin) }));
  const lasting = spans.filter(({ claim, until }) => until > claim.start);
  const starting = [...lasting].sort((a, b) => a.claim.start - b.claim.start);
  const ending = [...lasting].sort((a, b) => a.until - b.until);
  let ended = 0;
  let tokens = 0;
  for (const [started, { claim }] of starting.entries()) {
    tokens += tokensOf(claim.request);
    // What has ended by now started before now, so it has been counted; the request itself ends later.
    while (ending[ended]!.until <= claim.start) tokens -= tokensOf(ending[ended++]!.claim.request);
    checkLoad(server, started + 1 - ended, tokens, claim.start, `${claim.path}/start`, report);
  }
}

/** When the last member ends. */
export function endOf({ members }: BatchClaim): number {
  return members.reduce((last, { end }) => Math.max(last, end), Number.NEGATIVE_INFINITY);
}

function checkLoad(server: Server, running: number, tokens: number, at: number, path: string, report: Report): void {
  const most = largestBatch(server);
  if (running > most) {
    report("over-max-batch", path, `${running} requests run on server "${server.id}" at ${at}, of at most ${most}`);
  }
  const room = server.kvTokens ?? Number.POSITIVE_INFINITY;
  if (tokens > room) {
    report("over-kv-tokens", path, `requests on server "${server.id}" hold ${tokens} of ${room} tokens at ${at}`);
  }
}

function tokensHeldBy(members: Claim[]): number {
  return members.reduce((sum, { request }) => sum + tokensOf(request), 0);
}
