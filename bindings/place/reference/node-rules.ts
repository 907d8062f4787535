import { Random } from "../../random.js";
import type { PlaceInstance, PlaceSettings } from "../instance.js";
import { type NodeRule, scoringNodeRules } from "../options.js";
import { durationOn } from "./graph.js";
import { firstByGreatest, range, sum } from "./lists.js";
import { criticalPath, optimisticCosts } from "./ranks.js";
import type { Schedule } from "./schedule.js";

/** The node that a task gets; undefined if no node is a candidate. */
export type ChooseNode = (task: number) => number | undefined;

export function nodeRule(schedule: Schedule, settings: PlaceSettings): ChooseNode {
  const { instance } = schedule;
  const rule = settings.combination.node;
  if (isScoring(rule)) return leastScore(schedule, nodeScore(rule, schedule, settings));
  switch (rule) {
    case "critical-path":
      return preferringOneNode(schedule, criticalPath(instance, instance.mean[settings.averageCommunication]));
    case "fastest-node":
      return preferringOneNode(schedule, range(instance.tasks));
    case "round-robin":
      return roundRobin(schedule);
    case "random":
      return uniform(schedule, new Random(settings.seed));
  }
}

export type ScoringNodeRule = (typeof scoringNodeRules)[number];

/** What a rule makes of a task on one of its candidate nodes; the least is best. */
export type NodeScore = (task: number, node: number) => number;

export function nodeScore(rule: ScoringNodeRule, schedule: Schedule, settings: PlaceSettings): NodeScore {
  const { instance } = schedule;
  switch (rule) {
    case "earliest-finish":
      return (task, node) => schedule.finishOn(task, node);
    case "earliest-start":
      return (task, node) => schedule.startOn(task, node);
    case "optimistic-finish": {
      const cost = optimisticCosts(instance, instance.mean[settings.averageCommunication]);
      return (task, node) => schedule.finishOn(task, node) + cost[task]![node]!;
    }
    case "earliest-idle":
      return (task, node) => schedule.idleOn(task, node);
    case "fastest":
      return (task, node) => durationOn(instance, task, node);
  }
}

function isScoring(rule: NodeRule): rule is ScoringNodeRule {
  return (scoringNodeRules as readonly NodeRule[]).includes(rule);
}

function leastScore(schedule: Schedule, score: NodeScore): ChooseNode {
  return (task) => firstByGreatest(schedule.candidateNodes(task), (node) => [-score(task, node)]);
}

/** Keeps the critical tasks on one node, as CPOP does with its critical path; the others finish as early as they can. */
function preferringOneNode(schedule: Schedule, critical: number[]): ChooseNode {
  const preferred = bestNodeForAll(schedule.instance, critical);
  const isCritical = new Set(critical);
  const earliestFinish = leastScore(schedule, (task, node) => schedule.finishOn(task, node));
  return (task) => {
    const stays = isCritical.has(task) && schedule.candidateNodes(task).some((node) => node === preferred);
    return stays ? preferred : earliestFinish(task);
  };
}

/** The node that can run the most of `tasks`, and of those the one that runs them in the least time. */
function bestNodeForAll(instance: PlaceInstance, tasks: number[]): number | undefined {
  return firstByGreatest(range(instance.nodes), (node) => {
    const durations = tasks.map((task) => durationOn(instance, task, node)).filter((duration) => duration < Infinity);
    return [durations.length, -sum(durations)];
  });
}

/** The next candidate after the node of the previous placement, in cyclic order. */
function roundRobin(schedule: Schedule): ChooseNode {
  let previous = -1;
  return (task) => {
    const candidates = schedule.candidateNodes(task);
    const next = candidates.find((node) => node > previous) ?? candidates[0];
    previous = next ?? previous;
    return next;
  };
}

/** Any candidate with equal probability: one draw for each task that has one. */
function uniform(schedule: Schedule, random: Random): ChooseNode {
  return (task) => {
    const candidates = schedule.candidateNodes(task);
    return candidates.length === 0 ? undefined : candidates[random.below(candidates.length)];
  };
}
