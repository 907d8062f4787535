import { Door } from "../door.js";
import { printable } from "../errors.js";
import { limits } from "../limits.js";
import { suggestion } from "../suggestion.js";
import type { Group, PackProblem } from "./model.js";
import { type NormalBin, type ParsedBins, parseBins } from "./parse-bins.js";
import { type NormalItem, type ParsedItems, parseGroups, parseItems } from "./parse-items.js";

/** A `pack` problem that has passed the door: an own copy. Parsing it again changes nothing. */
export interface ParsedPackProblem {
  items: NormalItem[];
  /** Position of each item. */
  itemIndex: ReadonlyMap<string, number>;
  bins: NormalBin[];
  /** Position of each bin. */
  binIndex: ReadonlyMap<string, number>;
  /** Names of the resources that bins have, devices aside. */
  resources: string[];
  groups: Group[];
}

const problemKeys = ["items", "bins", "groups"] as const satisfies (keyof PackProblem)[];

/**
 * Checks a `pack` problem, the only time that it is checked.
 * @throws InvalidProblemError with everything that is wrong
 */
export function parsePackProblem(value: unknown): ParsedPackProblem {
  return new Door().admit((door) => {
    const given: Partial<Record<keyof PackProblem, unknown>> = {};
    const fields = door.object(value);
    for (const key in fields) {
      const known = problemKeys.find((name) => name === key);
      if (known) given[known] = fields[key];
      else door.refuseUnknownKey(key, problemKeys);
    }
    const items = parseItems(door, "items", given.items);
    const bins = parseBins(door, "bins", given.bins);
    const groups = parseGroups(door, "groups", given.groups ?? []);
    refuseEmptyGroups(door, items, groups);
    refuseCountedDevices(door, items, bins);
    const pairs = items.items.length * Math.max(bins.resources.length, bins.bins.length);
    if (pairs > limits.pairs) {
      door.refuse(
        `has too many items for so many bins and resources: ${pairs} pairs; at most ${limits.pairs}`,
        "items",
      );
    }
    return { ...items, ...bins, groups };
  });
}

/** A gang without items is another's misspelt name, whose conditions would be lost. */
function refuseEmptyGroups(door: Door, { items }: ParsedItems, groups: readonly Group[]): void {
  const named = new Set(items.flatMap(({ group }) => group ?? []));
  door.enter("groups");
  groups.forEach(({ id }, g) => {
    if (id === "" || named.has(id)) return;
    door.enter(g);
    door.refuse(`"${printable(id)}" is a group that no item belongs to${suggestion(id, named)}`, "id");
    door.leave();
  });
  door.leave();
}

/** Where bins have devices, items ask for these. */
function refuseCountedDevices(door: Door, { items }: ParsedItems, { bins }: ParsedBins): void {
  if (!bins.some(({ gpus }) => gpus)) return;
  door.enter("items");
  items.forEach(({ needs }, i) => {
    if (needs?.gpu === undefined) return;
    door.enter(i);
    door.enter("needs");
    door.refuse('is for bins without "gpus"; ask for devices by "gpus": { "count": … }', "gpu");
    door.leave();
    door.leave();
  });
  door.leave();
}
