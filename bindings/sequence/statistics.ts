import type { Sequence, SequenceProblem } from "./model.js";
import { distributionOf, sumOf } from "./statistics/distribution.js";
import { fairnessOf } from "./statistics/fairness.js";
import { attainmentOf, claimsFor, groupStatistics, latencyOf } from "./statistics/groups.js";
import type { SequenceStatistics } from "./statistics/model.js";
import { serverStatistics } from "./statistics/servers.js";
import type { Claim } from "./verify/claims.js";
import { type Plan, planOf } from "./verify/examine.js";
import { outputOf, paceOf, secondsPerToken } from "./verify/rules.js";

export type * from "./statistics/model.js";

/**
 * Which promises a sequence keeps, how long requests take, what the servers do and cost, and how fair it is. Works on
 * anybody's sequence, as long as it holds.
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the sequence does not hold for it.
 */
export function sequenceStatistics(problem: SequenceProblem, sequence: Sequence): SequenceStatistics {
  const plan = planOf(problem, sequence);
  const requests = [...plan.rules.requests.values()];
  const claims = claimsFor(requests, plan);
  const makespan = makespanOf(claims, plan);
  const servers = serverStatistics(plan, makespan);
  const busy = sumOf(servers.map(({ cost }) => cost.busy));
  const tokens = sumOf(servers.map(({ cost }) => cost.tokens));
  const fairness = fairnessOf(plan);
  return {
    served: claims.length,
    unplaced: plan.unplaced.length,
    attainment: attainmentOf(requests, plan),
    classes: groupStatistics(plan, (request) => request.class),
    tenants: groupStatistics(plan, ({ tenant }) => tenant),
    ...distributions(claims),
    makespan,
    ...(makespan > 0 && { throughput: throughputOf(claims, makespan) }),
    cost: { total: busy + tokens, busy, tokens },
    servers: servers.map(({ statistics }) => statistics),
    ...(fairness && { fairness }),
  };
}

function makespanOf(claims: readonly Claim[], { rules }: Plan): number {
  if (claims.length === 0) return 0;
  const first = claims.reduce((first, { request }) => Math.min(first, request.arrival), Number.POSITIVE_INFINITY);
  const last = claims.reduce((last, { end }) => Math.max(last, end), Number.NEGATIVE_INFINITY);
  return last - Math.max(first, rules.now);
}

function distributions(claims: readonly Claim[]) {
  const latency = distributionOf(claims.map(latencyOf));
  const timeToFirstToken = distributionOf(claims.map(({ request, firstToken }) => firstToken - request.arrival));
  const timePerOutputToken = distributionOf(claims.filter(({ request }) => outputOf(request) > 1).map(timePerTokenOf));
  const wait = distributionOf(claims.map(waitOf));
  const longest = claims.find((claim) => waitOf(claim) === wait?.max);
  return {
    ...(latency && { latency }),
    ...(timeToFirstToken && { timeToFirstToken }),
    ...(timePerOutputToken && { timePerOutputToken }),
    ...(wait && { wait }),
    ...(longest && { longestWait: { request: longest.request.id, seconds: waitOf(longest) } }),
  };
}

function throughputOf(claims: readonly Claim[], makespan: number) {
  return {
    requests: claims.length / makespan,
    promptTokens: sumOf(claims.map(({ request }) => request.promptTokens)) / makespan,
    outputTokens: sumOf(claims.map(({ request }) => outputOf(request))) / makespan,
  };
}

function waitOf({ request, start }: Claim): number {
  return start - request.arrival;
}

function timePerTokenOf({ request, server, batch }: Claim): number {
  return secondsPerToken(server, request, paceOf(server, batch!.members.length));
}
