import fc from "fast-check";
import type { Cluster, Link, Location, Network, Node } from "../../bindings/cluster/model.js";
import type { PlaceSettings } from "../../bindings/place/instance.js";
import type { PlaceProblem, Task, Workflow } from "../../bindings/place/model.js";
import {
  type Combination,
  dynamicPriorityRules,
  nodeRules,
  otherNodeRules,
  priorityRules,
} from "../../bindings/place/options.js";

/** Every valid combination of rules. */
const combinations: Combination[] = priorityRules
  .flatMap((priority) => nodeRules.map((node) => ({ priority, node })))
  .filter(({ priority, node }) => !(isOneOf(dynamicPriorityRules, priority) && isOneOf(otherNodeRules, node)))
  .flatMap((rules) => (["insertion", "append"] as const).map((timeline) => ({ ...rules, timeline })))
  .flatMap((rules) => (["list", "batch"] as const).map((ready) => ({ ...rules, ready })));

export function settings(): fc.Arbitrary<PlaceSettings> {
  return fc.record({
    combination: fc.constantFrom(...combinations),
    averageCommunication: fc.constantFrom("linked-pairs", "all-pairs"),
    seed: fc.integer({ min: 0, max: 0xffffffff }),
  });
}

/** Where the numbers of a problem come from. */
export interface Numbers {
  /** Not negative, 0 among them. */
  amount: fc.Arbitrary<number>;
  /** Of divisors: speeds and bandwidths. */
  positive: fc.Arbitrary<number>;
}

/** Small integers, so that many finishes, ranks and scores are equal; their sums and quotients by 1, 2 and 4 are exact. */
export const integers: Numbers = { amount: fc.nat(6), positive: fc.constantFrom(1, 2, 4) };

/** Tenths, whose sums are equal on paper and differ in the last bit. */
const tenths: Numbers = {
  amount: fc.nat(60).map((tenth) => tenth / 10),
  positive: fc.integer({ min: 1, max: 40 }).map((tenth) => tenth / 10),
};

/** Magnitudes so far apart that adding the small ones to the large ones changes nothing. */
const magnitudes: Numbers = {
  amount: fc.constantFrom(0, 1e-9, 0.3, 1, 7, 1e6, 123456789.125, 1e12),
  positive: fc.constantFrom(1e-3, 0.7, 1, 1e3),
};

/** Ordinary measurements, all different. */
const measurements: Numbers = {
  amount: fc.oneof(
    { arbitrary: fc.double({ min: 0.001, max: 100, noNaN: true }), weight: 9 },
    { arbitrary: fc.constant(0), weight: 1 },
  ),
  positive: fc.double({ min: 0.1, max: 10, noNaN: true }),
};

export function problem(): fc.Arbitrary<PlaceProblem> {
  return fc.oneof(...[integers, tenths, magnitudes, measurements].map((numbers) => problemOf(numbers)));
}

/**
 * Clusters of exclusive and shared nodes, sometimes more than 64 of them, with every kind of network, and workflows of up
 * to 40 tasks whose dependencies do not follow the order of the tasks.
 */
export function problemOf(numbers: Numbers): fc.Arbitrary<PlaceProblem> {
  return fc
    .record({
      nodes: fc.oneof(
        { arbitrary: fc.array(draftNode(numbers), { minLength: 1, maxLength: 10, size: "max" }), weight: 12 },
        { arbitrary: fc.array(draftNode(numbers), { minLength: 1, maxLength: 140, size: "max" }), weight: 1 },
      ),
      network: optional(draftNetwork(numbers)),
      tasks: fc.array(draftTask(numbers), { maxLength: 40, size: "max" }),
      speedsByKind: fc.boolean(),
      anySharing: fc.boolean(),
    })
    .map(({ nodes, network, tasks, speedsByKind, anySharing }) => ({
      cluster: clusterOf(nodes, network, speedsByKind, anySharing),
      workflow: workflowOf(tasks, nodes.length, speedsByKind, anySharing),
    }));
}

const resources = ["cpu", "memory", "disk", "port", "licence"];
const labels = ["ssd", "infiniband", "gpu:H100"];

interface DraftNode extends Omit<Node, "id" | "speed"> {
  speed: number;
  speedOfKind: { cpu: number; gpu?: number };
}

function draftNode({ amount, positive }: Numbers): fc.Arbitrary<DraftNode> {
  const name = optional(fc.constantFrom("a", "b"));
  const location: fc.Arbitrary<Location> = fc.record({ cloud: name, region: name, zone: name, rack: name });
  return fc.record({
    capacity: optional(fc.dictionary(fc.constantFrom(...resources), fc.integer({ min: 1, max: 8 }), { minKeys: 1 })),
    gpus: rarely(fc.record({ model: fc.constantFrom("H100", "A100"), count: fc.integer({ min: 1, max: 8 }) })),
    speed: positive,
    speedOfKind: fc.record({ cpu: positive, gpu: positive }, { requiredKeys: ["cpu"] }),
    location: optional(location),
    labels: optional(fc.subarray(labels)),
    pricePerHour: optional(fc.nat(10)),
    localDisk: rarely(fc.record({ bandwidth: positive, latency: optional(amount) })),
    availableFrom: rarely(amount),
  });
}

interface DraftNetwork extends Omit<Network, "links"> {
  links: (Link & { from: number; to: number })[];
}

function draftNetwork({ amount, positive }: Numbers): fc.Arbitrary<DraftNetwork> {
  const link = fc.record({ bandwidth: positive, latency: optional(amount), pricePerGigabyte: optional(fc.nat(3)) });
  return fc.record({
    rack: optional(link),
    zone: rarely(link),
    region: rarely(link),
    cloud: rarely(link),
    world: optional(link),
    links: fc.array(fc.tuple(link, fc.nat(12), fc.nat(12)).map(([of, from, to]) => ({ ...of, from, to }))),
  });
}

interface DraftTask extends Omit<Task, "id" | "after" | "durations" | "work"> {
  duration: { work: number } | { durations: (number | undefined)[] };
  /** Dependencies lead from lower to higher tasks, wherever these stand in the list. */
  height: number;
  after: { task: number; data: number }[];
}

function draftTask({ amount }: Numbers): fc.Arbitrary<DraftTask> {
  const orderAlone = fc.constant(0);
  return fc.record({
    duration: fc.oneof(
      { arbitrary: fc.record({ work: amount }), weight: 3 },
      { arbitrary: fc.record({ durations: fc.array(optional(amount), { minLength: 1, maxLength: 10 }) }), weight: 1 },
    ),
    kind: fc.constantFrom("cpu", "gpu"),
    needs: optional(
      fc.dictionary(fc.constantFrom(...resources, "gpu"), fc.integer({ min: 1, max: 6 }), { minKeys: 1, maxKeys: 3 }),
    ),
    requires: rarely(fc.subarray(labels)),
    release: rarely(amount),
    deadline: rarely(amount),
    height: fc.nat(15),
    after: fc.array(fc.record({ task: fc.nat(40), data: fc.oneof(amount, orderAlone) }), { maxLength: 5 }),
  });
}

function clusterOf(drafts: DraftNode[], network: DraftNetwork | undefined, byKind: boolean, sharing: boolean): Cluster {
  const nodes = drafts.map(({ speed, speedOfKind, capacity, gpus, ...node }, index): Node => {
    const exclusive = { id: `n${index}`, speed: byKind ? speedOfKind : speed, ...node };
    return sharing ? { ...exclusive, ...(capacity && { capacity }), ...(gpus && { gpus }) } : exclusive;
  });
  if (network === undefined) return { nodes };
  const links = network.links.map(({ from, to, ...link }) => ({
    ...link,
    from: `n${from % nodes.length}`,
    to: `n${to % nodes.length}`,
  }));
  const named = links.filter(
    ({ from, to }, index) => from !== to && index === links.findIndex((link) => link.from === from && link.to === to),
  );
  return { nodes, network: { ...network, links: named } };
}

function workflowOf(drafts: DraftTask[], nodes: number, byKind: boolean, sharing: boolean): Workflow {
  const tasks = drafts.map(({ duration, height, after, kind, needs, ...task }, index): Task => {
    const predecessors = after.filter(
      (edge, position) =>
        edge.task < drafts.length &&
        drafts[edge.task]!.height < height &&
        position === after.findIndex(({ task }) => task === edge.task),
    );
    return {
      id: `t${index}`,
      ...task,
      ...("work" in duration ? duration : { durations: durationsByNode(duration.durations, nodes) }),
      ...(byKind && { kind }),
      ...(sharing && needs && { needs }),
      after: predecessors.map((edge) => ({ task: `t${edge.task}`, data: edge.data })),
    };
  });
  return { tasks };
}

function durationsByNode(durations: (number | undefined)[], nodes: number): Record<string, number> {
  const entries = durations
    .slice(0, nodes)
    .flatMap((duration, node) => (duration === undefined ? [] : [[`n${node}`, duration] as const]));
  return Object.fromEntries(entries);
}

/** Present in every other case. */
function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(fc.constant(undefined), arbitrary);
}

/** Present in one case of six. */
function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary, weight: 1 });
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
