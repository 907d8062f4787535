import type { BinChooser } from "./bin-chooser.js";
import type { Packing } from "./packing.js";

/** Places what belongs together as one, when its first item has its turn, or not at all. */
export function placeUnits(packing: Packing, items: readonly number[], chooser: BinChooser): void {
  const { group } = packing.instance;
  const seen = new Set<number>();
  for (const item of items) {
    if (seen.has(item)) continue;
    const unit = group[item] === -1 ? [item] : items.filter((other) => group[other] === group[item]);
    for (const member of unit) seen.add(member);
    attemptsFor(item, chooser).some((isAllowed) => placeTogether(unit, isAllowed, chooser));
  }
}

type Allowed = (bin: number) => boolean;

/** The bins that are tried for an item or its gang, one set after the other. */
function attemptsFor(item: number, { packing, bins }: BinChooser): Allowed[] {
  const { group, groupLevel, groupRequired, location, kind } = packing.instance;
  const gang = group[item]!;
  const level = gang === -1 ? -1 : groupLevel[gang]!;
  const anywhere = () => true;
  if (level === -1) return [anywhere];
  const placeOf = (bin: number) => location[4 * kind[bin]! + level]!;
  const places = [...new Set(bins.map(placeOf))].map((place) => (bin: number) => placeOf(bin) === place);
  return groupRequired[gang] === 1 ? places : [...places, anywhere];
}

/** All of them or none. */
function placeTogether(unit: readonly number[], isAllowed: Allowed, chooser: BinChooser): boolean {
  const { packing } = chooser;
  const placed: number[] = [];
  for (const item of unit) {
    const bin = chooser.choose(item, isAllowed);
    if (bin === undefined) {
      for (const other of placed.reverse()) packing.remove(other);
      return false;
    }
    packing.place(item, bin);
    placed.push(item);
  }
  return true;
}
