import type { Link } from "../cluster/model.js";
import { limits } from "../limits.js";
import type { PlaceProblem } from "../place/model.js";
import { dependencies, duration, ineligibility, Rules } from "../place/verify/rules.js";
import { powerOfTwoNear } from "./drawing.js";

/**
 * The problem with all nodes linked and data scaled so that the mean hand-over takes `ratio` times as long as the mean
 * task, to the nearest power of two, as far as amounts may go. Without data, or without work, nothing is scaled.
 */
export function withCommunication(problem: PlaceProblem, ratio: number, world: Link): PlaceProblem {
  const { cluster } = problem;
  const linked = {
    ...problem,
    cluster: { ...cluster, network: { ...cluster.network, world: cluster.network?.world ?? world } },
  };
  const present = communicationToComputation(linked);
  return present === 0 ? linked : withData(linked, powerOfTwoNear(ratio / present));
}

/**
 * Mean seconds of a hand-over over dependencies with data and ordered pairs of distinct linked nodes, latency aside, ÷ mean
 * seconds of a task over the nodes that can run it; 0 when either is 0.
 */
export function communicationToComputation(problem: PlaceProblem): number {
  const { tasks } = problem.workflow;
  const { nodes } = problem.cluster;
  const rules = new Rules(problem);
  const perGigabyte = nodes.flatMap((source) =>
    nodes.flatMap((target) => {
      if (source === target) return [];
      // Of two amounts, the difference is free of latency.
      const [one, two] = [rules.handOver(source, target, 1), rules.handOver(source, target, 2)];
      return one && two ? [two.seconds - one.seconds] : [];
    }),
  );
  const data = tasks.flatMap((task) => dependencies(task).flatMap(({ data }) => (data > 0 ? [data] : [])));
  const seconds = tasks.flatMap((task) =>
    nodes.flatMap((node) => (ineligibility(task, node) === undefined ? [duration(task, node)] : [])),
  );
  const work = mean(seconds);
  return work === 0 ? 0 : (mean(data) * mean(perGigabyte)) / work;
}

function withData(problem: PlaceProblem, factor: number): PlaceProblem {
  const { smallestDivisor, largest } = limits;
  const within = (data: number) => (data === 0 ? 0 : Math.max(smallestDivisor, Math.min(largest, data)));
  const tasks = problem.workflow.tasks.map((task) => ({
    ...task,
    after: dependencies(task).map(({ task, data }) => ({ task, data: within(data * factor) })),
  }));
  return { ...problem, workflow: { tasks } };
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}
