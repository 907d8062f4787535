import { Candidates, RankedCandidates } from "./candidates";
import { FairCandidates } from "./fair";
import { Instance } from "../instance";
import { keysOf } from "./keys";
import { LearnedRankCandidates } from "./learned-rank";
import { dueDates } from "./moore-hodgson";
import { Rule } from "./rules";
import { ascendingOrder } from "../../sort";
import { UrgentCandidates } from "./urgency";
import { WaitingList } from "./waiting-list";

/** What only some rules look at. */
@final
export class RuleSettings {
  constructor(
    public ageing: f64,
    /** Of the guard against starvation. */
    public threshold: i32,
    public quantum: i32,
    /** [requests] */
    public score: StaticArray<f64>,
    /** [requests] */
    public tenant: StaticArray<i32>,
    /** [requests] */
    public service: StaticArray<f64>,
    /** [requests] */
    public stepsLeft: StaticArray<i32>,
  ) {}
}

export function candidatesOf(instance: Instance, rule: Rule, settings: RuleSettings): Candidates {
  switch (rule) {
    case Rule.Fair: {
      const byArrival = ascendingOrder(instance.arrival);
      const byTenant = sortedBy(numbers(settings.tenant), byArrival);
      return new FairCandidates(instance, byTenant, settings.tenant, settings.service);
    }
    case Rule.LearnedRank: {
      const byScore = ascendingOrder(settings.score);
      return new LearnedRankCandidates(instance, byScore, settings.threshold, settings.quantum);
    }
    case Rule.Urgency:
      return new UrgentCandidates(instance, settings.stepsLeft);
    default:
      return rankedCandidates(instance, rule, settings.ageing);
  }
}

function rankedCandidates(instance: Instance, rule: Rule, ageing: f64): RankedCandidates {
  const lists = new StaticArray<WaitingList>(instance.servers);
  const due = rule == Rule.MooreHodgson ? dueDates(instance) : null;
  for (let s = 0; s < instance.servers; s++) {
    const byKey = ascendingOrder(keysOf(instance, rule, ageing, s));
    lists[s] = new WaitingList(due === null ? byKey : sortedBy(due, byKey), instance.tokens);
  }
  return new RankedCandidates(instance, lists);
}

/** Requests sorted by keys; those with equal keys stay in the order given. */
function sortedBy(keys: StaticArray<f64>, order: StaticArray<i32>): StaticArray<i32> {
  const requests = order.length;
  const keysInOrder = new StaticArray<f64>(requests);
  for (let at = 0; at < requests; at++) keysInOrder[at] = keys[order[at]];
  const sorted = ascendingOrder(keysInOrder);
  for (let at = 0; at < requests; at++) sorted[at] = order[sorted[at]];
  return sorted;
}

function numbers(integers: StaticArray<i32>): StaticArray<f64> {
  const numbers = new StaticArray<f64>(integers.length);
  for (let i = 0; i < integers.length; i++) numbers[i] = <f64>integers[i];
  return numbers;
}
