import { type Scale, scaleOf } from "../cluster/quantize.js";
import { couldTake } from "./fit.js";
import type { PackInstance } from "./instance.js";
import { locationLevels } from "./model.js";
import type { ParsedPackProblem } from "./parse.js";
import { amountsOf, type NormalBin } from "./parse-bins.js";
import type { NormalItem } from "./parse-items.js";

/** Totals of amounts up to here are exact in f64, with room for sums of many. */
const unitLimit = 2 ** 40;
/** A device in units; shares of it are integers within an i32. */
const deviceUnitLimit = 2 ** 30;
/** Where no unit measures all shares: halves to sixteenths and thousandths stay exact, others are rounded up. */
const fineDevice = 720_720_000;
/** Of a unit: what a share that is meant to be whole units may be beyond them. */
const noise = 1e-3;
const anyModel = -1;

/** What an item asks for in units. */
interface ItemRow {
  demand: number[];
  gpuCount: number;
  gpuShare: number;
  models: number;
}

/** What a copy has in units. */
interface BinRow {
  capacity: number[];
  free: number[];
  gpuFree: number[];
  model: number;
}

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
  const scales = scalesOf(parsed);
  const instance = encode(parsed, scales);
  return { instance, relaxed: relax(instance, scales, parsed) };
}

function encode(parsed: ParsedPackProblem, scales: Scales): PackInstance {
  const { items, bins, groups, resources } = parsed;
  const { rows, binRows, gpuUnits } = rowsOf(parsed, scales);
  const input = possibleItems(parsed);
  const kept = input.map((position) => items[position]!);
  const keptRows = input.map((position) => rows[position]!);
  const groupNames = namesOf(kept.map(({ group }) => group));
  const groupOf = new Map(groups.map((group) => [group.id, group]));
  const described = groupNames.map((name) => groupOf.get(name));
  const firstGpu = new Int32Array(bins.length + 1);
  binRows.forEach(({ gpuFree }, k) => {
    firstGpu[k + 1] = firstGpu[k]! + gpuFree.length;
  });
  return {
    items: input.length,
    input: Int32Array.from(input),
    kinds: bins.length,
    bins: bins.reduce((sum, { count }) => sum + count, 0),
    resources: resources.length,
    demand: flattened(keptRows.map(({ demand }) => demand)),
    free: flattened(binRows.map(({ free }) => free)),
    capacity: flattened(binRows.map(({ capacity }) => capacity)),
    kind: kindsOf(bins),
    cost: Float64Array.from(bins, costOf),
    gpuUnits,
    gpuCount: Int32Array.from(keptRows, ({ gpuCount }) => gpuCount),
    gpuShare: Int32Array.from(keptRows, ({ gpuShare }) => gpuShare),
    models: Int32Array.from(keptRows, ({ models }) => models),
    model: Int32Array.from(binRows, ({ model }) => model),
    firstGpu,
    gpuFree: Int32Array.from(binRows.flatMap(({ gpuFree }) => gpuFree)),
    group: numbered(kept.map(({ group }) => group)),
    groups: groupNames.length,
    groupLevel: Int32Array.from(described, (group) => (group?.within ? locationLevels.indexOf(group.within) : -1)),
    groupRequired: Int32Array.from(described, (group) => Number(group?.strength !== "preferred")),
    location: encodeLocations(bins),
    separate: numbered(kept.map(({ separate }) => separate)),
    value: Float64Array.from(kept, ({ value = 1 }) => value),
  };
}

/** Of a copy that is used, in dollars. */
function costOf({ cost, pricePerHour }: NormalBin): number {
  return cost ?? pricePerHour ?? 1;
}

interface Scales {
  resources: Scale[];
  device: Scale;
}

function scalesOf({ items, bins, resources }: ParsedPackProblem): Scales {
  const shares = [
    ...items.flatMap(({ gpus }) => (gpus && "share" in gpus ? [gpus.share] : [])),
    ...bins.flatMap(({ load }) => (load?.gpus ?? []).map(({ share }) => share)),
  ];
  const device = scaleOf([1], shares, deviceUnitLimit);
  return {
    resources: resources.map((name) => {
      const has = bins.map((bin) => amountsOf(bin)[name] ?? 0);
      const asked = [
        ...items.map(({ needs }) => needs?.[name] ?? 0),
        ...bins.map(({ load }) => load?.needs?.[name] ?? 0),
      ];
      return scaleOf(has.filter(isPositive), asked.filter(isPositive), unitLimit);
    }),
    device: device.isExact ? device : fineDeviceScale,
  };
}

const fineDeviceScale: Scale = {
  isExact: false,
  capacity: (devices) => devices * fineDevice,
  size: (share) => Math.max(1, Math.ceil(share * fineDevice - noise)),
};

/** Takes back what rounding may have added to items, and gives back what it may have taken from bins. */
function relax(instance: PackInstance, scales: Scales, { bins }: ParsedPackProblem): PackInstance {
  const rounded = scales.resources.map(({ isExact }) => !isExact);
  if (scales.device.isExact && !rounded.includes(true)) return instance;
  const { resources, gpuUnits } = instance;
  // Of a capacity and of a load.
  const room = instance.free.map((units, k) => (rounded[k % resources] ? units + 2 : units));
  const demand = instance.demand.map((units, k) => (rounded[k % resources] ? Math.max(0, units - 1) : units));
  if (scales.device.isExact) return { ...instance, demand, free: room };
  const loads = bins.reduce((most, { load }) => Math.max(most, load?.gpus?.length ?? 0), 0);
  return {
    ...instance,
    demand,
    free: room,
    gpuShare: instance.gpuShare.map((units) => Math.max(0, units - 1)),
    gpuFree: instance.gpuFree.map((units) => Math.min(gpuUnits, units + loads)),
  };
}

function rowsOf({ items, bins, resources }: ParsedPackProblem, scales: Scales) {
  const { device } = scales;
  const models = namesOf(bins.map(({ gpus }) => gpus?.model));
  return {
    rows: items.map((item) => itemRow(item, resources, scales.resources, device, models)),
    binRows: bins.map((bin) => binRow(bin, resources, scales.resources, device, models)),
    gpuUnits: device.capacity(1),
  };
}

function itemRow(
  { needs = {}, gpus, models }: NormalItem,
  resources: readonly string[],
  scales: readonly Scale[],
  device: Scale,
  modelNames: readonly string[],
): ItemRow {
  return {
    demand: resources.map((name, lane) => sizeIn(scales[lane]!, needs[name] ?? 0)),
    gpuCount: gpus && "count" in gpus ? gpus.count : 0,
    gpuShare: gpus && "share" in gpus ? device.size(gpus.share) : 0,
    models: models ? modelNames.reduce((set, name, m) => (models.includes(name) ? set | (1 << m) : set), 0) : anyModel,
  };
}

function binRow(
  bin: NormalBin,
  resources: readonly string[],
  scales: readonly Scale[],
  device: Scale,
  modelNames: readonly string[],
): BinRow {
  const { gpus, load } = bin;
  const amounts = amountsOf(bin);
  const capacity = resources.map((name, lane) => (amounts[name] ? scales[lane]!.capacity(amounts[name]) : 0));
  const gpuFree = Array<number>(gpus?.count ?? 0).fill(device.capacity(1));
  for (const { index, share } of load?.gpus ?? []) gpuFree[index] = Math.max(0, gpuFree[index]! - device.size(share));
  return {
    capacity,
    free: resources.map((name, lane) => Math.max(0, capacity[lane]! - sizeIn(scales[lane]!, load?.needs?.[name] ?? 0))),
    gpuFree,
    model: gpus ? modelNames.indexOf(gpus.model) : -1,
  };
}

function sizeIn(scale: Scale, amount: number): number {
  return amount > 0 ? scale.size(amount) : 0;
}

/** Positions of the items that some copy could take, gangs only whole. */
function possibleItems({ items, bins }: ParsedPackProblem): number[] {
  const isPossible = items.map((item) => bins.some((bin) => couldTake(bin, item)));
  const torn = new Set(items.flatMap(({ group }, i) => (group !== undefined && !isPossible[i] ? [group] : [])));
  return [...items.keys()].filter((i) => isPossible[i] && !torn.has(items[i]!.group ?? ""));
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

/** Different names, by first appearance. */
function namesOf(names: readonly (string | undefined)[]): string[] {
  return [...new Set(names.filter((name) => name !== undefined))];
}

/** The number of each name, −1 for none. */
function numbered(names: readonly (string | undefined)[]): Int32Array {
  const numbers = new Map(namesOf(names).map((name, number) => [name, number]));
  return Int32Array.from(names, (name) => (name === undefined ? -1 : numbers.get(name)!));
}

function flattened(rows: readonly (readonly number[])[]): Float64Array {
  return Float64Array.from(rows.flat());
}

function isPositive(amount: number): boolean {
  return amount > 0;
}
