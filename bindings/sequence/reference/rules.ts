import type { RuleSettings, SequenceInstance } from "../instance.js";
import { execution } from "./evaluate.js";
import { fair } from "./fair.js";
import { learnedRank } from "./learned-rank.js";
import { mooreHodgson } from "./moore-hodgson.js";
import { latestStart, type Rule, remembersNothing } from "./rule.js";

export function ruleOf(instance: SequenceInstance, { rule, ageing, starvation }: RuleSettings): Rule {
  const { arrival, weight, deadline, stepsLeft, maxBatch } = instance;
  const inFullBatch = (s: number, r: number) => execution(instance, s, r, maxBatch[s]!);
  switch (rule) {
    case "fcfs":
      return byKey((_, r) => arrival[r]!);
    case "sjf":
      return byKey(inFullBatch);
    case "ljf":
      return byKey((s, r) => -inFullBatch(s, r));
    case "edf":
      return byKey((_, r) => deadline[r]!);
    case "least-slack":
      return byKey((s, r) => latestStart(instance, s, r));
    case "priority":
      // At time t it is weight + ageing · (t − arrival), the greatest first. All candidates have the same t.
      return byKey((_, r) => ageing * arrival[r]! - weight[r]!);
    case "weighted-sjf":
      return byKey((s, r) => inFullBatch(s, r) / weight[r]!);
    case "urgency":
      return byKey((s, r, time) => (deadline[r]! - time) / stepsLeft[r]! - inFullBatch(s, r));
    case "moore-hodgson":
      return mooreHodgson(instance);
    case "fair":
      return fair(instance);
    case "learned-rank":
      return learnedRank(instance, starvation);
  }
}

function byKey(key: (s: number, r: number, time: number) => number): Rule {
  return { keys: (s, r, time) => [key(s, r, time)], ...remembersNothing };
}
