import type { Door } from "../door.js";
import { printable } from "../errors.js";
import { limits } from "../limits.js";
import type { Cluster, Disk, Gpus, Location, Node } from "./model.js";
import { parseNetwork } from "./parse-network.js";

/** A cluster that has passed the door. */
export interface ParsedCluster {
  /** An own copy in which GPUs also stand in `capacity` and `labels`, and no capacity is zero. */
  cluster: Cluster;
  /** Position of each node. */
  nodeIndex: ReadonlyMap<string, number>;
  /** Names of the resources that nodes have, by first appearance. */
  resources: readonly string[];
  /** Some node has one speed per kind of work, so work must name its kind. */
  speedsByKind: boolean;
}

const clusterKeys = ["nodes", "network"] as const satisfies (keyof Cluster)[];
const nodeKeys = [
  "id",
  "capacity",
  "gpus",
  "speed",
  "location",
  "labels",
  "pricePerHour",
  "spot",
  "localDisk",
  "availableFrom",
] as const satisfies (keyof Node)[];
const gpusKeys = ["model", "count", "memory"] as const satisfies (keyof Gpus)[];
const locationKeys = ["cloud", "region", "zone", "rack"] as const satisfies (keyof Location)[];
const diskKeys = ["bandwidth", "latency"] as const satisfies (keyof Disk)[];

/** Keys that something has which is a node and more. */
export interface MoreKeys {
  keys: readonly string[];
  /** Reads the value of a key; false when it is none of these. */
  read(key: string, value: unknown): boolean;
}

/** Reads the property as a cluster. A cluster has at least one node. */
export function parseCluster(door: Door, property: string, value: unknown): ParsedCluster {
  door.enter(property);
  const cluster: Cluster = { nodes: [] };
  const nodeIndex = new Map<string, number>();
  const fields = door.object(value);
  let network: unknown;
  for (const key in fields) {
    if (key === "nodes") cluster.nodes = readNodes(door, key, fields[key], nodeIndex);
    else if (key === "network") network = fields[key];
    else door.refuseUnknownKey(key, clusterKeys);
  }
  if (fields) door.require(fields, "nodes", "give an array of nodes");
  // After the nodes, whatever the order of the keys: named links refer to them.
  if (network !== undefined) cluster.network = parseNetwork(door, "network", network, nodeIndex);

  const resources = resourcesOf(cluster.nodes);
  if (resources.length > limits.resources) {
    door.refuse(`its nodes have ${resources.length} different resources; at most ${limits.resources} are allowed`);
  }
  door.leave();
  return { cluster, nodeIndex, resources, speedsByKind: cluster.nodes.some((node) => typeof node.speed === "object") };
}

function readNodes(door: Door, property: string, value: unknown, nodeIndex: Map<string, number>): Node[] {
  door.enter(property);
  const nodes: Node[] = [];
  const given = door.array(value, limits.nodes);
  if (given?.length === 0) door.refuse("is empty; a cluster has at least one node");
  const entries = given ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const node = readNode(door, entries[i]);
    const same = nodeIndex.get(node.id);
    if (same === undefined) nodeIndex.set(node.id, i);
    else if (node.id !== "") door.refuse(`"${printable(node.id)}" is already the id of node ${same}; rename one`, "id");
    nodes.push(node);
    door.leave();
  }
  door.leave();
  return nodes;
}

/**
 * Reads the value at the cursor as a node.
 * @param readMore reads a key that nodes do not have; false when it is unknown there as well
 */
export function readNode(door: Door, value: unknown, readMore?: MoreKeys): Node {
  const node: Node = { id: "" };
  const fields = door.object(value);
  if (!fields) return node;
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "id":
        node.id = door.name(key, field);
        break;
      case "capacity":
        node.capacity = door.record(key, field, (door, name, amount) => door.nonNegative(name, amount));
        break;
      case "gpus":
        node.gpus = readGpus(door, key, field);
        break;
      case "speed":
        node.speed = readSpeed(door, key, field);
        break;
      case "location":
        node.location = readLocation(door, key, field);
        break;
      case "labels":
        node.labels = door.names(key, field, limits.labels);
        break;
      case "pricePerHour":
        node.pricePerHour = door.nonNegative(key, field);
        break;
      case "spot":
        door.refuse("is not honoured yet; leave it out", key);
        break;
      case "localDisk":
        node.localDisk = readDisk(door, key, field);
        break;
      case "availableFrom":
        node.availableFrom = door.nonNegative(key, field);
        break;
      default:
        if (!readMore?.read(key, field)) door.refuseUnknownKey(key, [...nodeKeys, ...(readMore?.keys ?? [])]);
    }
  }
  door.require(fields, "id", "give every node a name of its own");
  if (node.capacity) dropZeros(node.capacity);
  if (node.gpus) spellOutGpus(door, node, node.gpus);
  return node;
}

function readSpeed(door: Door, key: string, value: unknown): number | Record<string, number> {
  if (typeof value !== "object") return door.divisor(key, value);
  return door.record(key, value, (door, kind, speed) => door.divisor(kind, speed));
}

function readGpus(door: Door, property: string, value: unknown): Gpus {
  door.enter(property);
  const gpus: Gpus = { model: "", count: 0 };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (key === "model") gpus.model = door.name(key, field);
    else if (key === "count") gpus.count = door.count(key, field);
    else if (key === "memory") gpus.memory = door.nonNegative(key, field);
    else door.refuseUnknownKey(key, gpusKeys);
  }
  if (fields) {
    door.require(fields, "model", 'name the device, such as "H100"');
    door.require(fields, "count", "say how many devices the node has");
  }
  door.leave();
  return gpus;
}

function readLocation(door: Door, property: string, value: unknown): Location {
  door.enter(property);
  const location: Location = {};
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    const level = locationKeys.find((known) => known === key);
    if (level) location[level] = door.name(key, field);
    else door.refuseUnknownKey(key, locationKeys);
  }
  door.leave();
  return location;
}

function readDisk(door: Door, property: string, value: unknown): Disk {
  door.enter(property);
  const disk: Disk = { bandwidth: 0 };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (key === "bandwidth") disk.bandwidth = door.divisor(key, field);
    else if (key === "latency") disk.latency = door.nonNegative(key, field);
    else door.refuseUnknownKey(key, diskKeys);
  }
  if (fields) door.require(fields, "bandwidth", "give it in gigabytes per second");
  door.leave();
  return disk;
}

function dropZeros(amounts: Record<string, number>): void {
  for (const name in amounts) if (amounts[name] === 0) delete amounts[name];
}

/** What `gpus` implies for capacity and labels. */
function spellOutGpus(door: Door, node: Node, { model, count }: Gpus): void {
  const given = node.capacity?.gpu;
  if (given !== undefined && given !== count) {
    door.enter("capacity");
    door.refuse(`is ${given}, but "gpus" counts ${count} devices; leave one of them out`, "gpu");
    door.leave();
  }
  node.capacity = { ...node.capacity, gpu: count };
  const label = `gpu:${model}`;
  if (!node.labels?.includes(label)) node.labels = [...(node.labels ?? []), label];
}

function resourcesOf(nodes: readonly Node[]): string[] {
  const names = new Set<string>();
  for (const node of nodes) for (const name in node.capacity) names.add(name);
  return [...names];
}
