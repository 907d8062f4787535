import type { Door } from "../door.js";
import { printable } from "../errors.js";
import { limits } from "../limits.js";
import { type GpuCount, type GpuShare, type Group, type Item, locationLevels } from "./model.js";

/** An item that has passed the door: no need is zero. */
export type NormalItem = Item;

export interface ParsedItems {
  items: NormalItem[];
  itemIndex: ReadonlyMap<string, number>;
}

const itemKeys = ["id", "needs", "gpus", "models", "group", "separate", "value"] as const satisfies (keyof Item)[];
const gpuKeys = ["count", "share"] as const satisfies (keyof GpuCount | keyof GpuShare)[];
const strengths = ["required", "preferred"] as const;
const groupKeys = ["id", "within", "strength"] as const satisfies (keyof Group)[];

/** Reads the property as items. A gang may be named without being described. */
export function parseItems(door: Door, property: string, value: unknown): ParsedItems {
  const items: NormalItem[] = [];
  const itemIndex = new Map<string, number>();
  door.enter(property);
  const entries = door.array(value, limits.items) ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const item = readItem(door, entries[i]);
    noteId(door, itemIndex, item.id, i, "item");
    items.push(item);
    door.leave();
  }
  door.leave();
  return { items, itemIndex };
}

/** Reads the property as descriptions of gangs. */
export function parseGroups(door: Door, property: string, value: unknown): Group[] {
  const groups: Group[] = [];
  const groupIndex = new Map<string, number>();
  door.enter(property);
  const entries = door.array(value, limits.items) ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const group = readGroup(door, entries[i]);
    noteId(door, groupIndex, group.id, i, "group");
    groups.push(group);
    door.leave();
  }
  door.leave();
  return groups;
}

/** The value at the cursor as an item: an own copy. */
export function readItem(door: Door, value: unknown): NormalItem {
  const item: NormalItem = { id: "" };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    switch (key) {
      case "id":
      case "group":
      case "separate":
        item[key] = door.name(key, field);
        break;
      case "needs":
        item.needs = withoutZeros(door.record(key, field, (door, name, amount) => door.nonNegative(name, amount)));
        break;
      case "gpus":
        item.gpus = readGpus(door, key, field);
        break;
      case "models":
        item.models = door.names(key, field, limits.labels);
        break;
      case "value":
        item.value = door.nonNegative(key, field);
        break;
      default:
        door.refuseUnknownKey(key, itemKeys);
    }
  }
  if (!fields) return item;
  door.require(fields, "id", "give every item a name of its own");
  if (item.models && !item.gpus) door.refuse('names models of GPU, but asks for none; add "gpus"', "models");
  if (item.models?.length === 0) door.refuse("is empty; name a model, or leave it out", "models");
  if (item.gpus && item.needs?.gpu !== undefined) {
    door.enter("needs");
    door.refuse('counts GPUs beside "gpus"; leave one of them out', "gpu");
    door.leave();
  }
  return item;
}

function readGpus(door: Door, property: string, value: unknown): GpuCount | GpuShare | undefined {
  door.enter(property);
  let gpus: GpuCount | GpuShare | undefined;
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (gpus) door.refuse('has "count" and "share"; leave one of them out');
    if (key === "count") gpus = { count: readDeviceCount(door, key, field) };
    else if (key === "share") gpus = { share: readShare(door, key, field) };
    else door.refuseUnknownKey(key, gpuKeys);
  }
  if (fields && !gpus) door.refuse('asks for nothing; give "count" or "share"');
  door.leave();
  return gpus;
}

function readDeviceCount(door: Door, key: string, value: unknown): number {
  const count = door.count(key, value);
  if (count <= limits.devices) return count;
  door.refuse(`is ${count}; a bin has at most ${limits.devices} devices`, key);
  return 1;
}

/** Above 0, at most 1. */
export function readShare(door: Door, key: string, value: unknown): number {
  const share = door.positive(key, value);
  if (share <= 1) return share;
  door.refuse(`is ${share}; a share is at most 1 (use "count" for several devices)`, key);
  return 1;
}

function readGroup(door: Door, value: unknown): Group {
  const group: Group = { id: "" };
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (key === "id") group.id = door.name(key, field);
    else if (key === "within") group.within = door.oneOf(key, field, locationLevels);
    else if (key === "strength") group.strength = door.oneOf(key, field, strengths);
    else door.refuseUnknownKey(key, groupKeys);
  }
  if (fields) door.require(fields, "id", "say which gang this is about");
  if (group.strength && !group.within) door.refuse('is of no use without "within"', "strength");
  return group;
}

/** Takes note of an id, with the cursor on its owner. */
export function noteId(door: Door, index: Map<string, number>, id: string, position: number, what: string): void {
  const same = index.get(id);
  if (same === undefined) index.set(id, position);
  else if (id !== "") door.refuse(`"${printable(id)}" is already the id of ${what} ${same}; rename one`, "id");
}

/** Amounts of zero say nothing. */
export function withoutZeros(amounts: Record<string, number>): Record<string, number> {
  for (const name in amounts) if (amounts[name] === 0) delete amounts[name];
  return amounts;
}
