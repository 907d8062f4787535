import { type Door, described } from "../../door.js";
import { printable } from "../../errors.js";
import { limits } from "../../limits.js";
import type { DeviceShare } from "../model.js";
import { readShare } from "../parse-items.js";
import { readStreamItem } from "./arguments.js";
import type { PackerCluster } from "./cluster.js";
import type { CountedItem, PackedItem, PackerSnapshot } from "./model.js";

/** Reads a snapshot, for bins that need not be those that it was taken with: what it holds must be there and fit. */
export function readSnapshot(door: Door, property: string, value: unknown, cluster: PackerCluster): PackerSnapshot {
  door.enter(property);
  const fields = door.object(value) ?? {};
  if (fields.version !== 1) door.refuse("must be 1, the only version that is known", "version");
  const snapshot: PackerSnapshot = {
    version: 1,
    decisions: door.nonNegative("decisions", fields.decisions),
    placed: readEntries(door, "placed", fields.placed, (entry) => readPlaced(door, entry, cluster)),
    seen: readEntries(door, "seen", fields.seen, (entry) => readCounted(door, entry, cluster)),
    typical: readEntries(door, "typical", fields.typical, (entry) => readCounted(door, entry, cluster)),
  };
  if (!Number.isInteger(snapshot.decisions)) door.refuse("must be a whole number", "decisions");
  refuseTwice(door, snapshot.placed);
  door.leave();
  return snapshot;
}

type Fields = Record<string, unknown>;

function readEntries<T>(door: Door, key: string, value: unknown, read: (fields: Fields) => T): T[] {
  door.enter(key);
  const entries = Array.from(door.array(value, limits.items) ?? [], (entry, i) => {
    door.enter(i);
    const result = read(door.object(entry) ?? {});
    door.leave();
    return result;
  });
  door.leave();
  return entries;
}

function readPlaced(door: Door, fields: Fields, cluster: PackerCluster): PackedItem {
  const item = readStreamItem(door, "item", fields.item, cluster.bins);
  const hasAll = Object.keys(item.needs ?? {}).every((name) => cluster.resources.includes(name));
  if (!hasAll) door.refuse("needs a resource that no bin has", "item");
  const bin = door.name("bin", fields.bin);
  const copy = door.nonNegative("copy", fields.copy);
  const gpus = readEntries(door, "gpus", fields.gpus, (device): DeviceShare => {
    return { index: door.nonNegative("index", device.index), share: readShare(door, "share", device.share) };
  });
  if (bin !== "" && cluster.nodeOf(bin, copy) === undefined) {
    door.refuse(`has no copy ${described(copy)} in this cluster`, "bin");
  }
  const wanted = item.gpus ? ("count" in item.gpus ? item.gpus.count : 1) : 0;
  const devices = cluster.bins.find(({ id }) => id === bin)?.gpus?.count ?? 0;
  const distinct = new Set(gpus.map(({ index }) => index));
  const areThere = gpus.every(({ index }) => Number.isInteger(index) && index < devices);
  if (gpus.length !== wanted || distinct.size !== wanted || !areThere) {
    door.refuse("are not devices of the bin, each once, as many as the item asks for", "gpus");
  }
  return { item, bin, copy, gpus };
}

function readCounted(door: Door, fields: Fields, cluster: PackerCluster): CountedItem {
  // Counted items have no names; the reader of items wants one.
  const given =
    typeof fields.item === "object" && fields.item !== null ? { ...fields.item, id: "counted" } : fields.item;
  const { id: _, ...item } = readStreamItem(door, "item", given, cluster.bins);
  return { item, count: door.count("count", fields.count) };
}

function refuseTwice(door: Door, placed: readonly PackedItem[]): void {
  const ids = new Set<string>();
  for (const { item } of placed) {
    if (ids.has(item.id)) door.refuse(`has "${printable(item.id)}" twice`, "placed");
    ids.add(item.id);
  }
}
