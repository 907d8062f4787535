import type { Claim } from "../verify/claims.js";
import type { Plan } from "../verify/examine.js";
import { outputOf } from "../verify/rules.js";
import { sumOf } from "./distribution.js";
import { claimsFor, groupsOf } from "./groups.js";
import type { Fairness } from "./model.js";

/** Undefined unless there is a time in which all tenants that are served have requests waiting. */
export function fairnessOf(plan: Plan): Fairness | undefined {
  const tenants = [...groupsOf(plan, ({ tenant }) => tenant)]
    .map(([name, requests]) => ({ name, claims: claimsFor(requests, plan) }))
    .filter(({ claims }) => claims.length > 0);
  if (tenants.length < 2) return undefined;

  let from = plan.rules.now;
  let until = Number.POSITIVE_INFINITY;
  for (const { claims } of tenants) {
    from = Math.max(
      from,
      claims.reduce((first, { request }) => Math.min(first, request.arrival), Infinity),
    );
    until = Math.min(
      until,
      claims.reduce((last, { start }) => Math.max(last, start), -Infinity),
    );
  }
  if (until <= from) return undefined;

  const services = tenants.map(({ claims }) => sumOf(claims.map((claim) => serviceWithin(claim, from, until))));
  const most = services.reduce((most, service) => Math.max(most, service), 0);
  const least = services.reduce((least, service) => Math.min(least, service), most);
  const total = sumOf(services);
  const squares = sumOf(services.map((service) => service * service));
  return {
    from,
    until,
    tenants: tenants.map(({ name }, t) => ({ ...(name !== undefined && { name }), service: services[t]! })),
    ...(least > 0 && { maxOverMin: most / least }),
    ...(squares > 0 && { jain: (total * total) / (services.length * squares) }),
  };
}

/** What a request counts, as far as it executes between two moments. */
function serviceWithin({ request, start, end }: Claim, from: number, until: number): number {
  const { promptTokens, weight = 1 } = request;
  const within = Math.min(end, until) - Math.max(start, from);
  if (within <= 0) return 0;
  return ((promptTokens + 2 * outputOf(request)) / weight) * (within / (end - start));
}
