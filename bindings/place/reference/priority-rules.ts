import type { PlaceSettings } from "../instance.js";
import { firstByGreatest } from "./lists.js";
import { nodeScore, type ScoringNodeRule } from "./node-rules.js";
import { optimisticRanks, staticLevels, upwardDownwardRanks, upwardRanks } from "./ranks.js";
import type { Schedule } from "./schedule.js";

/** Which of some ready tasks, at least one, is placed next. */
export type ChooseTask = (ready: number[]) => number;

export function priorityRule(schedule: Schedule, settings: PlaceSettings): ChooseTask {
  const urgency = urgencyOf(schedule, settings);
  return (ready) => firstByGreatest(ready, urgency)!;
}

/** What decides about a task, most important first, the greatest first. */
type Urgency = (task: number) => number[];

function urgencyOf(schedule: Schedule, settings: PlaceSettings): Urgency {
  const { instance } = schedule;
  const link = instance.mean[settings.averageCommunication];
  const input = (task: number) => instance.input[task]!;
  const rule = settings.combination.priority;
  switch (rule) {
    case "topological":
      return (task) => [-task];
    case "upward-rank":
      return byRank(upwardRanks(instance, link));
    case "upward-downward-rank":
      return byRank(upwardDownwardRanks(instance, link));
    case "optimistic-rank": {
      const rank = optimisticRanks(instance, link);
      return (task) => [rank[task]!, -input(task)];
    }
    case "static-level":
      return byRank(staticLevels(instance));
  }

  // A task without candidate nodes has no score. When its turn comes does not matter: it takes nothing from the others.
  const score = nodeScore(settings.combination.node as ScoringNodeRule, schedule, settings);
  const ascendingScores = (task: number) =>
    schedule
      .candidateNodes(task)
      .map((node) => score(task, node))
      .sort((a, b) => a - b);
  const leastScore = (task: number) => ascendingScores(task)[0] ?? Infinity;
  switch (rule) {
    case "least-score":
      return (task) => [-leastScore(task), -input(task)];
    case "least-score-by-level": {
      const level = staticLevels(instance);
      return (task) => [-leastScore(task), level[task]!, -input(task)];
    }
    case "greatest-score":
      return (task) => [leastScore(task), -input(task)];
    case "sufferage":
      return (task) => {
        const [best = 0, second = Infinity] = ascendingScores(task);
        return [second - best, -input(task)];
      };
  }
}

function byRank(rank: number[]): Urgency {
  return (task) => [rank[task]!, -task];
}
