import type { PackInstance, PackSolution } from "../../instance.js";
import { type Lanes, range } from "./lanes.js";

/** Which item sits where, and what is free. Nothing is placed where it does not fit. */
export class Packing {
  /** [bins][lanes] Units. */
  readonly room: number[][];
  /** [bins] Items that it holds. */
  readonly held: number[][];
  /** Bins that hold an item, in the order in which they were opened. */
  readonly opened: number[] = [];
  /** [bins][devices] Units that are free. */
  readonly #gpuFree: number[][];
  /** [items] Bin and devices, −1 and none when it is not placed. */
  readonly #bin: number[];
  readonly #gpus: number[][];

  constructor(
    readonly instance: PackInstance,
    readonly lanes: Lanes,
  ) {
    const { items, kind, firstGpu, gpuFree } = instance;
    this.room = [...kind].map((k) => [...lanes.free[k]!]);
    this.held = [...kind].map(() => []);
    this.#gpuFree = [...kind].map((k) => [...gpuFree.subarray(firstGpu[k]!, firstGpu[k + 1]!)]);
    this.#bin = range(items).map(() => -1);
    this.#gpus = range(items).map(() => []);
  }

  isPlaced(item: number): boolean {
    return this.#bin[item] !== -1;
  }

  isOpen(bin: number): boolean {
    return this.held[bin]!.length > 0;
  }

  /** Whether a bin could take the item now. Gangs are the caller's care. */
  fits(item: number, bin: number): boolean {
    return (
      this.lanes.demand[item]!.every((units, lane) => units <= this.room[bin]![lane]!) &&
      this.#keepsApart(item, bin) &&
      this.#devicesFor(item, bin) !== undefined
    );
  }

  place(item: number, bin: number): void {
    const gpus = this.#devicesFor(item, bin) ?? [];
    if (!this.isOpen(bin)) this.opened.push(bin);
    this.held[bin]!.push(item);
    this.#bin[item] = bin;
    this.#gpus[item] = gpus;
    this.#change(item, bin, gpus, -1);
  }

  /** Takes back the latest placement that is still there. */
  remove(item: number): void {
    const bin = this.#bin[item]!;
    this.#change(item, bin, this.#gpus[item]!, 1);
    this.held[bin]!.pop();
    if (!this.isOpen(bin)) this.opened.pop();
    this.#bin[item] = -1;
    this.#gpus[item] = [];
  }

  solution(): PackSolution {
    return {
      bin: Int32Array.from(this.#bin),
      gpus: Int32Array.from(this.#gpus, (devices) => devices.reduce((set, device) => set | (1 << device), 0)),
    };
  }

  #change(item: number, bin: number, gpus: readonly number[], sign: number): void {
    const { gpuShare, gpuUnits } = this.instance;
    this.lanes.demand[item]!.forEach((units, lane) => {
      this.room[bin]![lane]! += sign * units;
    });
    for (const device of gpus) this.#gpuFree[bin]![device]! += sign * (gpuShare[item] || gpuUnits);
  }

  #keepsApart(item: number, bin: number): boolean {
    const { separate } = this.instance;
    return separate[item] === -1 || !this.held[bin]!.some((other) => separate[other] === separate[item]);
  }

  /** Whole devices from the lowest index on; for a share the device that it leaves fullest, of equal ones the lowest. */
  #devicesFor(item: number, bin: number): number[] | undefined {
    const { gpuCount, gpuShare, gpuUnits, models, model, kind } = this.instance;
    const count = gpuCount[item]!;
    const share = gpuShare[item]!;
    if (count === 0 && share === 0) return [];
    const itsModel = model[kind[bin]!]!;
    if (itsModel === -1 || ((models[item]! >>> itsModel) & 1) === 0) return undefined;
    const free = this.#gpuFree[bin]!;
    if (count > 0) {
      const whole = range(free.length).filter((device) => free[device] === gpuUnits);
      return whole.length < count ? undefined : whole.slice(0, count);
    }
    const least = Math.min(...free.filter((units) => units >= share));
    return least === Infinity ? undefined : [free.indexOf(least)];
  }
}
