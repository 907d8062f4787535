import type { PackInstance } from "../../instance.js";

const mostKinds = 256;
const exact = 2 ** 53;

/** What is free, but of no use to the items, as `assembly/pack/improve/fragments.ts` describes it. */
export class Fragments {
  /** Of all bins when empty, if no item could use anything. */
  readonly whole: number;
  readonly #instance: PackInstance;
  readonly #weight: readonly number[];
  readonly #full: readonly number[];
  readonly #hasGpus: boolean;
  /** Those that count. */
  readonly #items: readonly number[];
  readonly #quantum: number;
  /** By what a bin holds, which comes again and again. */
  readonly #known = new Map<string, number>();

  /**
   * @param weight of each item
   * @param full weight of what fills a bin of each kind
   */
  constructor(instance: PackInstance, weight: readonly number[], full: readonly number[]) {
    const { items, bins, kinds, kind, gpuCount, gpuShare } = instance;
    const all = Array.from({ length: items }, (_, item) => item);
    const needing = all.filter((item) => gpuCount[item]! + gpuShare[item]! > 0);
    this.#instance = instance;
    this.#weight = weight;
    this.#full = full;
    this.#hasGpus = needing.length > 0;
    this.#items = ofSomeKinds(instance, this.#hasGpus ? needing : all);
    const rooms = Array.from({ length: kinds }, (_, k) => (this.#hasGpus ? sum(this.#devicesOf(k, [], [])) : full[k]!));
    let quantum = 1;
    while ((Math.max(...rooms) / quantum) * this.#items.length * bins >= exact) quantum *= 2;
    this.#quantum = quantum;
    this.whole = this.#items.length * sum([...kind].map((k) => this.#roomOf(k, [], this.#devicesOf(k, [], []))));
  }

  /**
   * @param list items of bin `b`
   * @param gpus devices of each item
   */
  of(b: number, list: readonly number[], gpus: readonly number[]): number {
    const kind = this.#instance.kind[b]!;
    const content = `${kind}: ${list.map((item) => `${item} on ${gpus[item]}`)}`;
    const fragments = this.#known.get(content) ?? this.#measure(kind, list, gpus);
    this.#known.set(content, fragments);
    return fragments;
  }

  #measure(kind: number, list: readonly number[], gpus: readonly number[]): number {
    const devices = this.#devicesOf(kind, list, gpus);
    const room = this.#roomOf(kind, list, devices);
    return sum(
      this.#items.map((item) => {
        if (!this.#fits(item, kind, list)) return room;
        return room - (this.#hasGpus ? this.#usableBy(item, kind, devices) : room);
      }),
    );
  }

  #roomOf(kind: number, list: readonly number[], devices: readonly number[]): number {
    if (this.#hasGpus) return sum(devices.map((units) => this.#quanta(units)));
    return this.#quanta(this.#full[kind]! - sum(list.map((item) => this.#weight[item]!)));
  }

  #quanta(units: number): number {
    return Math.floor(units / this.#quantum);
  }

  /** Amounts only. */
  #fits(item: number, kind: number, list: readonly number[]): boolean {
    const { resources, demand, free } = this.#instance;
    return Array.from({ length: resources }, (_, h) => h).every((h) => {
      const used = sum([...list, item].map((other) => demand[other * resources + h]!));
      return used <= free[kind * resources + h]!;
    });
  }

  #usableBy(item: number, kind: number, devices: readonly number[]): number {
    const { model, models, gpuCount, gpuShare, gpuUnits } = this.#instance;
    const has = model[kind]!;
    if (has < 0 || ((models[item]! >>> has) & 1) === 0) return 0;
    const usable = devices.filter((units) => units >= (gpuShare[item]! || gpuUnits));
    return usable.length >= Math.max(1, gpuCount[item]!) ? sum(usable.map((units) => this.#quanta(units))) : 0;
  }

  /** Units that are free on each. */
  #devicesOf(kind: number, list: readonly number[], gpus: readonly number[]): number[] {
    const { firstGpu, gpuFree, gpuShare, gpuUnits } = this.#instance;
    const devices = [...gpuFree.slice(firstGpu[kind], firstGpu[kind + 1])];
    return devices.map((units, d) => {
      const holders = list.filter((item) => (gpus[item]! >>> d) & 1);
      return units - sum(holders.map((item) => gpuShare[item]! || gpuUnits));
    });
  }
}

/** The items of at most so many kinds, at equal distances in the order of their first. */
function ofSomeKinds(instance: PackInstance, items: readonly number[]): number[] {
  const { resources, demand, gpuCount, gpuShare, models } = instance;
  const kinds = new Map<string, number[]>();
  for (const item of items) {
    const needs = demand.slice(item * resources, (item + 1) * resources);
    const name = [gpuCount[item], gpuShare[item], models[item], ...needs].join();
    kinds.set(name, [...(kinds.get(name) ?? []), item]);
  }
  const found = [...kinds.values()];
  if (found.length <= mostKinds) return found.flat();
  return Array.from({ length: mostKinds }, (_, k) => found[Math.floor((k * found.length) / mostKinds)]!).flat();
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
