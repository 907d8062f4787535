import { couldTake, roomOf } from "./fit.js";
import type { PackInstance } from "./instance.js";
import { locationLevels } from "./model.js";
import type { ParsedPackProblem } from "./parse.js";
import { amountsOf, type NormalBin } from "./parse-bins.js";
import type { NormalItem } from "./parse-items.js";
import { relax, type Scales, scalesOf, sizeIn } from "./scales.js";

const anyModel = -1;

export interface EncodedPackProblem {
  /**
   * The problem as flat arrays. Items that no copy could take if nothing else came are left out, and their gangs with them.
   * Amounts that no unit measures are rounded so that what fits in units fits in fact; what fits in fact to the last digit
   * may then fit nowhere.
   */
  instance: PackInstance;
  /** The same, but such amounts are rounded the other way: what fits in fact fits in units. Lower bounds hold for it. */
  relaxed: PackInstance;
}

export function encodePackProblem(parsed: ParsedPackProblem): EncodedPackProblem {
  const { bins, resources } = parsed;
  const scales = scalesOf(parsed);
  const models = numbersOf(bins.map(({ gpus }) => gpus?.model));
  const input = possibleItems(parsed);
  const items = Array.from(input, (position) => parsed.items[position]!);
  const instance: PackInstance = {
    items: items.length,
    input,
    resources: resources.length,
    ...encodeBins(bins, resources, scales),
    demand: encodeNeeds(items, resources, scales),
    gpuUnits: scales.device.capacity(1),
    gpuCount: Int32Array.from(items, ({ gpus }) => (gpus && "count" in gpus ? gpus.count : 0)),
    gpuShare: Int32Array.from(items, ({ gpus }) => (gpus && "share" in gpus ? scales.device.size(gpus.share) : 0)),
    models: Int32Array.from(items, (item) => modelSet(item, models)),
    model: Int32Array.from(bins, ({ gpus }) => (gpus ? models.get(gpus.model)! : -1)),
    ...encodeGroups(items, parsed),
    separate: numbered(items.map(({ separate }) => separate)),
    value: Float64Array.from(items, ({ value = 1 }) => value),
  };
  return { instance, relaxed: relax(instance, scales, parsed) };
}

/** Positions of the items that some copy could take, gangs only whole. */
function possibleItems({ items, bins }: ParsedPackProblem): Int32Array {
  const rooms = bins.map(roomOf);
  const isPossible = items.map((item) => rooms.some((room) => couldTake(room, item)));
  const torn = new Set<string>();
  items.forEach(({ group }, i) => {
    if (group !== undefined && !isPossible[i]) torn.add(group);
  });
  const positions = Int32Array.from(items.keys());
  return positions.filter((i) => isPossible[i] && !(torn.size > 0 && torn.has(items[i]!.group ?? "")));
}

function encodeNeeds(items: readonly NormalItem[], resources: readonly string[], scales: Scales): Float64Array {
  const demand = new Float64Array(items.length * resources.length);
  let at = 0;
  for (const { needs } of items) {
    for (let lane = 0; lane < resources.length; lane++) {
      demand[at++] = sizeIn(scales.resources[lane]!, needs?.[resources[lane]!]);
    }
  }
  return demand;
}

type EncodedBins = Pick<
  PackInstance,
  "kinds" | "bins" | "kind" | "capacity" | "free" | "firstGpu" | "gpuFree" | "cost" | "location"
>;

function encodeBins(bins: readonly NormalBin[], resources: readonly string[], scales: Scales): EncodedBins {
  const lanes = resources.length;
  const capacity = new Float64Array(bins.length * lanes);
  const free = new Float64Array(bins.length * lanes);
  const firstGpu = new Int32Array(bins.length + 1);
  const gpuFree: number[] = [];
  bins.forEach((bin, k) => {
    const amounts = amountsOf(bin);
    resources.forEach((name, lane) => {
      const scale = scales.resources[lane]!;
      const units = amounts[name] ? scale.capacity(amounts[name]) : 0;
      capacity[k * lanes + lane] = units;
      free[k * lanes + lane] = Math.max(0, units - sizeIn(scale, bin.load?.needs?.[name]));
    });
    gpuFree.push(...freeDevices(bin, scales));
    firstGpu[k + 1] = gpuFree.length;
  });
  return {
    kinds: bins.length,
    bins: bins.reduce((sum, { count }) => sum + count, 0),
    kind: kindsOf(bins),
    capacity,
    free,
    firstGpu,
    gpuFree: Int32Array.from(gpuFree),
    cost: Float64Array.from(bins, ({ cost, pricePerHour }) => cost ?? pricePerHour ?? 1),
    location: encodeLocations(bins),
  };
}

function freeDevices({ gpus, load }: NormalBin, { device }: Scales): number[] {
  const free = Array<number>(gpus?.count ?? 0).fill(device.capacity(1));
  for (const { index, share } of load?.gpus ?? []) free[index] = Math.max(0, free[index]! - device.size(share));
  return free;
}

function kindsOf(bins: readonly NormalBin[]): Int32Array {
  const kind = new Int32Array(bins.reduce((sum, { count }) => sum + count, 0));
  let next = 0;
  bins.forEach(({ count }, k) => {
    kind.fill(k, next, next + count);
    next += count;
  });
  return kind;
}

/** [kinds × 4] Places by the names of all levels down to each. */
function encodeLocations(bins: readonly NormalBin[]): Int32Array {
  const paths = bins.flatMap(({ location }) =>
    locationLevels.map((_, depth) =>
      JSON.stringify(locationLevels.slice(0, depth + 1).map((level) => location?.[level] ?? null)),
    ),
  );
  return numbered(paths);
}

/** Bit by number; of models that no bin has there are none. */
function modelSet({ models }: NormalItem, numbers: ReadonlyMap<string, number>): number {
  if (!models) return anyModel;
  return models.reduce((set, name) => (numbers.has(name) ? set | (1 << numbers.get(name)!) : set), 0);
}

type EncodedGroups = Pick<PackInstance, "group" | "groups" | "groupLevel" | "groupRequired">;

function encodeGroups(items: readonly NormalItem[], { groups }: ParsedPackProblem): EncodedGroups {
  const names = items.map(({ group }) => group);
  const described = new Map(groups.map((group) => [group.id, group]));
  const inOrder = Array.from(numbersOf(names).keys(), (name) => described.get(name));
  return {
    group: numbered(names),
    groups: inOrder.length,
    groupLevel: Int32Array.from(inOrder, (group) => (group?.within ? locationLevels.indexOf(group.within) : -1)),
    groupRequired: Int32Array.from(inOrder, (group) => Number(group?.strength !== "preferred")),
  };
}

/** Different names, numbered by first appearance. */
function numbersOf(names: readonly (string | undefined)[]): Map<string, number> {
  const numbers = new Map<string, number>();
  for (const name of names) if (name !== undefined && !numbers.has(name)) numbers.set(name, numbers.size);
  return numbers;
}

/** The number of each name, −1 for none. */
function numbered(names: readonly (string | undefined)[]): Int32Array {
  const numbers = numbersOf(names);
  return Int32Array.from(names, (name) => (name === undefined ? -1 : numbers.get(name)!));
}
