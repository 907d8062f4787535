import { Construction } from "./construction";
import { Instance } from "../instance";

/** Places what belongs together as one, when its first item has its turn, or not at all. */
@final
export class Units {
  /** [groups + 1] Where the members of each begin, in the order of items. */
  private first: StaticArray<i32>;
  private member: StaticArray<i32>;
  /** Place numbers + 1: attempt at which each was last tried. */
  private triedAt: StaticArray<i32>;
  private attempts: i32 = 0;

  constructor(
    private instance: Instance,
    private construction: Construction,
    /** Items in the order of their turns; items left out are not placed, nor are gangs that they belong to. */
    private items: StaticArray<i32>,
  ) {
    const group = instance.group;
    const first = new StaticArray<i32>(instance.groups + 2);
    for (let k = 0; k < items.length; k++) if (group[items[k]] >= 0) first[group[items[k]] + 2]++;
    for (let g = 0; g < instance.groups; g++) first[g + 2] += first[g + 1];
    const member = new StaticArray<i32>(items.length);
    for (let k = 0; k < items.length; k++) if (group[items[k]] >= 0) member[first[group[items[k]] + 1]++] = items[k];
    let places = 0;
    if (instance.groups > 0) {
      for (let k = 0; k < instance.location.length; k++) places = max(places, instance.location[k] + 2);
    }
    this.first = first;
    this.member = member;
    this.triedAt = new StaticArray<i32>(places);
  }

  placeAll(): void {
    const construction = this.construction;
    for (let k = 0; k < this.items.length; k++) {
      const item = this.items[k];
      const group = this.instance.group[item];
      if (group < 0) {
        const b = construction.choose(item);
        if (b >= 0) construction.insert(item, b);
      } else if (this.member[this.first[group]] == item) this.placeGang(group);
    }
  }

  private placeGang(group: i32): void {
    const level = this.instance.groupLevel[group];
    if (level >= 0) {
      if (this.placeInOne(group, level) || this.instance.groupRequired[group] == 1) return;
    }
    this.placeTogether(group);
  }

  /** Tries the places of a level in the order of bins. */
  private placeInOne(group: i32, level: i32): bool {
    const construction = this.construction;
    const attempt = ++this.attempts;
    let placed = false;
    for (let r = 0; r < this.instance.kinds && !placed; r++) {
      const place = this.instance.location[4 * construction.kindAt[r] + level];
      if (this.triedAt[place + 1] == attempt) continue;
      this.triedAt[place + 1] = attempt;
      construction.restrict(level, place);
      placed = this.placeTogether(group);
    }
    construction.restrict(-1, 0);
    return placed;
  }

  /** All members or none. */
  private placeTogether(group: i32): bool {
    const construction = this.construction;
    const from = this.first[group];
    for (let k = from; k < this.first[group + 1]; k++) {
      const b = construction.choose(this.member[k]);
      if (b < 0) {
        while (k-- > from) construction.remove(this.member[k]);
        return false;
      }
      construction.insert(this.member[k], b);
    }
    return true;
  }
}
