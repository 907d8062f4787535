import { Random } from "../../../random.js";
import { itemWeights } from "./weights.js";

const point = 2 ** 26;

/** Fewer equal bins for several resources, as `assembly/pack/ejection-search.ts` describes it, with everything computed anew. */
export class EjectionSearch {
  iterations = 0;
  bins: number;
  /** Bin of each item. */
  best: number[];
  readonly #demand: readonly (readonly number[])[];
  readonly #capacity: readonly number[];
  readonly #lowerBound: number;
  readonly #weight: readonly number[];
  readonly #random: Random;
  /** Items of each bin, the latest first. */
  #lists: number[][];
  #cost: number[] = [];
  #stack: number[] = [];

  /** @param start bin of each item */
  constructor(
    demand: readonly (readonly number[])[],
    capacity: readonly number[],
    start: readonly number[],
    lowerBound: number,
    seed: number,
  ) {
    this.#demand = demand;
    this.#capacity = capacity;
    this.#lowerBound = lowerBound;
    this.#weight = itemWeights(demand, capacity);
    this.#random = new Random(seed);
    this.best = [...start];
    this.bins = Math.max(...start, -1) + 1;
    this.#lists = Array.from({ length: this.bins }, () => []);
    start.forEach((b, item) => {
      this.#lists[b]!.unshift(item);
    });
    this.#succeed();
  }

  get done(): boolean {
    return this.bins <= this.#lowerBound || this.bins < 2;
  }

  get waiting(): number {
    return this.#stack.length;
  }

  step(iterations: number): boolean {
    const end = this.iterations + iterations;
    while (!this.done && this.iterations < end) {
      this.iterations++;
      const item = this.#stack.pop()!;
      if (!this.#insert(item)) {
        this.#insertByEjection(item);
        this.#exchangeAtRandom();
      }
      if (this.#stack.length === 0) this.#succeed();
    }
    return !this.done;
  }

  #succeed(): void {
    this.bins = this.#lists.length;
    this.#lists.forEach((list, b) => {
      for (const item of list) this.best[item] = b;
    });
    this.#cost = [...this.#weight];
    if (this.done) return;
    const loads = this.#lists.map((list) => this.#load(list));
    const lightest = loads.indexOf(Math.min(...loads));
    this.#stack.push(...this.#lists[lightest]!);
    this.#lists[lightest] = [];
    const last = this.#lists.pop()!;
    if (lightest < this.#lists.length) this.#lists[lightest] = last.reverse();
    if (this.#stack.length === 0) this.#succeed();
  }

  #insert(item: number): boolean {
    const open = this.#lists.length;
    const from = this.#random.below(open);
    for (let k = 0; k < open; k++) {
      const list = this.#lists[(from + k) % open]!;
      if (!this.#holds([...list, item])) continue;
      list.unshift(item);
      return true;
    }
    return false;
  }

  #insertByEjection(item: number): void {
    this.#cost[item]! += point;
    let least = Infinity;
    let chosen: { list: number[]; out: number[] } | undefined;
    for (const list of this.#lists) {
      list.forEach((i, at) => {
        for (const out of [[i], ...list.slice(at + 1).map((j) => [i, j])]) {
          const cost = out.reduce((sum, thrown) => sum + this.#cost[thrown]!, 0);
          if (cost >= least || !this.#holds([...list.filter((other) => !out.includes(other)), item])) continue;
          least = cost;
          chosen = { list, out };
        }
      });
    }
    if (!chosen) {
      const list = this.#lists[this.#random.below(this.#lists.length)]!;
      chosen = { list, out: [...list] };
    }
    const { list, out } = chosen;
    for (const thrown of out) list.splice(list.indexOf(thrown), 1);
    this.#stack.push(...out);
    list.unshift(item);
  }

  #exchangeAtRandom(): void {
    const items = this.#demand.length;
    for (let k = 0; k < items; k++) {
      const i = this.#random.below(items);
      const j = this.#random.below(items);
      const a = this.#lists.find((list) => list.includes(i));
      const b = this.#lists.find((list) => list.includes(j));
      if (!a || !b || a === b) continue;
      const withJ = [j, ...a.filter((other) => other !== i)];
      const withI = [i, ...b.filter((other) => other !== j)];
      const squares = (...lists: number[][]) => lists.reduce((sum, list) => sum + this.#load(list) ** 2, 0);
      if (squares(withI, withJ) < squares(a, b) || !this.#holds(withI) || !this.#holds(withJ)) continue;
      this.#lists[this.#lists.indexOf(a)] = withJ;
      this.#lists[this.#lists.indexOf(b)] = withI;
    }
  }

  #holds(items: readonly number[]): boolean {
    return this.#capacity.every((units, h) => items.reduce((sum, item) => sum + this.#demand[item]![h]!, 0) <= units);
  }

  #load(items: readonly number[]): number {
    return items.reduce((sum, item) => sum + this.#weight[item]!, 0);
  }
}
