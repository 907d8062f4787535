/** Seeded problems for the short benchmark. */
import type { NamedLink } from "../cluster/model.js";
import type { PackProblem } from "../pack/model.js";
import type { PlaceProblem } from "../place/model.js";
import { Random } from "../random.js";
import type { SequenceProblem } from "../sequence/model.js";

/** Every task but the first few waits for one to three of the twenty before it; nodes and links differ in speed. */
export function workflowOn(tasks: number, nodes: number, seed: number): PlaceProblem {
  const random = new Random(seed);
  const node = (index: number) => `node-${index}`;
  const links: NamedLink[] = [];
  for (let to = 1; to < nodes; to++) {
    for (let from = 0; from < to; from++) {
      links.push({ from: node(from), to: node(to), bandwidth: between(0.5, 4, random) });
    }
  }
  const predecessors = (task: number) => {
    const drawn = Array.from({ length: 1 + random.below(3) }, () => task - 1 - random.below(20));
    return [...new Set(drawn)].filter((from) => from >= 0);
  };
  return {
    cluster: {
      nodes: Array.from({ length: nodes }, (_, j) => ({ id: node(j), speed: between(0.5, 4, random) })),
      network: { links },
    },
    workflow: {
      tasks: Array.from({ length: tasks }, (_, i) => ({
        id: `task-${i}`,
        work: between(10, 100, random),
        after: predecessors(i).map((from) => ({ task: `task-${from}`, data: between(10, 100, random) })),
      })),
    },
  };
}

/** Waiting requests, most of them short, with promises that not all can be kept; one static server. */
export function requestsOn(requests: number, maxBatch: number, seed: number): SequenceProblem {
  const random = new Random(seed);
  return {
    requests: Array.from({ length: requests }, (_, i) => ({
      id: `request-${i}`,
      arrival: 0,
      promptTokens: skewed(20, 2000, random),
      outputTokens: skewed(10, 600, random),
      slo: { endToEnd: between(10, 150, random) },
    })),
    servers: [
      { id: "server", maxBatch, latency: { prefill: [1.5e-4, 0, 2e-4, 0.02], decode: [2e-7, 4e-4, 1e-6, 0.0535] } },
    ],
  };
}

/** Sizes of 1 to 700 for bins of 1,000. */
export function itemsFor(items: number, seed: number): PackProblem {
  const random = new Random(seed);
  return {
    items: Array.from({ length: items }, (_, i) => ({ id: `item-${i}`, needs: { memory: 1 + random.below(700) } })),
    bins: [{ id: "bin", count: items, capacity: { memory: 1000 } }],
  };
}

function between(low: number, high: number, random: Random): number {
  return low + ((high - low) * random.next()) / 2 ** 32;
}

/** The square of an even draw: half of the values lie in the lowest quarter. */
function skewed(low: number, high: number, random: Random): number {
  return Math.round(low + (high - low) * between(0, 1, random) ** 2);
}
