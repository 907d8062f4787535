import type { Request, Server } from "../model.js";
import { isKept, type Times } from "../verify/promise.js";
import { executionSeconds, ineligibility, paceOf, prefillSeconds, type Rules } from "../verify/rules.js";
import { timeTolerance } from "../verify/tolerance.js";
import type { ServerExplanation } from "./model.js";

/** What every server could do for a request that went first there, alone in its batch. */
export function serversFor(request: Request, rules: Rules): ServerExplanation[] {
  return [...rules.servers.values()].map((server) => {
    const reason = ineligibility(request, server);
    if (reason !== undefined) return { server: server.id, possible: false, reason };
    const start = rules.earliestStart(request, server);
    const pace = paceOf(server, 1);
    const times = timesFrom(start, request, server, pace);
    const kept = request.slo && couldKeep(request, server, times, pace, rules);
    return { server: server.id, possible: true, start, ...times, ...(kept !== undefined && { kept }) };
  });
}

/** Of a request that starts then, at a pace of b. */
export function timesFrom(start: number, request: Request, server: Server, b: number): Times {
  return {
    firstToken: start + prefillSeconds(server, request, b),
    end: start + executionSeconds(server, request, b),
  };
}

/** Whether a promise would be kept; if it is too close to call, it is. */
export function couldKeep(request: Request, server: Server, times: Times, b: number, { origin }: Rules): boolean {
  return isKept(request, server, times, b, timeTolerance(times.end, origin)) !== false;
}
