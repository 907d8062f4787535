import { Random } from "../../../random.js";
import { bringToFront, Pool, type Subset, signatureOf } from "./pool.js";

const window = 12;
const triplesUpTo = 5;
const patienceFactor = 8;
const kicks = 5;
const tabulated = 7;
const placements = 200;

/** Fewer bins for one resource, as `assembly/pack/consistent-search.ts` describes it, with everything computed anew. */
export class ConsistentSearch {
  iterations = 0;
  done = false;
  bins: number;
  /** Bin of each item. */
  best: number[];
  readonly #size: readonly number[];
  readonly #capacity: number;
  readonly #lowerBound: number;
  readonly #random: Random;
  readonly #mark: number[];
  readonly #pool: Pool;
  /** Items of the kept bins. */
  #kept: number[][] = [];
  #patience = 0;
  #lightest = 0;

  /**
   * @param sizes positive, descending
   * @param start bin of each
   */
  constructor(sizes: readonly number[], capacity: number, start: readonly number[], lowerBound: number, seed: number) {
    this.#size = sizes;
    this.#capacity = capacity;
    this.#lowerBound = lowerBound;
    this.#random = new Random(seed);
    const marks = new Map(sizes.map((size) => [size, 0]));
    for (const size of marks.keys()) marks.set(size, this.#random.next());
    this.#mark = sizes.map((size) => marks.get(size)!);
    this.#pool = new Pool(sizes, this.#mark, capacity, this.#random);
    this.best = [...start];
    this.bins = Math.max(...start, -1) + 1;
    this.#aim();
  }

  /** What has to go into two bins. */
  get pool(): readonly number[] {
    return this.#pool.items;
  }

  step(iterations: number): boolean {
    const end = this.iterations + iterations;
    while (!this.done && this.iterations < end) {
      this.iterations++;
      const one = this.#random.below(this.#kept.length);
      const two = this.#random.below(this.#kept.length);
      const bin = this.#roomOf(two) > this.#roomOf(one) ? two : one;
      if (this.#visit(bin, false) && this.#splitPool()) this.#aim();
      else if (--this.#patience < 0) this.#kick();
    }
    return !this.done;
  }

  #kick(): void {
    this.#becomePatient();
    for (let k = 0; k < kicks; k++) {
      if (this.#visit(this.#random.below(this.#kept.length), true) && this.#splitPool()) {
        this.#aim();
        return;
      }
    }
    this.#lightest = this.#pool.weight;
  }

  #aim(): void {
    while (this.bins > this.#lowerBound && this.bins >= 2) {
      const bins: number[][] = Array.from({ length: this.bins }, () => []);
      this.best.forEach((b, item) => {
        bins[b]!.push(item);
      });
      const kept = Math.max(this.bins - 3, 0);
      for (let last = this.bins - 1; last >= kept; last--) {
        let emptiest = 0;
        for (let b = 1; b <= last; b++) if (this.#sum(bins[b]!) <= this.#sum(bins[emptiest]!)) emptiest = b;
        [bins[emptiest], bins[last]] = [bins[last]!, bins[emptiest]!];
      }
      bins.forEach((list, b) => {
        for (const item of list) this.best[item] = b;
      });
      this.#kept = bins.slice(0, kept);
      this.#pool.items = bins
        .slice(kept)
        .flat()
        .sort((a, b) => b - a);
      this.#pool.tabulate();
      if (this.#splitPool()) continue;
      if (kept === 0) break;
      this.#becomePatient();
      this.#lightest = this.#pool.weight;
      return;
    }
    this.done = true;
  }

  #becomePatient(): void {
    this.#patience = patienceFactor * (this.#kept.length + 2);
  }

  #visit(bin: number, lose: boolean): boolean {
    const here = [...this.#kept[bin]!];
    if (here.length > window) bringToFront(here, window, this.#random);
    const most = lose ? -1 : this.#roomOf(bin);
    let gain = lose ? -Infinity : -1;
    let out: number[] = [];
    let into: Subset | undefined;
    for (const positions of setsOf(Math.min(here.length, window), here.length <= triplesUpTo ? 3 : 2)) {
      // Nothing is better than the most.
      if (positions.length > 0 && gain >= most) break;
      const items = positions.map((position) => here[position]!);
      const weight = this.#sum(items);
      const subset = this.#pool.heaviest(weight + most);
      if (!subset || subset.sum - weight <= gain) continue;
      if (subset.sum === weight && subset.signature === signatureOf(items, this.#mark)) continue;
      gain = subset.sum - weight;
      out = positions;
      into = subset;
    }
    if (!into) return false;
    this.#exchange(bin, here, out, into.positions);
    if (this.#pool.weight < this.#lightest) {
      this.#lightest = this.#pool.weight;
      this.#becomePatient();
    }
    return true;
  }

  #exchange(bin: number, here: number[], out: number[], into: number[]): void {
    const descending = [...into].reverse();
    const entering = descending.map((position) => this.#pool.items[position]!);
    for (const position of descending) this.#pool.removeAt(position);
    for (const position of out) this.#pool.items.push(here[position]!);
    const staying = here.filter((_, position) => !out.includes(position));
    this.#kept[bin] = [...staying, ...entering].reverse();
    this.#pool.tabulate();
  }

  #splitPool(): boolean {
    const { weight } = this.#pool;
    if (weight > 2 * this.#capacity) return false;
    const items = [...this.#pool.items].sort((a, b) => a - b);
    const heaviest = this.#pool.heaviest(this.#capacity)?.sum ?? 0;
    if (items.length <= tabulated && weight - heaviest > this.#capacity) return false;
    const sides = this.#split(items);
    if (!sides) return false;
    this.#kept.forEach((list, b) => {
      for (const item of list) this.best[item] = b;
    });
    items.forEach((item, k) => {
      this.best[item] = this.#kept.length + sides[k]!;
    });
    this.bins = this.#kept.length + 2;
    return true;
  }

  /** As `assembly/pack/split.ts`. */
  #split(items: readonly number[]): number[] | undefined {
    let left = placements + 2 * items.length;
    const place = (sides: number[], rooms: readonly number[]): number[] | undefined => {
      if (sides.length === items.length) return sides;
      const size = this.#size[items[sides.length]!]!;
      for (const side of sides.length === 0 ? [0] : [0, 1]) {
        if (left === 0) return undefined;
        if (size > rooms[side]!) continue;
        left--;
        const result = place(
          [...sides, side],
          rooms.map((room, k) => (k === side ? room - size : room)),
        );
        if (result) return result;
      }
      return undefined;
    };
    return place([], [this.#capacity, this.#capacity]);
  }

  #roomOf(bin: number): number {
    return this.#capacity - this.#sum(this.#kept[bin]!);
  }

  #sum(items: readonly number[]): number {
    return items.reduce((sum, item) => sum + this.#size[item]!, 0);
  }
}

/** The empty set, then for each i the single, then for each j > i the pair, then for each k > j the triple. */
function setsOf(count: number, mostItems: number, begin: number[] = []): number[][] {
  const sets = [begin];
  if (begin.length === mostItems) return sets;
  for (let next = (begin.at(-1) ?? -1) + 1; next < count; next++) {
    sets.push(...setsOf(count, mostItems, [...begin, next]));
  }
  return sets;
}
