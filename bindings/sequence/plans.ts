import type { SequenceInstance } from "./instance.js";

/**
 * How many plans an exhaustive search goes through, if every server can take every request and tokens are no limit: ways
 * to share the requests out among the servers and, on each, into batches one after the other (ordered set partitions) or,
 * with slots, into an order. Infinity for more than 20 requests, whose orders alone are more than 10^18.
 */
export function countPlans({ requests, servers, maxBatch, slots }: PlanSpace): number {
  if (requests > 20) return Infinity;
  /** [n] Plans for n requests on the servers so far. */
  let plans: number[] = Array.from({ length: requests + 1 }, (_, n) => (n === 0 ? 1 : 0));
  for (let s = 0; s < servers; s++) {
    const orders = countOrders(requests, slots[s] === 1 ? 1 : maxBatch[s]!);
    // k of n requests go to this server, the others to those before.
    plans = plans.map((_, n) => sumTo(n, (k) => choose(n, k) * orders[k]! * plans[n - k]!));
  }
  return plans[requests]!;
}

export type PlanSpace = Pick<SequenceInstance, "requests" | "servers" | "maxBatch" | "slots">;

/** [n] Ordered set partitions of n requests into sets of at most `largest`: k of them come first. */
function countOrders(requests: number, largest: number): number[] {
  const orders = [1];
  for (let n = 1; n <= requests; n++) {
    orders.push(sumTo(Math.min(n, largest), (k) => (k === 0 ? 0 : choose(n, k) * orders[n - k]!)));
  }
  return orders;
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** 0 … last. */
function sumTo(last: number, term: (k: number) => number): number {
  let sum = 0;
  for (let k = 0; k <= last; k++) sum += term(k);
  return sum;
}
