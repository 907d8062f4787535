import type { SequenceInstance } from "../instance.js";
import type { Rule } from "./rule.js";

/**
 * Virtual token counter (Sheng et al., "Fairness in Serving Large Language Models", OSDI 2024, algorithm 2). What is
 * taken adds its service to the counter of its tenant at once, and the tenant with the least counter is next; ties fall to
 * the lower number, within the tenant to the earliest arrival. A tenant that had nothing waiting cannot save up: when a
 * request of it arrives, its counter is lifted to the least of those that have, or to that of the tenant served last.
 */
export function fair({ tenant, service, arrival }: SequenceInstance): Rule {
  const counters = new Map<number, number>();
  const waiting: number[] = [];
  let lastServed: number | undefined;
  const counter = (of: number) => counters.get(of) ?? 0;

  return {
    keys: (_, r) => [counter(tenant[r]!), tenant[r]!, arrival[r]!],
    arrived(r) {
      const tenants = waiting.map((other) => tenant[other]!);
      if (!tenants.includes(tenant[r]!)) {
        const level =
          tenants.length > 0 ? Math.min(...tenants.map(counter)) : lastServed === undefined ? 0 : counter(lastServed);
        counters.set(tenant[r]!, Math.max(counter(tenant[r]!), level));
      }
      waiting.push(r);
    },
    taken(r) {
      counters.set(tenant[r]!, counter(tenant[r]!) + service[r]!);
      lastServed = tenant[r]!;
      waiting.splice(waiting.indexOf(r), 1);
    },
    leftWaiting() {},
  };
}
