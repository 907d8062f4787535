import type { Random } from "../../../random.js";

const triplesUpTo = 14;
const pairsUpTo = 32;
const buckets = 4096;

export interface Subset {
  sum: number;
  signature: number;
  /** Positions in the pool, ascending. */
  positions: number[];
}

/** The items outside the kept bins, as `assembly/pack/subset-table.ts` describes them. */
export class Pool {
  items: number[] = [];
  readonly #size: readonly number[];
  readonly #mark: readonly number[];
  readonly #capacity: number;
  readonly #random: Random;
  readonly #unitsPerBucket: number;
  #subsets = new Map<number, Subset>();

  constructor(size: readonly number[], mark: readonly number[], capacity: number, random: Random) {
    this.#size = size;
    this.#mark = mark;
    this.#capacity = capacity;
    this.#random = random;
    let units = 1;
    while (Math.floor(capacity / units) >= buckets) units *= 2;
    this.#unitsPerBucket = units;
  }

  get weight(): number {
    return this.items.reduce((sum, item) => sum + this.#size[item]!, 0);
  }

  /** The last item takes its position. */
  removeAt(position: number): void {
    const last = this.items.pop()!;
    if (position < this.items.length) this.items[position] = last;
  }

  tabulate(): void {
    this.#subsets = new Map();
    if (this.items.length > pairsUpTo) bringToFront(this.items, pairsUpTo, this.#random);
    const count = Math.min(this.items.length, pairsUpTo);
    const mostItems = count <= triplesUpTo ? 3 : 2;
    const extend = (positions: number[], from: number): void => {
      for (let position = from; position < count; position++) {
        const longer = [...positions, position];
        const items = longer.map((p) => this.items[p]!);
        const sum = items.reduce((total, item) => total + this.#size[item]!, 0);
        if (sum > this.#capacity) continue;
        this.#subsets.set(this.#bucketOf(sum), { sum, signature: signatureOf(items, this.#mark), positions: longer });
        if (longer.length < mostItems) extend(longer, position + 1);
      }
    };
    extend([], 0);
  }

  heaviest(room: number): Subset | undefined {
    for (let bucket = this.#bucketOf(room); bucket >= 0; bucket--) {
      const subset = this.#subsets.get(bucket);
      if (subset && subset.sum <= room) return subset;
    }
    return undefined;
  }

  #bucketOf(sum: number): number {
    return Math.floor(sum / this.#unitsPerBucket);
  }
}

export function signatureOf(items: readonly number[], mark: readonly number[]): number {
  return items.reduce((sum, item) => (sum + mark[item]!) >>> 0, 0);
}

/** Random items in the first places. */
export function bringToFront(items: number[], places: number, random: Random): void {
  for (let p = 0; p < places; p++) {
    const q = p + random.below(items.length - p);
    [items[p], items[q]] = [items[q]!, items[p]!];
  }
}
