import fc from "fast-check";
import { encodePlaceProblem } from "../../bindings/place/encode.js";
import type { PlaceInstance, PlaceSettings } from "../../bindings/place/instance.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { type PresetName, presets } from "../../bindings/place/options.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { placeCombinations } from "../../bindings/testing/options.js";

export type Edge = [from: number, to: number, data: number];

export const presetNames = Object.keys(presets) as PresetName[];

/** Through the door, as every caller's problem goes. */
export function instanceOf(problem: PlaceProblem): PlaceInstance {
  return encodePlaceProblem(parsePlaceProblem(problem));
}

export function settingsOf(
  preset: PresetName,
  averageCommunication: PlaceSettings["averageCommunication"] = "linked-pairs",
): PlaceSettings {
  return { combination: presets[preset], averageCommunication, seed: 1 };
}

export function settings(): fc.Arbitrary<PlaceSettings> {
  return fc.record({
    combination: fc.constantFrom(...placeCombinations),
    averageCommunication: fc.constantFrom("linked-pairs", "all-pairs"),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  });
}

/** Unrelated machines: seconds by [task][node]. An edge takes its data in seconds between different nodes. */
export function unrelatedProblem(durations: number[][], edges: Edge[]): PlaceProblem {
  const nodes = durations[0]!.map((_, node) => ({ id: `n${node}` }));
  return {
    cluster: { nodes, network: { world: { bandwidth: 1 } } },
    workflow: {
      tasks: durations.map((row, task) => ({
        id: `t${task}`,
        durations: Object.fromEntries(row.map((seconds, node) => [`n${node}`, seconds])),
        after: dependenciesOf(task, edges),
      })),
    },
  };
}

/** Related machines: a task takes work / speed, an edge data / bandwidth by [node][node]. */
export function relatedProblem(work: number[], speed: number[], bandwidth: number[][], edges: Edge[]): PlaceProblem {
  const nodes = speed.map((value, node) => ({ id: `n${node}`, speed: value }));
  const links = nodes.flatMap((from, a) =>
    nodes.slice(a + 1).map((to, k) => ({ from: from.id, to: to.id, bandwidth: bandwidth[a]![a + 1 + k]! })),
  );
  return {
    cluster: { nodes, network: { links } },
    workflow: {
      tasks: work.map((value, task) => ({ id: `t${task}`, work: value, after: dependenciesOf(task, edges) })),
    },
  };
}

/** On the shared node, `long` ends at the same moment whether it starts at once or after `short`: the sum is rounded. */
export const roundedFinish: PlaceProblem = {
  cluster: { nodes: [{ id: "shared", capacity: { cpu: 2 } }, { id: "other" }] },
  workflow: {
    tasks: [
      { id: "short", durations: { shared: 1e-9 }, needs: { cpu: 1 } },
      { id: "successor", durations: { other: 2e12 }, after: ["short"] },
      { id: "long", durations: { shared: 1e12 }, needs: { cpu: 1 } },
    ],
  },
};

/** Resources `r0`, `r1`, … as far as there is some of them. */
export function amounts(units: readonly number[]): Record<string, number> {
  const entries = units.map((value, resource) => [`r${resource}`, value] as const);
  return Object.fromEntries(entries.filter(([, value]) => value > 0));
}

function dependenciesOf(task: number, edges: Edge[]) {
  return edges.filter(([, to]) => to === task).map(([from, , data]) => ({ task: `t${from}`, data }));
}
