import type { PackInstance, PackSolution } from "../../instance.js";
import { type Lanes, lanesOf, range, sharesOf, weighted } from "../construct/lanes.js";

/** A valid packing whose items move, as `assembly/pack/repack/layout.ts`, with everything computed anew. */
export class Layout {
  readonly bin: Int32Array;
  readonly gpus: Int32Array;
  readonly #lanes: Lanes;
  readonly #weights: number[];
  readonly #bound: boolean[];
  #left: readonly number[] = [];

  constructor(
    private readonly instance: PackInstance,
    { bin, gpus }: PackSolution,
  ) {
    this.bin = bin.slice();
    this.gpus = gpus.slice();
    this.#lanes = lanesOf(instance);
    const { demand, largest } = this.#lanes;
    this.#weights = largest.map((whole, lane) => {
      const total = demand.reduce((sum, row) => sum + row[lane]!, 0);
      return total === 0 || whole === 0 ? 0 : total / whole;
    });
    this.#bound = range(instance.groups).map((group) => {
      const places = this.#membersOf(group).map((item) => this.#placeOf(group, this.bin[item]!));
      return instance.groupRequired[group] === 1 || new Set(places).size === 1;
    });
  }

  set(item: number, bin: number, gpus: number): void {
    this.bin[item] = bin;
    this.gpus[item] = gpus;
  }

  /** What a question is answered while some items are left out. */
  without<T>(items: readonly number[], ask: () => T): T {
    this.#left = items;
    const answer = ask();
    this.#left = [];
    return answer;
  }

  itemsIn(bin: number): number[] {
    return range(this.instance.items).filter((item) => this.bin[item] === bin && !this.#left.includes(item));
  }

  deviceFree(bin: number): number[] {
    const { kind, firstGpu, gpuFree, gpuShare, gpuUnits } = this.instance;
    const free = [...gpuFree.subarray(firstGpu[kind[bin]!]!, firstGpu[kind[bin]! + 1]!)];
    for (const item of this.itemsIn(bin)) {
      for (const d of free.keys()) if ((this.gpus[item]! >>> d) & 1) free[d]! -= gpuShare[item]! || gpuUnits;
    }
    return free;
  }

  wholeDevices(): number {
    const { bins, gpuUnits } = this.instance;
    return range(bins).flatMap((bin) => this.deviceFree(bin).filter((units) => units === gpuUnits)).length;
  }

  allows(item: number, bin: number): boolean {
    const { gpuCount, gpuShare, models, model, kind, separate, group } = this.instance;
    const room = this.#room(bin);
    if (this.#lanes.demand[item]!.some((units, lane) => units > room[lane]!)) return false;
    if (gpuCount[item]! + gpuShare[item]! > 0) {
      const has = model[kind[bin]!]!;
      if (has < 0 || ((models[item]! >>> has) & 1) === 0) return false;
    }
    const apart = separate[item]!;
    if (apart >= 0 && this.itemsIn(bin).some((other) => separate[other] === apart)) return false;
    const gang = group[item]!;
    if (gang < 0 || !this.#bound[gang] || this.#membersOf(gang).length === 1) return true;
    return this.#placeOf(gang, bin) === this.#placeOf(gang, this.bin[item]!);
  }

  roomIn(bin: number): number {
    return weighted(this.#weights, sharesOf(this.#room(bin), this.#lanes.largest));
  }

  sizeOf(item: number): number {
    return weighted(this.#weights, sharesOf(this.#lanes.demand[item]!, this.#lanes.largest));
  }

  #room(bin: number): number[] {
    const { free, demand } = this.#lanes;
    const items = this.itemsIn(bin);
    return free[this.instance.kind[bin]!]!.map((units, lane) =>
      items.reduce((left, item) => left - demand[item]![lane]!, units),
    );
  }

  #membersOf(gang: number): number[] {
    return range(this.instance.items).filter((item) => this.instance.group[item] === gang && this.bin[item]! >= 0);
  }

  #placeOf(gang: number, bin: number): number {
    const level = this.instance.groupLevel[gang]!;
    return level < 0 ? 0 : this.instance.location[4 * this.instance.kind[bin]! + level]!;
  }
}
