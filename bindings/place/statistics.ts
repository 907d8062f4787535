import { type Placement, type PlaceProblem, stages, taskClasses } from "./model.js";
import { bestSingleNode, minimumCriticalPath } from "./statistics/bounds.js";
import { criticalPath, criticalTime } from "./statistics/critical-path.js";
import type { DataStatistics, DeadlineStatistics, GroupStatistics, PlacementStatistics } from "./statistics/model.js";
import { nodeStatistics } from "./statistics/nodes.js";
import type { Claim } from "./verify/claims.js";
import { type Plan, planOf } from "./verify/examine.js";
import { handOverLevels } from "./verify/rules.js";

export type * from "./statistics/model.js";

/**
 * Where the time and the money of a placement go. Works on anybody's placement, as long as it holds.
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the placement does not hold for it.
 */
export function placementStatistics(problem: PlaceProblem, placement: Placement): PlacementStatistics {
  const plan = planOf(problem, placement);
  const claims = [...plan.placed.values()];
  const makespan = claims.reduce((latest, { end }) => Math.max(latest, end), 0);
  const path = criticalPath(plan);
  const nodes = nodeStatistics(plan, makespan);
  const data = dataStatistics(plan);
  const costOfNodes = sum(nodes.map(({ cost }) => cost));
  const costOfTransfers = sum(data.levels.map(({ cost }) => cost));
  return {
    makespan,
    criticalPath: path,
    criticalTime: criticalTime(path, makespan),
    nodes,
    data,
    cost: { total: costOfNodes + costOfTransfers, nodes: costOfNodes, transfers: costOfTransfers },
    ...comparisons(plan, makespan),
    stages: stages.flatMap((name) =>
      groupStatistics(
        name,
        claims.filter(({ task }) => task.stage === name),
      ),
    ),
    classes: taskClasses.flatMap((name) =>
      groupStatistics(
        name,
        claims.filter(({ task }) => task.class === name),
      ),
    ),
    deadlines: deadlineStatistics(plan),
  };
}

function comparisons({ rules, placement }: Plan, makespan: number) {
  const single = bestSingleNode(rules);
  const shortest = placement.status === "complete" ? minimumCriticalPath(rules) : 0;
  return {
    ...(single && { bestSingleNode: single }),
    ...(single && placement.status === "complete" && makespan > 0 && { speedup: single.seconds / makespan }),
    ...(shortest > 0 && { scheduleLengthRatio: makespan / shortest }),
  };
}

function dataStatistics({ deliveries }: Plan): DataStatistics {
  const carrying = deliveries.filter(({ data }) => data > 0);
  const levels = handOverLevels.flatMap((level) => {
    const ofLevel = carrying.filter(({ handOver }) => handOver.level === level);
    if (ofLevel.length === 0) return [];
    return {
      level,
      handOvers: ofLevel.length,
      data: sum(ofLevel.map(({ data }) => data)),
      seconds: sum(ofLevel.map(({ handOver }) => handOver.seconds)),
      cost: sum(ofLevel.map(({ handOver }) => handOver.cost)),
    };
  });
  return {
    total: sum(levels.map(({ data }) => data)),
    betweenNodes: sum(levels.filter(({ level }) => level !== "node").map(({ data }) => data)),
    seconds: sum(levels.map(({ seconds }) => seconds)),
    levels,
  };
}

function groupStatistics(name: string, claims: Claim[]): GroupStatistics[] {
  if (claims.length === 0) return [];
  return [
    {
      name,
      tasks: claims.length,
      busy: sum(claims.map(({ start, end }) => end - start)),
      start: claims.reduce((first, { start }) => Math.min(first, start), Number.POSITIVE_INFINITY),
      end: claims.reduce((last, { end }) => Math.max(last, end), 0),
    },
  ];
}

function deadlineStatistics({ rules, placed }: Plan): DeadlineStatistics {
  const statistics: DeadlineStatistics = { kept: [], missed: [] };
  for (const { id, deadline } of rules.tasks.values()) {
    if (deadline === undefined) continue;
    const claim = placed.get(id);
    if (claim === undefined) statistics.missed.push({ task: id, deadline });
    else if (claim.met) statistics.kept.push(id);
    else statistics.missed.push({ task: id, deadline, end: claim.end });
  }
  return statistics;
}

function sum(numbers: number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
