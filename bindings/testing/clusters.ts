import fc from "fast-check";
import type { Cluster, Link, Location, Network, Node } from "../cluster/model.js";
import { ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import type { ClusterKnobs, Heterogeneity, NumberKind } from "./knobs.js";
import { type Amounts, amountsOf } from "./numbers.js";

/**
 * Clusters of nodes `n0`, `n1`, …, which run one task at a time or are shared, with every kind of network or none. Speeds
 * are one per node; what suits a workflow of several kinds of work is drawn by `placeProblems`.
 */
export function clusters(knobs: ClusterKnobs = {}): fc.Arbitrary<Cluster> {
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({ draft: draftCluster(numbers, knobs), sharing: fc.boolean() })
      .map(({ draft, sharing }) =>
        plain(clusterOf(draft, { heterogeneity: knobs.heterogeneity, byKind: false, sharing })),
      ),
  );
}

/** Names that nodes have and tasks ask for. */
export const resources = ["cpu", "memory", "disk", "port", "licence"];
export const labels = ["ssd", "infiniband", "gpu:H100"];

/** What is drawn of a cluster before it is known how its nodes are used. */
export interface DraftCluster {
  nodes: DraftNode[];
  network: DraftNetwork | undefined;
}

interface DraftNode extends Omit<Node, "id" | "speed"> {
  speed: number;
  speedOfKind: { cpu: number; gpu?: number };
}

interface DraftNetwork extends Omit<Network, "links"> {
  links: (Link & { from: number; to: number })[];
}

export function draftCluster(numbers: NumberKind, { maxNodes }: ClusterKnobs): fc.Arbitrary<DraftCluster> {
  const node = draftNode(amountsOf[numbers]);
  const nodes =
    maxNodes !== undefined
      ? upTo(maxNodes, node, 1)
      : fc.oneof({ arbitrary: upTo(10, node, 1), weight: 12 }, { arbitrary: upTo(140, node, 1), weight: 1 });
  return fc.record({ nodes, network: optional(draftNetwork(amountsOf[numbers])) });
}

export interface ClusterUse {
  heterogeneity: Heterogeneity | undefined;
  /** Nodes have a speed for each kind of work. */
  byKind: boolean;
  /** Nodes have capacities. */
  sharing: boolean;
}

export function clusterOf({ nodes: drafts, network }: DraftCluster, use: ClusterUse): Cluster {
  const alike = use.heterogeneity === "identical";
  const nodes = drafts.map((draft, index) => {
    const { location } = draft;
    return nodeOf(`n${index}`, alike ? { ...drafts[0]!, location } : draft, use);
  });
  return network ? { nodes, network: networkOf(network, nodes.length) } : { nodes };
}

function nodeOf(id: string, draft: DraftNode, { byKind, sharing }: ClusterUse): Node {
  const { speed, speedOfKind, capacity, gpus, ...rest } = draft;
  const exclusive = { id, speed: byKind ? speedOfKind : speed, ...rest };
  return sharing ? { ...exclusive, capacity, gpus } : exclusive;
}

function networkOf({ links: drafts, ...levels }: DraftNetwork, nodes: number): Network {
  const links = drafts.map(({ from, to, ...link }) => ({ ...link, from: `n${from % nodes}`, to: `n${to % nodes}` }));
  const named = links.filter(
    ({ from, to }, index) => from !== to && index === links.findIndex((link) => link.from === from && link.to === to),
  );
  return { ...levels, links: named.length > 0 ? named : undefined };
}

function draftNode({ amount, positive }: Amounts): fc.Arbitrary<DraftNode> {
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

function draftNetwork({ amount, positive }: Amounts): fc.Arbitrary<DraftNetwork> {
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
