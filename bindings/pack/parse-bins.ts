import { readNode } from "../cluster/parse.js";
import type { Door } from "../door.js";
import { limits } from "../limits.js";
import type { Bin, DeviceShare, Load } from "./model.js";
import { noteId, readShare, withoutZeros } from "./parse-items.js";

/** A bin that has passed the door. */
export interface NormalBin extends Bin {
  count: number;
}

export interface ParsedBins {
  bins: NormalBin[];
  binIndex: ReadonlyMap<string, number>;
  /** Names of the resources that bins have, by first appearance. */
  resources: string[];
}

const moreKeys = ["count", "load", "cost"] as const satisfies (keyof Bin)[];
const loadKeys = ["needs", "gpus"] as const satisfies (keyof Load)[];
const deviceKeys = ["index", "share"] as const satisfies (keyof DeviceShare)[];

/** Reads the property as bins, of which there is at least one. */
export function parseBins(door: Door, property: string, value: unknown): ParsedBins {
  const bins: NormalBin[] = [];
  const binIndex = new Map<string, number>();
  door.enter(property);
  const given = door.array(value, limits.nodes);
  if (given?.length === 0) door.refuse("is empty; there must be a bin");
  const entries = given ?? [];
  let copies = 0;
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const bin = readBin(door, entries[i]);
    noteId(door, binIndex, bin.id, i, "bin");
    bins.push(bin);
    copies += bin.count;
    door.leave();
  }
  if (copies > limits.copies) door.refuse(`has ${copies} copies in all; at most ${limits.copies} are allowed`);
  const resources = new Set<string>();
  for (const bin of bins) for (const name in amountsOf(bin)) resources.add(name);
  if (resources.size > limits.resources) {
    door.refuse(`has ${resources.size} different resources; at most ${limits.resources} are allowed`);
  }
  const models = new Set(bins.flatMap(({ gpus }) => (gpus ? [gpus.model] : [])));
  if (models.size > limits.devices) {
    door.refuse(`has ${models.size} different models of GPU; at most ${limits.devices} are allowed`);
  }
  door.leave();
  return { bins, binIndex, resources: [...resources] };
}

/** What it has of resources. Devices are none: they are addressed one by one. */
export function amountsOf({ capacity = {}, gpus }: Bin): Readonly<Record<string, number>> {
  if (!gpus) return capacity;
  const { gpu: _, ...amounts } = capacity;
  return amounts;
}

function readBin(door: Door, value: unknown): NormalBin {
  const more: Pick<Bin, (typeof moreKeys)[number]> = {};
  const node = readNode(door, value, {
    keys: moreKeys,
    read(key, field) {
      if (key === "count") more.count = door.count(key, field);
      else if (key === "cost") more.cost = door.nonNegative(key, field);
      else if (key === "load") more.load = readLoad(door, key, field);
      else return false;
      return true;
    },
  });
  const bin: NormalBin = { ...node, ...more, count: more.count ?? 1 };
  refuseWhatPackIgnores(door, bin);
  checkLoad(door, bin);
  return bin;
}

function refuseWhatPackIgnores(door: Door, { speed, localDisk, availableFrom }: Bin): void {
  for (const [key, value] of Object.entries({ speed, localDisk, availableFrom })) {
    if (value !== undefined) door.refuse("plays no part in packing; leave it out", key);
  }
}

function readLoad(door: Door, property: string, value: unknown): Load {
  door.enter(property);
  const load: Load = {};
  const fields = door.object(value);
  for (const key in fields) {
    const field = fields[key];
    if (field === undefined) continue;
    if (key === "needs") {
      load.needs = withoutZeros(door.record(key, field, (door, name, amount) => door.nonNegative(name, amount)));
    } else if (key === "gpus") {
      load.gpus = readDevices(door, key, field);
    } else {
      door.refuseUnknownKey(key, loadKeys);
    }
  }
  door.leave();
  return load;
}

function readDevices(door: Door, property: string, value: unknown): DeviceShare[] {
  door.enter(property);
  const shares: DeviceShare[] = [];
  const entries = door.array(value, limits.items) ?? [];
  for (let i = 0; i < entries.length; i++) {
    door.enter(i);
    const device: DeviceShare = { index: 0, share: 1 };
    const fields = door.object(entries[i]);
    for (const key in fields) {
      if (key === "index") device.index = door.nonNegative(key, fields[key]);
      else if (key === "share") device.share = readShare(door, key, fields[key]);
      else door.refuseUnknownKey(key, deviceKeys);
    }
    if (fields) {
      door.require(fields, "index", "say which device, from 0");
      door.require(fields, "share", "say how much of it");
    }
    shares.push(device);
    door.leave();
  }
  door.leave();
  return shares;
}

/** What already sits in a bin must be there and fit. */
function checkLoad(door: Door, bin: NormalBin): void {
  const devices = bin.gpus?.count ?? 0;
  if (devices > limits.devices) door.refuse(`has ${devices} GPUs; at most ${limits.devices} are allowed`, "gpus");
  if (!bin.load) return;
  door.enter("load");
  door.enter("needs");
  for (const name in bin.load.needs) {
    const amount = bin.load.needs[name]!;
    const capacity = amountsOf(bin)[name] ?? 0;
    if (amount > capacity * (1 + 1e-9)) door.refuse(`is ${amount}, but the bin has ${capacity}`, name);
  }
  door.leave();
  door.enter("gpus");
  const held = new Float64Array(devices);
  bin.load.gpus?.forEach(({ index, share }, i) => {
    if (!Number.isInteger(index) || index >= devices) {
      door.refuse(`names device ${index}; the bin has ${devices}, counted from 0`, i);
      return;
    }
    held[index]! += share;
    if (held[index]! > 1 + 1e-9) door.refuse(`makes the shares of device ${index} more than 1`, i);
  });
  door.leave();
  door.leave();
}
