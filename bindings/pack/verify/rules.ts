import type { Dollars } from "../../cluster/model.js";
import { type Group, type Item, type LocationLevel, locationLevels } from "../model.js";
import type { ParsedPackProblem } from "../parse.js";

/** A bin of the problem, as what each of its copies is before any item. */
export interface Kind {
  id: string;
  copies: number;
  /** By resource; devices are none. */
  capacity: ReadonlyMap<string, number>;
  /** How much of each resource is taken. */
  load: ReadonlyMap<string, number>;
  /** How much of each device is taken. */
  deviceLoad: readonly number[];
  /** Of its devices. */
  model: string | undefined;
  cost: Dollars;
  /** The name of the place that it is in at each level, from the root. */
  places: Readonly<Record<LocationLevel, string>>;
}

/** Items that are placed together or not at all. */
export interface Gang {
  items: Item[];
  /** Level of the location that they must share. */
  within: LocationLevel | undefined;
}

/** A problem as what a packing must keep to. */
export class Rules {
  /** By id, in the order of the problem. */
  readonly items: ReadonlyMap<string, Item>;
  /** By id, in the order of the problem. */
  readonly kinds: ReadonlyMap<string, Kind>;
  /** By id, those that have items. */
  readonly gangs: ReadonlyMap<string, Gang>;

  constructor({ items, bins, groups }: Pick<ParsedPackProblem, "items" | "bins" | "groups">) {
    this.items = new Map(items.map((item) => [item.id, item]));
    this.kinds = new Map(bins.map((bin) => [bin.id, kindOf(bin)]));
    this.gangs = gangsOf(items, groups);
  }
}

function kindOf(bin: ParsedPackProblem["bins"][number]): Kind {
  const { id, count, capacity, load, gpus, cost, pricePerHour, location } = bin;
  const resources = new Map(Object.entries(capacity ?? {}));
  if (gpus) resources.delete("gpu");
  const deviceLoad = Array.from({ length: gpus?.count ?? 0 }, () => 0);
  for (const { index, share } of load?.gpus ?? []) deviceLoad[index]! += share;
  const names = locationLevels.map((level) => location?.[level] ?? null);
  const placeAt = (depth: number) => JSON.stringify(names.slice(0, depth));
  return {
    id,
    copies: count,
    capacity: resources,
    load: new Map(Object.entries(load?.needs ?? {})),
    deviceLoad,
    model: gpus?.model,
    cost: cost ?? pricePerHour ?? 1,
    places: { cloud: placeAt(1), region: placeAt(2), zone: placeAt(3), rack: placeAt(4) },
  };
}

function gangsOf(items: readonly Item[], groups: readonly Group[]): Map<string, Gang> {
  const described = new Map(groups.map((group) => [group.id, group]));
  const gangs = new Map<string, Gang>();
  for (const item of items) {
    if (item.group === undefined) continue;
    const gang = gangs.get(item.group);
    if (gang) {
      gang.items.push(item);
      continue;
    }
    const { within, strength = "required" } = described.get(item.group) ?? {};
    gangs.set(item.group, { items: [item], within: strength === "required" ? within : undefined });
  }
  return gangs;
}

/** Resources that an item needs, and how much. */
export function needsOf({ needs }: Item): [resource: string, amount: number][] {
  return Object.entries(needs ?? {});
}

/** Devices that an item asks for, and how much of each. */
export function devicesOf({ gpus }: Item): { count: number; share: number } {
  if (gpus === undefined) return { count: 0, share: 0 };
  return "count" in gpus ? { count: gpus.count, share: 1 } : { count: 1, share: gpus.share };
}

/** Whether the devices of a bin are of a model that will do; true without devices. */
export function modelWillDo({ models }: Item, { model }: Kind): boolean {
  return models === undefined || model === undefined || models.includes(model);
}
