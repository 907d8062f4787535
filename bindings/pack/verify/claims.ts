import type { DeviceShare, Item, PlacedItem } from "../model.js";
import type { Report } from "./codes.js";
import type { CheckedPacking } from "./read.js";
import { type Kind, needsOf, type Rules } from "./rules.js";

/** An item that the packing has in a copy of a bin, both known to the problem. */
export interface Claim {
  item: Item;
  copy: Copy;
  gpus: DeviceShare[];
  /** JSON pointer to where the packing says so. */
  path: string;
}

/** What copies of a bin hold, their load included. */
export interface Occupancy {
  kind: Kind;
  /** How much of each resource. */
  held: ReadonlyMap<string, number>;
  /** How much of each device. */
  devices: readonly number[];
}

/** A copy that holds at least one item. */
export interface Copy extends Occupancy {
  number: number;
  /** As listed. */
  claims: Claim[];
  held: Map<string, number>;
  devices: number[];
}

/** What a packing says, tied back to the problem. */
export interface Claims {
  /** By item id, in the order of the packing. */
  placed: Map<string, Claim>;
  /** In the order of the packing. */
  copies: Copy[];
}

/** Finds the items and bins that the packing names, and reports what is unknown, twice there or not at all. */
export function claimsOf(
  { placed: entries, unplaced }: Pick<CheckedPacking, "placed" | "unplaced">,
  rules: Rules,
  report: Report,
): Claims {
  const placed = new Map<string, Claim>();
  const copies = new Map<Kind, Map<number, Copy>>();
  const named = new Set<string>();
  for (const [index, entry] of entries.entries()) {
    const path = `/placed/${index}`;
    const item = identify(entry.item, `${path}/item`, named, rules, report);
    const copy = locate(entry, path, copies, rules, report);
    if (!item || !copy) continue;
    const claim = { item, copy, gpus: entry.gpus, path };
    placed.set(item.id, claim);
    settle(claim);
  }
  for (const [index, { item }] of unplaced.entries()) {
    identify(item, `/unplaced/${index}/item`, named, rules, report);
  }
  for (const id of rules.items.keys()) {
    if (!named.has(id)) report("missing-item", "/placed", `item "${id}" is neither placed nor listed as unplaced`);
  }
  const used = [...copies.values()].flatMap((ofKind) => [...ofKind.values()]);
  return { placed, copies: used.filter(({ claims }) => claims.length > 0) };
}

function identify(id: string, path: string, named: Set<string>, rules: Rules, report: Report): Item | undefined {
  const item = rules.items.get(id);
  if (item === undefined) {
    report("unknown-item", path, `the problem has no item "${id}"`);
  } else if (named.has(id)) {
    report("duplicate-item", path, `item "${id}" is listed before`);
    return undefined;
  }
  named.add(id);
  return item;
}

function locate(
  { bin, copy: number }: PlacedItem,
  path: string,
  copies: Map<Kind, Map<number, Copy>>,
  rules: Rules,
  report: Report,
): Copy | undefined {
  const kind = rules.kinds.get(bin);
  if (kind === undefined) {
    report("unknown-bin", `${path}/bin`, `the problem has no bin "${bin}"`);
    return undefined;
  }
  if (!Number.isInteger(number) || number < 0 || number >= kind.copies) {
    report("unknown-copy", `${path}/copy`, `bin "${bin}" has ${kind.copies} copies, counted from 0, and no ${number}`);
    return undefined;
  }
  const ofKind = copies.get(kind) ?? new Map<number, Copy>();
  copies.set(kind, ofKind);
  const copy = ofKind.get(number) ?? {
    kind,
    number,
    claims: [],
    held: new Map(kind.load),
    devices: [...kind.deviceLoad],
  };
  ofKind.set(number, copy);
  return copy;
}

/** Puts an item into its copy. Devices that are not there, or held twice, are reported elsewhere. */
function settle(claim: Claim): void {
  const { item, copy, gpus } = claim;
  copy.claims.push(claim);
  for (const [resource, amount] of needsOf(item)) copy.held.set(resource, (copy.held.get(resource) ?? 0) + amount);
  const shares = new Map(gpus.map(({ index, share }) => [index, share]));
  for (const [index, share] of shares) {
    if (index in copy.devices) copy.devices[index]! += share;
  }
}
