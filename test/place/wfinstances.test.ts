import { describe, expect, test } from "vitest";
import type { Cluster } from "../../bindings/cluster/model.js";
import { importWfFormat } from "../../bindings/import/wfformat.js";
import type { Workflow } from "../../bindings/place/model.js";
import type { PresetName } from "../../bindings/place/options.js";
import { verifyPlacement } from "../../bindings/place/verify.js";
import { backends } from "../backends.js";
import { describeWithSharedData, listShared, readShared } from "../shared-data.js";
import { presetNames } from "./instances.js";

/** A synthetic workflow; an edge moves bytes. */
interface GeneratedWorkflow {
  runtime: number[];
  edges: [from: number, to: number, bytes: number][];
}

describeWithSharedData("real workflows", () => {
  const folder = "place/wfinstances/";
  const workflows = listShared(folder)
    .filter((name) => name.endsWith(".json"))
    .map((name) => ({ name, workflow: importWfFormat(readShared(folder + name)) }));
  const montage = workflowOf(readShared<GeneratedWorkflow>("place/wfgen-MontageRecipe-11976.json.gz"));

  test("there are workflows", () => {
    expect(workflows).toHaveLength(7);
    expect(montage.tasks).toHaveLength(11_976);
  });

  describe.each(workflows)("$name", ({ workflow }) => {
    test.each(presetNames)("%s", (algorithm) => expectGoodPlacements(workflow, algorithm));
  });

  test("heft of 11,976 tasks", () => expectGoodPlacements(montage, "heft"));
});

/** All backends place all tasks, pass verification and agree. */
function expectGoodPlacements(workflow: Workflow, algorithm: PresetName): void {
  const problem = { cluster, workflow };
  const [first, ...others] = backends.map(({ lehr }) => lehr.place(problem, { algorithm }));
  expect(first!.status).toBe("complete");
  expect(verifyPlacement(problem, first)).toEqual([]);
  for (const other of others) expect(other).toEqual(first);
}

/** Two racks of unequal nodes, half of which run several tasks at once. */
const cluster: Cluster = {
  nodes: Array.from({ length: 16 }, (_, index) => ({
    id: `node-${index}`,
    speed: 1 + (index % 5) / 4,
    location: { rack: index < 8 ? "a" : "b" },
    ...(index % 2 === 1 && { capacity: { cpu: 8, memory: 64 } }),
  })),
  network: {
    rack: { bandwidth: 1.25, latency: 0.0001 },
    world: { bandwidth: 0.125, latency: 0.001 },
  },
};

function workflowOf({ runtime, edges }: GeneratedWorkflow): Workflow {
  const tasks = runtime.map((work, index) => ({ id: `${index}`, work, after: [] as { task: string; data: number }[] }));
  for (const [from, to, bytes] of edges) tasks[to]!.after.push({ task: `${from}`, data: bytes / 1e9 });
  return { tasks };
}
