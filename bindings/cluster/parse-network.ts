import type { Door } from "../door.js";
import { limits } from "../limits.js";
import type { Link, NamedLink, Network } from "./model.js";

const networkKeys = ["rack", "zone", "region", "cloud", "world", "links"] as const satisfies (keyof Network)[];
const linkKeys = ["bandwidth", "latency", "pricePerGigabyte"] as const satisfies (keyof Link)[];
const namedLinkKeys = ["from", "to", ...linkKeys] as const satisfies (keyof NamedLink)[];

/** Reads the property as a network between the nodes. */
export function parseNetwork(
  door: Door,
  property: string,
  value: unknown,
  nodeIndex: ReadonlyMap<string, number>,
): Network {
  door.enter(property);
  const network: Network = {};
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "rack":
      case "zone":
      case "region":
      case "cloud":
      case "world":
        network[key] = readLink(door, key, field);
        break;
      case "links":
        network.links = readNamedLinks(door, key, field, nodeIndex);
        break;
      default:
        door.refuseUnknownKey(key, networkKeys);
    }
  }
  door.leave();
  return network;
}

function readLink(door: Door, property: string, value: unknown): Link {
  door.enter(property);
  const link: Link = { bandwidth: 0 };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined || readLinkField(door, link, key, field)) continue;
    door.refuseUnknownKey(key, linkKeys);
  }
  if (fields) door.require(fields, "bandwidth", "give it in gigabytes per second");
  door.leave();
  return link;
}

function readNamedLinks(
  door: Door,
  property: string,
  value: unknown,
  nodeIndex: ReadonlyMap<string, number>,
): NamedLink[] {
  door.enter(property);
  const links: NamedLink[] = [];
  const positions = new Map<number, number>();
  const entries = door.array(value, limits.namedLinks) ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const link = readNamedLink(door, entries[i], nodeIndex);
    const from = nodeIndex.get(link.from);
    const to = nodeIndex.get(link.to);
    if (from !== undefined && to !== undefined) {
      const pair = from * limits.nodes + to;
      const same = positions.get(pair);
      if (from === to) door.refuse('leads from a node to itself; give the node a "localDisk" instead');
      else if (same !== undefined) door.refuse(`names the same two nodes as link ${same}; leave one of them out`);
      else positions.set(pair, i);
    }
    links.push(link);
    door.leave();
  }
  door.leave();
  return links;
}

function readNamedLink(door: Door, value: unknown, nodeIndex: ReadonlyMap<string, number>): NamedLink {
  const link: NamedLink = { from: "", to: "", bandwidth: 0 };
  const fields = door.object(value);
  if (!fields) return link;
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined || readLinkField(door, link, key, field)) continue;
    if (key === "from" || key === "to") {
      const id = door.name(key, field);
      if (id !== "" && !nodeIndex.has(id)) door.refuseUnknownName("no node", id, nodeIndex.keys(), key);
      link[key] = id;
    } else {
      door.refuseUnknownKey(key, namedLinkKeys);
    }
  }
  door.require(fields, "from", "name the node that the link leaves");
  door.require(fields, "to", "name the node that the link reaches");
  door.require(fields, "bandwidth", "give it in gigabytes per second");
  return link;
}

/** Whether the key is one that every link has. */
function readLinkField(door: Door, link: Link, key: string, value: unknown): boolean {
  if (key === "bandwidth") link.bandwidth = door.divisor(key, value);
  else if (key === "latency") link.latency = door.nonNegative(key, value);
  else if (key === "pricePerGigabyte") link.pricePerGigabyte = door.nonNegative(key, value);
  else return false;
  return true;
}
