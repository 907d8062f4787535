import fc from "fast-check";
import type { PackInstance, PackSolution } from "../../bindings/pack/instance.js";
import { lanesOf } from "../../bindings/pack/reference/construct/lanes.js";
import { Packing } from "../../bindings/pack/reference/construct/packing.js";

export interface PackShape {
  /** @default 14 */
  maxItems?: number;
  /** @default 3 */
  maxKinds?: number;
  /** @default 5 */
  maxCopies?: number;
  /** @default 3 */
  maxResources?: number;
  /** GPUs, models, separations, gangs and loads. @default true */
  constraints?: boolean;
}

/**
 * Instances of every kind, as the encoding could make them: several resources, different bins with loads, GPUs whole and
 * shared, models, separations, gangs with and without places. Amounts are small and often equal. Items that no empty copy
 * takes are left out with their gangs, or not: to the last digit, units may see what amounts do not.
 */
export function packInstance({
  maxItems = 14,
  maxKinds = 3,
  maxCopies = 5,
  maxResources = 3,
  constraints = true,
}: PackShape = {}): fc.Arbitrary<PackInstance> {
  return fc
    .record({ resources: fc.integer({ min: 0, max: maxResources }), groups: fc.nat(constraints ? 3 : 0) })
    .chain(({ resources, groups }) =>
      fc.record({
        resources: fc.constant(resources),
        items: fc.array(itemRow(resources, groups, constraints), { maxLength: maxItems, size: "max" }),
        bins: fc.array(binRow(resources, maxCopies, constraints), { minLength: 1, maxLength: maxKinds, size: "max" }),
        groups: fc.array(groupRow, { minLength: groups, maxLength: groups }),
        all: fc.boolean(),
      }),
    )
    .map(({ resources, items, bins, groups, all }) =>
      all ? encode(resources, [...items.entries()], bins, groups) : assemble(resources, items, bins, groups),
    );
}

/** Items of one resource for as many bins as they may take. */
export function oneDimensional(
  sizes: readonly number[],
  capacity: number,
  bins = Math.max(1, sizes.length),
): PackInstance {
  return vectors(
    sizes.map((size) => [size]),
    [capacity],
    bins,
  );
}

/** Items of several resources for equal bins. */
export function vectors(
  sizes: readonly (readonly number[])[],
  capacity: readonly number[],
  bins = Math.max(1, sizes.length),
): PackInstance {
  const items = sizes.map((demand) => ({ ...plainItem, demand: [...demand] }));
  return assemble(capacity.length, items, [{ ...plainBin, copies: bins, capacity: [...capacity] }], []);
}

/** The same packing of equal bins, counted from the other end. */
export function fromTheEnd({ bins }: PackInstance, { bin, gpus }: PackSolution): PackSolution {
  return { bin: bin.map((b) => (b < 0 ? b : bins - 1 - b)), gpus };
}

/** Sum of what each bin holds of the first resource; bins without items are left out. */
export function loadsOf({ items, demand, resources }: PackInstance, { bin }: PackSolution): number[] {
  const load = new Map<number, number>();
  for (let i = 0; i < items; i++) load.set(bin[i]!, (load.get(bin[i]!) ?? 0) + demand[i * resources]!);
  return [...load.values()];
}

export function binsUsed({ bin }: PackSolution): number {
  return new Set([...bin].filter((b) => b !== -1)).size;
}

export interface ItemRow {
  demand: number[];
  gpuCount: number;
  gpuShare: number;
  models: number;
  group: number;
  separate: number;
  value: number;
}

export interface BinRow {
  copies: number;
  capacity: number[];
  /** Of each resource, as far as there is so much. */
  load: number[];
  cost: number;
  model: number;
  gpuFree: number[];
  location: number[];
}

export interface GroupRow {
  level: number;
  required: number;
}

const plainItem = { gpuCount: 0, gpuShare: 0, models: -1, group: -1, separate: -1, value: 1 };
const plainBin = { load: [], cost: 1, model: -1, gpuFree: [], location: [0, 0, 0, 0] };
const gpuUnits = 6;

export function assemble(
  resources: number,
  rows: readonly ItemRow[],
  bins: readonly BinRow[],
  groups: readonly GroupRow[],
): PackInstance {
  const all = encode(resources, [...rows.entries()], bins, groups);
  const empty = new Packing(all, lanesOf(all));
  const oneOfEach = bins.map((_, kind) => all.kind.indexOf(kind));
  const possible = rows.map((_, item) => oneOfEach.some((bin) => empty.fits(item, bin)));
  const lost = new Set(rows.filter((_, item) => !possible[item]).map(({ group }) => group));
  const kept = [...rows.entries()].filter(([item, { group }]) => possible[item] && (group === -1 || !lost.has(group)));
  return encode(resources, kept, bins, groups);
}

function encode(
  resources: number,
  entries: readonly (readonly [number, ItemRow])[],
  bins: readonly BinRow[],
  groups: readonly GroupRow[],
): PackInstance {
  const items = entries.map(([, row]) => row);
  const separations = [...new Set(items.map(({ separate }) => separate))].filter((name) => name !== -1);
  const firstGpu = [0];
  for (const { gpuFree } of bins) firstGpu.push(firstGpu.at(-1)! + gpuFree.length);
  return {
    items: items.length,
    input: Int32Array.from(entries, ([index]) => index),
    kinds: bins.length,
    bins: bins.reduce((sum, { copies }) => sum + copies, 0),
    resources,
    demand: Float64Array.from(items.flatMap(({ demand }) => demand)),
    free: Float64Array.from(
      bins.flatMap(({ capacity, load }) => capacity.map((units, lane) => Math.max(0, units - (load[lane] ?? 0)))),
    ),
    capacity: Float64Array.from(bins.flatMap(({ capacity }) => capacity)),
    kind: Int32Array.from(bins.flatMap(({ copies }, kind) => Array<number>(copies).fill(kind))),
    cost: Float64Array.from(bins, ({ cost }) => cost),
    gpuUnits,
    gpuCount: Int32Array.from(items, ({ gpuCount }) => gpuCount),
    gpuShare: Int32Array.from(items, ({ gpuShare }) => gpuShare),
    models: Int32Array.from(items, ({ models }) => models),
    model: Int32Array.from(bins, ({ model }) => model),
    firstGpu: Int32Array.from(firstGpu),
    gpuFree: Int32Array.from(bins.flatMap(({ gpuFree }) => gpuFree)),
    group: Int32Array.from(items, ({ group }) => group),
    groups: groups.length,
    groupLevel: Int32Array.from(groups, ({ level }) => level),
    groupRequired: Int32Array.from(groups, ({ required }) => required),
    location: Int32Array.from(bins.flatMap(({ location }) => location)),
    separate: Int32Array.from(items, ({ separate }) => separations.indexOf(separate)),
    value: Float64Array.from(items, ({ value }) => value),
  };
}

function itemRow(resources: number, groups: number, constraints: boolean): fc.Arbitrary<ItemRow> {
  const rarely = (value: fc.Arbitrary<number>) =>
    constraints
      ? fc.oneof({ weight: 2, arbitrary: fc.constant(-1) }, { weight: 1, arbitrary: value })
      : fc.constant(-1);
  const devices = fc.constantFrom([0, 0], [1, 0], [2, 0], [0, 1], [0, 2], [0, 3], [0, 6]);
  return fc
    .record({
      demand: fc.array(fc.oneof(fc.nat(4), fc.nat(12)), { minLength: resources, maxLength: resources }),
      devices: constraints ? fc.oneof(fc.constant([0, 0]), devices) : fc.constant([0, 0]),
      models: fc.constantFrom(-1, -1, 1, 2, 3),
      group: rarely(fc.nat(Math.max(0, groups - 1))),
      separate: rarely(fc.nat(2)),
      value: fc.nat(3),
    })
    .map(({ devices: [gpuCount, gpuShare], group, ...row }) => ({
      ...row,
      gpuCount: gpuCount!,
      gpuShare: gpuShare!,
      group: groups === 0 ? -1 : group,
    }));
}

function binRow(resources: number, maxCopies: number, constraints: boolean): fc.Arbitrary<BinRow> {
  const ofResources = { minLength: resources, maxLength: resources };
  return fc
    .record({
      copies: fc.integer({ min: 1, max: maxCopies }),
      capacity: fc.array(fc.constantFrom(8, 10, 12, 12, 20), ofResources),
      load: fc.array(constraints ? fc.constantFrom(0, 0, 0, 3) : fc.constant(0), ofResources),
      cost: fc.constantFrom(0, 1, 1, 2, 3.5),
      model: fc.nat(1),
      gpuFree: fc.array(fc.constantFrom(gpuUnits, gpuUnits, gpuUnits, 4, 1, 0), { maxLength: constraints ? 4 : 0 }),
      location: fc.array(fc.nat(1), { minLength: 4, maxLength: 4 }),
    })
    .map((row) => ({ ...row, model: row.gpuFree.length > 0 ? row.model : -1 }));
}

const groupRow: fc.Arbitrary<GroupRow> = fc.record({ level: fc.integer({ min: -1, max: 3 }), required: fc.nat(1) });
