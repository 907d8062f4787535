import type { Cluster, Location } from "./model.js";

/** What a transfer of data takes: `latency + data × secondsPerGigabyte` seconds, `data × pricePerGigabyte` dollars. */
export interface Transit {
  latency: number;
  secondsPerGigabyte: number;
  pricePerGigabyte: number;
}

const free: Transit = { latency: 0, secondsPerGigabyte: 0, pricePerGigabyte: 0 };

/** Coarsest first. Two nodes that share the first `d` location levels use the link of depth `d`, which starts at `world`. */
const levels = ["cloud", "region", "zone", "rack"] as const satisfies (keyof Location)[];
const depths = ["world", ...levels] as const;

/**
 * The link between any two nodes, by position: a named one, that of the reverse, or that of the deepest location level
 * that the nodes share and the network gives. Undefined where there is none. From a node to itself it is the local
 * disk. Without a network, hand-over between nodes is free.
 */
export class Links {
  private readonly nodes: number;
  private readonly disks: Transit[];
  private readonly networked: boolean;
  /** Number of the location prefix of each node at each depth; equal numbers are equal prefixes. */
  private readonly places: Int32Array;
  /** By depth, levels that are not given filled from the next coarser one. */
  private readonly byDepth: (Transit | undefined)[] = [];
  private readonly named = new Map<number, Transit>();

  constructor(cluster: Cluster, nodeIndex: ReadonlyMap<string, number>) {
    const { nodes, network } = cluster;
    this.nodes = nodes.length;
    this.disks = nodes.map(({ localDisk }) => (localDisk ? transit(localDisk) : free));
    this.networked = network !== undefined;
    this.places = numberPlaces(nodes.map((node) => node.location));
    if (!network) return;

    let link: Transit | undefined;
    for (const level of depths) {
      const given = network[level];
      if (given) link = transit(given);
      this.byDepth.push(link);
    }
    const links = network.links ?? [];
    for (const link of links)
      this.named.set(this.pair(nodeIndex.get(link.from)!, nodeIndex.get(link.to)!), transit(link));
    for (const link of links) {
      const from = nodeIndex.get(link.from)!;
      const to = nodeIndex.get(link.to)!;
      const reverse = this.pair(to, from);
      if (!this.named.has(reverse)) this.named.set(reverse, this.named.get(this.pair(from, to))!);
    }
  }

  between(from: number, to: number): Transit | undefined {
    if (from === to) return this.disks[from];
    if (!this.networked) return free;
    if (this.named.size > 0) {
      const named = this.named.get(this.pair(from, to));
      if (named) return named;
    }
    return this.byDepth[this.sharedDepth(from, to)];
  }

  /** Hand-over on the node goes through a disk. */
  hasDisk(node: number): boolean {
    return this.disks[node] !== free;
  }

  private pair(from: number, to: number): number {
    return from * this.nodes + to;
  }

  private sharedDepth(from: number, to: number): number {
    const { places } = this;
    const a = from * 4;
    const b = to * 4;
    if (places[a + 3] === places[b + 3]) return 4;
    if (places[a + 2] === places[b + 2]) return 3;
    if (places[a + 1] === places[b + 1]) return 2;
    return places[a] === places[b] ? 1 : 0;
  }
}

function transit(link: { bandwidth: number; latency?: number; pricePerGigabyte?: number }): Transit {
  return {
    latency: link.latency ?? 0,
    secondsPerGigabyte: 1 / link.bandwidth,
    pricePerGigabyte: link.pricePerGigabyte ?? 0,
  };
}

function numberPlaces(locations: readonly (Location | undefined)[]): Int32Array {
  const numbers = new Map<string, number>();
  const places = new Int32Array(locations.length * levels.length);
  locations.forEach((location, node) => {
    let parent = -1;
    levels.forEach((level, depth) => {
      const name = location?.[level];
      const path = name === undefined ? `${parent}` : `${parent}/${name}`;
      parent = numbers.get(path) ?? numbers.size;
      numbers.set(path, parent);
      places[node * levels.length + depth] = parent;
    });
  });
  return places;
}
