import type { PackInstance } from "../../instance.js";
import { Fragments } from "./fragments.js";
import { rowWeight } from "./weights.js";

interface State {
  bin: number[];
  gpus: number[];
  lists: number[][];
}

/** A packing under all constraints, as `assembly/pack/packing.ts` describes it, with everything computed anew. */
export class Packing {
  bin: number[];
  gpus: number[];
  /** Items of each bin, the latest first. */
  lists: number[][];
  /** Of a bin that is used, by kind. */
  readonly cost: readonly number[];
  readonly #instance: PackInstance;
  readonly #valueWeight: number;
  readonly #weight: number[];
  /** By kind. */
  readonly #full: number[];
  readonly #bound: boolean[];
  /** Where fragmentation counts. */
  readonly #fragments: Fragments | undefined;
  readonly #fragmentWeight: number;
  #before: State;
  /** In the order in which they were first touched since `begin`. */
  #touched: number[] = [];
  #valueChange = 0;
  #cameIn = false;

  /** @param fragmentCost of whole bins of fragments, 0 where fragmentation does not count */
  constructor(
    instance: PackInstance,
    cost: readonly number[],
    valueWeight: number,
    fragmentCost: number,
    start: { bin: readonly number[]; gpus: readonly number[] },
  ) {
    this.#instance = instance;
    this.cost = cost;
    this.#valueWeight = valueWeight;
    const rooms = Array.from({ length: instance.kinds }, (_, kind) => this.#roomOf(kind));
    const demand = Array.from({ length: instance.items }, (_, item) => this.#demandOf(item));
    const largest = Array.from({ length: instance.resources + 1 }, (_, h) =>
      Math.max(0, ...rooms.map((room) => room[h]!)),
    );
    const weightOf = rowWeight(demand, largest);
    this.#weight = demand.map(weightOf);
    this.#full = rooms.map((room) => Math.max(1, weightOf(room)));
    this.bin = [...start.bin];
    this.gpus = [...start.gpus];
    this.lists = Array.from({ length: instance.bins }, () => []);
    start.bin.forEach((b, item) => {
      if (b >= 0) this.lists[b]!.unshift(item);
    });
    this.#bound = Array.from({ length: instance.groups }, (_, group) => {
      if (instance.groupRequired[group] === 1) return true;
      const places = this.#membersOf(group).map((item) => this.#placeOf(group, this.bin[item]!));
      return !places.includes(undefined) && new Set(places).size === 1;
    });
    this.#fragments = fragmentCost > 0 ? new Fragments(instance, this.#weight, this.#full) : undefined;
    const whole = this.#fragments?.whole ?? 0;
    this.#fragmentWeight = whole > 0 ? (fragmentCost * instance.bins) / whole : 0;
    this.#before = this.#snapshot();
  }

  begin(): void {
    this.#before = this.#snapshot();
    this.#touched = [];
    this.#valueChange = 0;
    this.#cameIn = false;
  }

  change(): number {
    return this.#touched.reduce(
      (sum, b) => sum + (this.#potential(b, this) - this.#potential(b, this.#before)),
      this.#valueWeight * this.#valueChange,
    );
  }

  /** Fragments of all bins. */
  fragmentation(): number {
    return this.lists.reduce((sum, list, b) => sum + (this.#fragments?.of(b, list, this.gpus) ?? 0), 0);
  }

  usesOthers(): boolean {
    const isOther = (b: number) => this.lists[b]!.length > 0 !== this.#before.lists[b]!.length > 0;
    return this.#cameIn || this.#touched.some(isOther);
  }

  undo(): void {
    this.bin = this.#before.bin;
    this.gpus = this.#before.gpus;
    this.lists = this.#before.lists;
  }

  insert(item: number, b: number): boolean {
    const devices = this.#chooseDevices(item, b);
    if (devices === undefined || !this.#fits(item, b) || !this.#isAllowed(item, b)) return false;
    this.#touch(b);
    if (this.#before.bin[item] === -1) this.#cameIn = true;
    this.#valueChange -= this.#instance.value[item]!;
    this.bin[item] = b;
    this.gpus[item] = devices;
    this.lists[b]!.unshift(item);
    return true;
  }

  remove(item: number): void {
    const b = this.bin[item]!;
    this.#touch(b);
    this.#valueChange += this.#instance.value[item]!;
    this.bin[item] = -1;
    this.gpus[item] = 0;
    this.lists[b]!.splice(this.lists[b]!.indexOf(item), 1);
  }

  #snapshot(): State {
    return { bin: [...this.bin], gpus: [...this.gpus], lists: this.lists.map((list) => [...list]) };
  }

  #touch(b: number): void {
    if (!this.#touched.includes(b)) this.#touched.push(b);
  }

  #potential(b: number, { lists, gpus }: Pick<State, "lists" | "gpus">): number {
    const kind = this.#instance.kind[b]!;
    const filled = lists[b]!.reduce((sum, item) => sum + this.#weight[item]!, 0) / this.#full[kind]!;
    const fragments = this.#fragments?.of(b, lists[b]!, gpus) ?? 0;
    return this.cost[kind]! * (filled * (2 - filled)) + this.#fragmentWeight * fragments;
  }

  #fits(item: number, b: number): boolean {
    const used = [...this.lists[b]!, item].map((other) => this.#demandOf(other));
    return this.#roomOf(this.#instance.kind[b]!).every(
      (room, h) => used.reduce((sum, row) => sum + row[h]!, 0) <= room,
    );
  }

  /** The units of all GPUs together are one more resource. */
  #demandOf(item: number): number[] {
    const { resources, demand, gpuCount, gpuUnits, gpuShare } = this.#instance;
    const row = demand.slice(item * resources, (item + 1) * resources);
    return [...row, gpuCount[item]! * gpuUnits + gpuShare[item]!];
  }

  #roomOf(kind: number): number[] {
    const { resources, free } = this.#instance;
    const devices = this.#devicesOf(kind).reduce((sum, units) => sum + units, 0);
    return [...free.slice(kind * resources, (kind + 1) * resources), devices];
  }

  #devicesOf(kind: number): number[] {
    const { gpuFree, firstGpu } = this.#instance;
    return [...gpuFree.slice(firstGpu[kind], firstGpu[kind + 1])];
  }

  /** `undefined` when they are not free. */
  #chooseDevices(item: number, b: number): number | undefined {
    const { kind, gpuCount, gpuShare, gpuUnits } = this.#instance;
    const free = this.#devicesOf(kind[b]!);
    for (const other of this.lists[b]!) {
      for (const d of devicesIn(this.gpus[other]!)) free[d]! -= gpuShare[other]! || gpuUnits;
    }
    const whole = free.flatMap((units, d) => (units === gpuUnits ? [d] : [])).slice(0, gpuCount[item]);
    if (whole.length < gpuCount[item]!) return undefined;
    const share = gpuShare[item]!;
    if (share === 0) return whole.reduce((set, d) => set | (1 << d), 0);
    const enough = free.filter((units) => units >= share);
    if (enough.length === 0) return undefined;
    return 1 << free.indexOf(Math.min(...enough));
  }

  #isAllowed(item: number, b: number): boolean {
    const { gpuCount, gpuShare, models, model, kind, separate, group } = this.#instance;
    if (gpuCount[item]! + gpuShare[item]! > 0) {
      const has = model[kind[b]!]!;
      if (has < 0 || (models[item]! & (1 << has)) === 0) return false;
    }
    const apart = separate[item]!;
    if (apart >= 0 && this.lists[b]!.some((other) => separate[other] === apart)) return false;
    const gang = group[item]!;
    if (gang < 0 || !this.#bound[gang]) return true;
    const place = this.#placeOf(gang, b);
    return this.#membersOf(gang).every(
      (other) => this.bin[other] === -1 || this.#placeOf(gang, this.bin[other]!) === place,
    );
  }

  #membersOf(gang: number): number[] {
    return [...this.#instance.group.keys()].filter((item) => this.#instance.group[item] === gang);
  }

  #placeOf(gang: number, b: number): number | undefined {
    if (b < 0) return undefined;
    const level = this.#instance.groupLevel[gang]!;
    return level < 0 ? 0 : this.#instance.location[4 * this.#instance.kind[b]! + level];
  }
}

function devicesIn(set: number): number[] {
  return Array.from({ length: 32 }, (_, d) => d).filter((d) => (set >>> d) & 1);
}
