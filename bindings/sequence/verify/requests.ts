import type { Claim } from "./claims.js";
import type { Report } from "./codes.js";
import { isKept } from "./promise.js";
import { executionSeconds, paceOf, prefillSeconds, type Rules } from "./rules.js";
import { differ, timeTolerance } from "./tolerance.js";

/** Checks everything about a served request that depends on it, its server and the size of its batch alone. */
export function checkRequest(claim: Claim, rules: Rules, report: Report): void {
  checkStart(claim, rules, report);
  // Without a batch, which has been reported, nothing is known of the pace.
  if (claim.batch === undefined) return;
  const pace = paceOf(claim.server, claim.batch.members.length);
  checkDurations(claim, pace, rules, report);
  checkPromise(claim, pace, rules, report);
}

function checkStart({ request, server, start, path }: Claim, { now, origin }: Rules, report: Report): void {
  const latest = start + timeTolerance(start, origin);
  const at = `${path}/start`;
  const starts = `request "${request.id}" starts at ${start}`;
  const { availableFrom = 0 } = server;
  if (latest < request.arrival) report("before-arrival", at, `${starts}, and arrives at ${request.arrival}`);
  if (latest < now) report("before-now", at, `${starts}, and now is ${now}`);
  if (latest < availableFrom) {
    report("before-server-available", at, `${starts}, and server "${server.id}" is available from ${availableFrom}`);
  }
}

function checkDurations(claim: Claim, pace: number, { origin }: Rules, report: Report): void {
  const { request, server, start, firstToken, end, path } = claim;
  const prefilled = start + prefillSeconds(server, request, pace);
  if (differ(firstToken, prefilled, timeTolerance(prefilled, origin))) {
    const fact = `request "${request.id}" has its first token at ${firstToken}; from its start it would be ${prefilled}`;
    report("wrong-first-token", `${path}/firstToken`, fact);
  }
  const ended = start + executionSeconds(server, request, pace);
  if (differ(end, ended, timeTolerance(ended, origin))) {
    const fact = `request "${request.id}" ends at ${end}; from its start it would be ${ended}`;
    report("wrong-end", `${path}/end`, fact);
  }
}

function checkPromise(claim: Claim, pace: number, { origin }: Rules, report: Report): void {
  const { request, server, end, met, path } = claim;
  if (request.slo === undefined) {
    if (met !== undefined) report("wrong-met", `${path}/met`, `request "${request.id}" has no promise`);
    return;
  }
  const kept = isKept(request, server, claim, pace, timeTolerance(end, origin));
  if (met === undefined || (kept !== undefined && met !== kept)) {
    const verdict = kept === false ? "is missed" : "is kept";
    report("wrong-met", `${path}/met`, `the promise to request "${request.id}" ${verdict}`);
  }
}
