import { exponentialQuantiles } from "../../../quantiles.js";
import { Random } from "../../../random.js";
import type { PackInstance } from "../../instance.js";
import type { PackObjective } from "../../options.js";
import { lanesOf } from "../construct/lanes.js";
import { fewestBins } from "../construct/lower-bounds.js";
import { Packing } from "./packing.js";

const heat = 0.15;
/** What fragments cost, in bins. */
const fragments = 4;
const thrownOut = 3;
const emptied = 24;

/** A better packing under any constraints, as `assembly/pack/improve/annealing.ts` describes it. */
export class Annealing {
  iterations = 0;
  bin: number[] = [];
  gpus: number[] = [];
  valueOutside: number;
  /** Of the objective. */
  measure: number;
  readonly #objective: PackObjective;
  readonly #instance: PackInstance;
  readonly #packing: Packing;
  readonly #random: Random;
  readonly #meanCost: number;
  readonly #schedule: number;
  readonly #least: number;

  constructor(
    instance: PackInstance,
    objective: PackObjective,
    start: { bin: readonly number[]; gpus: readonly number[] },
    seed: number,
    schedule: number,
  ) {
    const cost = [...instance.cost].map((dollars) => (objective === "cost" ? dollars : 1));
    this.#objective = objective;
    this.#instance = instance;
    this.#random = new Random(seed);
    this.#schedule = schedule;
    this.#least = leastOf(instance, objective, cost);
    this.#meanCost = instance.kind.reduce((sum, kind) => sum + cost[kind]!, 0) / instance.bins;
    const value = instance.value.reduce((sum, value) => sum + value, 0);
    const valueCost = objective === "value" ? 0.125 : 2;
    const valueWeight = value > 0 ? (valueCost * this.#meanCost * instance.items) / value : 0;
    const fragmentCost = objective === "fragmentation" ? fragments : 0;
    this.#packing = new Packing(instance, cost, valueWeight, fragmentCost, start);
    this.valueOutside = this.#outsideNow();
    this.measure = this.#measureNow();
    this.#keep();
  }

  step(iterations: number): boolean {
    const end = Math.min(this.#schedule, this.iterations + iterations);
    while (this.iterations < end && !this.#isDone()) {
      const left = 1 - this.iterations / this.#schedule;
      this.iterations++;
      this.#packing.begin();
      if (!this.#propose() || !this.#isAccepted(heat * this.#meanCost * (left * left * left))) this.#packing.undo();
      else if (this.#objective === "fragmentation" || this.#packing.usesOthers()) this.#compare();
    }
    return this.iterations < this.#schedule && !this.#isDone();
  }

  #isDone(): boolean {
    return !this.bin.includes(-1) && this.measure <= this.#least;
  }

  #isAccepted(temperature: number): boolean {
    const change = this.#packing.change();
    return change <= 0 || change <= temperature * exponentialQuantiles[this.#random.below(1024)]!;
  }

  #compare(): void {
    const outside = this.#outsideNow();
    const measure = this.#measureNow();
    if (outside > this.valueOutside || (outside === this.valueOutside && measure > this.measure)) return;
    this.valueOutside = outside;
    this.measure = measure;
    this.#keep();
  }

  #keep(): void {
    this.bin = [...this.#packing.bin];
    this.gpus = [...this.#packing.gpus];
  }

  #outsideNow(): number {
    return this.#outside().reduce((sum, item) => sum + this.#instance.value[item]!, 0);
  }

  #outside(): number[] {
    return [...this.#packing.bin.keys()].filter((item) => this.#packing.bin[item] === -1);
  }

  #measureNow(): number {
    if (this.#objective === "fragmentation") return this.#packing.fragmentation();
    const used = [...this.#instance.kind].filter((_, b) => this.#packing.lists[b]!.length > 0);
    return used.reduce((sum, kind) => sum + this.#packing.cost[kind]!, 0);
  }

  #propose(): boolean {
    const draw = this.#random.below(16);
    if (draw < 4 && this.#outside().length > 0) return this.#bringIn();
    const i = this.#anyItem();
    if (draw === 4) return this.#emptyBinOf(i);
    const j = this.#anyItem();
    if (draw === 5 || draw === 6) return this.#exchange(i, j, true);
    if (draw >= 7 && draw <= 10) return this.#move(i, j);
    return this.#exchange(i, j, false);
  }

  #move(i: number, j: number): boolean {
    const { bin } = this.#packing;
    const a = bin[i]!;
    if (a < 0) return false;
    const b = bin[j] === -1 || bin[j] === a ? this.#anyBin() : bin[j]!;
    if (b === a) return false;
    this.#packing.remove(i);
    return this.#packing.insert(i, b);
  }

  #exchange(i: number, j: number, two: boolean): boolean {
    const packing = this.#packing;
    const a = packing.bin[i]!;
    const b = packing.bin[j]!;
    if (a < 0 || b < 0 || a === b) return false;
    const list = packing.lists[a]!;
    const leaving = list.slice(list.indexOf(i)).slice(0, two ? 2 : 1);
    if (two && leaving.length < 2) return false;
    for (const item of [...leaving, j]) packing.remove(item);
    return leaving.every((item) => packing.insert(item, b)) && packing.insert(j, a);
  }

  #emptyBinOf(item: number): boolean {
    const packing = this.#packing;
    const from = packing.bin[item]!;
    if (from < 0) return false;
    const list = [...packing.lists[from]!];
    if (list.length > emptied) return false;
    const to = this.#anyBin();
    const together = to !== from && packing.lists[to]!.length === 0;
    for (const leaving of list) packing.remove(leaving);
    const isOpen = (b: number) => b !== from && packing.lists[b]!.length > 0;
    return list.every((leaving) => (together ? packing.insert(leaving, to) : this.#insertFirst(leaving, isOpen)));
  }

  #bringIn(): boolean {
    const packing = this.#packing;
    const { group } = this.#instance;
    const outside = this.#outside();
    const item = outside[this.#random.below(outside.length)]!;
    if (group[item] !== -1) {
      const gang = [...group.keys()].filter((other) => group[other] === group[item]);
      return gang.every((member) => this.#insertFirst(member));
    }
    if (this.#insertFirst(item)) return true;
    const b = this.#anyBin();
    const thrown: number[] = [];
    for (const out of packing.lists[b]!.filter((other) => group[other] === -1).slice(0, thrownOut)) {
      packing.remove(out);
      thrown.push(out);
      if (!packing.insert(item, b)) continue;
      for (const homeless of thrown) this.#insertFirst(homeless);
      return true;
    }
    return false;
  }

  #insertFirst(item: number, isOpen: (b: number) => boolean = () => true): boolean {
    const { bins } = this.#instance;
    const from = this.#anyBin();
    for (let k = 0; k < bins; k++) {
      const b = (from + k) % bins;
      if (isOpen(b) && this.#packing.insert(item, b)) return true;
    }
    return false;
  }

  #anyItem(): number {
    return this.#random.below(this.#instance.items);
  }

  #anyBin(): number {
    return this.#random.below(this.#instance.bins);
  }
}

/** What the measure never goes below when all items are placed. */
function leastOf(instance: PackInstance, objective: PackObjective, cost: readonly number[]): number {
  if (objective === "value") return Infinity;
  return objective === "fragmentation" ? 0 : Math.min(...cost) * fewestBins(instance, lanesOf(instance));
}
