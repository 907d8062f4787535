import type { PackProblem } from "../pack/model.js";
import type { PlaceProblem } from "../place/model.js";
import type { SequenceProblem } from "../sequence/model.js";

/** The problem without anything that not every scheduler knows, and without what could then not be placed. */
export function basicPlace({ cluster, workflow }: PlaceProblem): PlaceProblem {
  const { nodes, network } = cluster;
  const link = network?.world ?? network?.rack;
  const ids = new Set(nodes.map(({ id }) => id));
  return {
    cluster: {
      nodes: nodes.map(({ id, speed }) => ({ id, speed })),
      ...(link && { network: { world: { bandwidth: link.bandwidth, latency: link.latency } } }),
    },
    workflow: {
      tasks: workflow.tasks.map(({ id, work, durations, after }) => {
        // A node that is not named could not run the task.
        const everywhere = durations && [...ids].every((node) => durations[node] !== undefined);
        return { id, ...(everywhere ? { durations } : { work: work ?? 1 }), after };
      }),
    },
  };
}

export function basicSequence({ requests, servers }: SequenceProblem): SequenceProblem {
  return {
    requests: requests.map(({ id, arrival, promptTokens, outputTokens, predictedOutputTokens, slo }) => {
      return { id, arrival, promptTokens, outputTokens: outputTokens ?? predictedOutputTokens, slo };
    }),
    servers: servers.map(({ id, maxBatch, latency }) => ({ id, maxBatch, latency })),
  };
}

export function basicPack({ items, bins }: PackProblem): PackProblem {
  return {
    items: items.map(({ id, needs, gpus }) => ({ id, needs, gpus })),
    bins: bins.map(({ id, count, capacity, gpus }) => ({ id, count, capacity, gpus })),
  };
}
