import type { Request } from "../model.js";
import type { Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { distributionOf, sumOf } from "./distribution.js";
import type { Attainment, RequestGroupStatistics } from "./model.js";

/** Requests of the problem by name of what they belong to, both in the order of the problem. */
export function groupsOf({ rules }: Plan, nameOf: (request: Request) => string | undefined) {
  const groups = new Map<string | undefined, Request[]>();
  for (const request of rules.requests.values()) {
    const group = groups.get(nameOf(request));
    if (group === undefined) groups.set(nameOf(request), [request]);
    else group.push(request);
  }
  return groups;
}

export function groupStatistics(
  plan: Plan,
  nameOf: (request: Request) => string | undefined,
): RequestGroupStatistics[] {
  return [...groupsOf(plan, nameOf)].map(([name, requests]) => {
    const claims = claimsFor(requests, plan);
    const latency = distributionOf(claims.map(latencyOf));
    return {
      ...(name !== undefined && { name }),
      requests: requests.length,
      served: claims.length,
      attainment: attainmentOf(requests, plan),
      ...(latency && { latency }),
    };
  });
}

export function attainmentOf(requests: readonly Request[], { served }: Plan): Attainment {
  const promised = requests.filter(({ slo }) => slo !== undefined);
  const kept = promised.filter(({ id }) => served.get(id)?.met);
  const promisedWeight = weightOf(promised);
  const keptWeight = weightOf(kept);
  return {
    promised: promised.length,
    kept: kept.length,
    promisedWeight,
    keptWeight,
    ...(promised.length > 0 && { share: keptWeight / promisedWeight }),
  };
}

/** Those of the requests that are served, in their order. */
export function claimsFor(requests: readonly Request[], { served }: Plan): Claim[] {
  return requests.flatMap(({ id }) => served.get(id) ?? []);
}

export function latencyOf({ request, end }: Claim): number {
  return end - request.arrival;
}

function weightOf(requests: readonly Request[]): number {
  return sumOf(requests.map(({ weight = 1 }) => weight));
}
