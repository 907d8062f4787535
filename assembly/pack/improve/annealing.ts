/**
 * A better packing under any constraints: simulated annealing. What counts is first the value outside, then the measure of
 * the objective: the cost of used bins (1 each unless costs count), or the fragmentation. Temperature falls as mean cost of
 * bins · 0.15 · (1 − done ÷ schedule)³; a change for the worse by d is kept iff d ≤ temperature · E, E the exponential
 * quantile of number below(1,024), which is drawn only then. What is minimised is described in `packing.ts`: there, the
 * mean value of an item outside costs as much as two mean bins, but where nothing but value counts, an eighth of one: so
 * hot, the search swaps items freely, and bins are well filled. Fragments cost as much as four bins when no item could use
 * any of the empty bins.
 *
 * The best packing is the last of least value outside and least measure. It is compared after each change that keeps to a
 * new set of used bins or items, where fragmentation counts after each. Values and costs are added up anew, over items and
 * over bins in order; fragments are exact.
 *
 * An iteration draws number below(16):
 *  0 –  3, with items outside  one of them, number below(count) of these, comes in: with its gang, each item (by number) into the
 *          first bin that takes it from below(bins) on and around. A single one that no bin takes goes to bin below(bins),
 *          out of which up to three items without a gang, from the front of its list, make room; what was thrown out goes
 *          into the first bin that takes it from below(bins) on and around, or stays outside.
 *  4       a bin is emptied, that of item below(items), if it holds at most 24: its items, from the front of its list, go
 *          together to bin below(bins) if that is empty, else each into the first used bin that takes it, from
 *          below(bins) on and around, except the same.
 *  5 –  6  items i = below(items) and the next in its list change places with j = below(items).
 *  7 – 10  an item moves, i = below(items), to the bin of j = below(items), or to bin below(bins) if j is outside or
 *          in the same one.
 *  others  items i = below(items) and j = below(items) change places.
 * Those that change places are removed first, i, the next, j, and inserted in that order. A draw that is not possible (an
 * item outside, the same bin, a constraint, a gang torn) leaves all as it was.
 */
import { exponentialQuantiles } from "../../quantiles";
import { Random } from "../../random";
import { fewestBins } from "../fewest-bins";
import { Instance } from "../instance";
import { Objective } from "../rules";
import { Packing } from "./packing";

const HEAT: f64 = 0.15;
const FRAGMENTS: f64 = 4;
const THROWN_OUT = 3;
const EMPTIED = 24;

@final
export class Annealing {
  iterations: i32 = 0;
  /** [items] Bin and devices of each in the best packing. */
  readonly bin: StaticArray<i32>;
  readonly gpus: StaticArray<i32>;
  /** Of the best packing. */
  valueOutside: f64 = 0;
  measure: f64 = 0;
  private outside: i32 = 0;
  private packing: Packing;
  private random: Random;
  private meanCost: f64;
  private thrown: StaticArray<i32>;
  /** What no packing of all items goes below: the search ends there. */
  private least: f64;

  /**
   * @param bin [items] of a packing that keeps all constraints, −1 outside
   * @param gpus [items] its devices
   * @param schedule iterations after which the temperature is 0
   */
  constructor(
    private instance: Instance,
    private objective: Objective,
    bin: StaticArray<i32>,
    gpus: StaticArray<i32>,
    seed: u32,
    private schedule: i32,
  ) {
    const items = instance.items;
    const cost = new StaticArray<f64>(instance.kinds);
    for (let k = 0; k < cost.length; k++) cost[k] = objective == Objective.Cost ? instance.cost[k] : 1;
    let total: f64 = 0;
    for (let b = 0; b < instance.bins; b++) total += cost[instance.kind[b]];
    const meanCost = total / <f64>instance.bins;
    let value: f64 = 0;
    for (let i = 0; i < items; i++) value += instance.value[i];
    const valueWeight = value > 0 ? (valueCostOf(objective) * meanCost * <f64>items) / value : 0;
    const fragmentCost: f64 = objective == Objective.Fragmentation ? FRAGMENTS : 0;
    this.least = leastOf(instance, objective, cost);
    this.meanCost = meanCost;
    this.packing = new Packing(instance, cost, valueWeight, fragmentCost, bin, gpus);
    this.random = new Random(seed);
    this.bin = new StaticArray<i32>(items);
    this.gpus = new StaticArray<i32>(items);
    this.thrown = new StaticArray<i32>(items);
    this.valueOutside = this.outsideNow();
    this.measure = this.measureNow();
    this.keep();
  }

  /** Goes on; false at the end of the schedule, or where nothing is left to gain. */
  step(iterations: i32): bool {
    const end = min(this.schedule, this.iterations + iterations);
    while (this.iterations < end && !this.isDone()) {
      const left = 1 - <f64>this.iterations / <f64>this.schedule;
      this.iterations++;
      const packing = this.packing;
      packing.begin();
      if (!this.propose() || !this.isAccepted(packing.change(), HEAT * this.meanCost * (left * left * left))) {
        packing.undo();
        continue;
      }
      packing.keep();
      if (this.objective == Objective.Fragmentation || packing.usesOthers()) this.compare();
    }
    return this.iterations < this.schedule && !this.isDone();
  }

  private isDone(): bool {
    return this.outside == 0 && this.measure <= this.least;
  }

  private isAccepted(change: f64, temperature: f64): bool {
    return change <= 0 || change <= temperature * exponentialQuantiles[this.random.below(1024)];
  }

  private compare(): void {
    const outside = this.outsideNow();
    if (outside > this.valueOutside) return;
    const measure = this.measureNow();
    if (outside == this.valueOutside && measure > this.measure) return;
    this.valueOutside = outside;
    this.measure = measure;
    this.keep();
  }

  private keep(): void {
    this.outside = this.packing.outsideCount;
    for (let i = 0; i < this.instance.items; i++) {
      this.bin[i] = this.packing.state.bin[i];
      this.gpus[i] = this.packing.gpus[i];
    }
  }

  private outsideNow(): f64 {
    let sum: f64 = 0;
    for (let i = 0; i < this.instance.items; i++) if (this.packing.state.bin[i] < 0) sum += this.instance.value[i];
    return sum;
  }

  private measureNow(): f64 {
    if (this.objective == Objective.Fragmentation) return this.packing.fragmentation;
    let sum: f64 = 0;
    for (let b = 0; b < this.instance.bins; b++) {
      if (this.packing.state.first[b] >= 0) sum += this.packing.cost[this.instance.kind[b]];
    }
    return sum;
  }

  private propose(): bool {
    const draw = this.random.below(16);
    if (draw < 4 && this.packing.outsideCount > 0) return this.bringIn();
    const i = this.anyItem();
    if (draw == 4) return this.emptyBinOf(i);
    const j = this.anyItem();
    if (draw == 5 || draw == 6) return this.exchange(i, j, true);
    if (draw >= 7 && draw <= 10) return this.move(i, j);
    return this.exchange(i, j, false);
  }

  private move(i: i32, j: i32): bool {
    const bin = this.packing.state.bin;
    const a = bin[i];
    if (a < 0) return false;
    const b = bin[j] < 0 || bin[j] == a ? this.anyBin() : bin[j];
    if (b == a) return false;
    this.packing.remove(i);
    return this.packing.insert(i, b);
  }

  private exchange(i: i32, j: i32, two: bool): bool {
    const packing = this.packing;
    const a = packing.state.bin[i];
    const b = packing.state.bin[j];
    if (a < 0 || b < 0 || a == b) return false;
    const next = two ? packing.state.next[i] : -1;
    if (two && next < 0) return false;
    packing.remove(i);
    if (two) packing.remove(next);
    packing.remove(j);
    return packing.insert(i, b) && (!two || packing.insert(next, b)) && packing.insert(j, a);
  }

  private emptyBinOf(item: i32): bool {
    const packing = this.packing;
    const state = packing.state;
    const from = state.bin[item];
    if (from < 0) return false;
    const count = this.listOf(from, EMPTIED + 1);
    if (count > EMPTIED) return false;
    const to = this.anyBin();
    const together = to != from && state.first[to] < 0;
    for (let k = 0; k < count; k++) packing.remove(this.thrown[k]);
    for (let k = 0; k < count; k++) {
      if (!(together ? packing.insert(this.thrown[k], to) : this.insertFirst(this.thrown[k], from))) return false;
    }
    return true;
  }

  /** Up to so many items of a bin into `thrown`. */
  private listOf(b: i32, most: i32): i32 {
    let count = 0;
    for (let i = this.packing.state.first[b]; i >= 0 && count < most; i = this.packing.state.next[i]) {
      this.thrown[count++] = i;
    }
    return count;
  }

  private bringIn(): bool {
    const packing = this.packing;
    const item = this.outsideItem(<i32>this.random.below(packing.outsideCount));
    const group = this.instance.group[item];
    if (group >= 0) {
      for (let i = 0; i < this.instance.items; i++) {
        if (this.instance.group[i] == group && !this.insertFirst(i, -1)) return false;
      }
      return true;
    }
    if (this.insertFirst(item, -1)) return true;
    const b = this.anyBin();
    let count = 0;
    let next = packing.state.first[b];
    while (count < THROWN_OUT && next >= 0) {
      const out = next;
      next = packing.state.next[out];
      if (this.instance.group[out] >= 0) continue;
      packing.remove(out);
      this.thrown[count++] = out;
      if (!packing.insert(item, b)) continue;
      for (let k = 0; k < count; k++) this.insertFirst(this.thrown[k], -1);
      return true;
    }
    return false;
  }

  /** Item number `index` of those outside. */
  private outsideItem(index: i32): i32 {
    let item = -1;
    while (index >= 0) if (this.packing.state.bin[++item] < 0) index--;
    return item;
  }

  /** Into the first bin that takes it, from a random one on; with a bin to avoid, a used one except that. */
  private insertFirst(item: i32, except: i32): bool {
    const bins = this.instance.bins;
    let b = this.anyBin();
    for (let k = 0; k < bins; k++) {
      const isOpen = except < 0 || (b != except && this.packing.state.first[b] >= 0);
      if (isOpen && this.packing.insert(item, b)) return true;
      if (++b == bins) b = 0;
    }
    return false;
  }

  private anyItem(): i32 {
    return <i32>this.random.below(this.instance.items);
  }

  private anyBin(): i32 {
    return <i32>this.random.below(this.instance.bins);
  }
}

/** Of the mean value of an item outside, in mean bins. */
function valueCostOf(objective: Objective): f64 {
  return objective == Objective.Value ? 0.125 : 2;
}

/** What the measure never goes below when all items are placed. Where nothing but value counts, that is enough. */
function leastOf(instance: Instance, objective: Objective, cost: StaticArray<f64>): f64 {
  if (objective == Objective.Value) return Infinity;
  if (objective == Objective.Fragmentation) return 0;
  let cheapest = Infinity;
  for (let k = 0; k < cost.length; k++) cheapest = min(cheapest, cost[k]);
  return cheapest * <f64>fewestBins(instance);
}
