/** Instances of other people's making, where the shared data lies beside the project. */
import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { generateCluster } from "./families.js";

const folder = new URL("../../../shared/data/place/", import.meta.url);
export const hasSharedData = existsSync(folder);

interface TimingFile {
  cost: number[];
  speed: number[];
  /** Bandwidth by node and node; null on the diagonal. */
  link: (number | null)[][];
  /** From task, to task, data. */
  edges: [number, number, number][];
}

/** A timing instance: "1000x16", "1000x64" or "5000x64". */
export function readTimingProblem(size: string): PlaceProblem {
  const { cost, speed, link, edges } = read<TimingFile>(`timing-${size}.json.gz`);
  const links = link.flatMap((row, a) =>
    row.flatMap((bandwidth, b) => (bandwidth === null || a >= b ? [] : [{ from: `n${a}`, to: `n${b}`, bandwidth }])),
  );
  return {
    cluster: { nodes: speed.map((value, j) => ({ id: `n${j}`, speed: value })), network: { links } },
    workflow: workflowOf(cost, edges),
  };
}

interface GeneratedWorkflow {
  runtime: number[];
  /** From task, to task, bytes. */
  edges: [number, number, number][];
}

/** The Montage workflow of 11,976 tasks on a generated cluster. */
export function readMontageProblem(nodes: number, seed: number): PlaceProblem {
  const { runtime, edges } = read<GeneratedWorkflow>("wfgen-MontageRecipe-11976.json.gz");
  const inGigabytes = edges.map(([from, to, bytes]): [number, number, number] => [from, to, bytes / 1e9]);
  return { cluster: generateCluster({ nodes, seed }), workflow: workflowOf(runtime, inGigabytes) };
}

function workflowOf(work: number[], edges: [number, number, number][]): PlaceProblem["workflow"] {
  const tasks = work.map((value, t) => ({ id: `t${t}`, work: value, after: [] as { task: string; data: number }[] }));
  for (const [from, to, data] of edges) tasks[to]!.after.push({ task: `t${from}`, data });
  return { tasks };
}

function read<T>(name: string): T {
  return JSON.parse(gunzipSync(readFileSync(new URL(name, folder))).toString()) as T;
}
