import { packBinByBin } from "../construct/construct";
import { fewestBins } from "../fewest-bins";
import { Instance } from "../instance";
import { martelloTothBound } from "../lower-bounds";
import { BinOrder, ItemScore, Objective, Weighting } from "../rules";
import { Sizes } from "../sizes";
import { paddedRows, strideOf } from "../vectors";
import { Annealing } from "./annealing";
import { ConsistentSearch } from "./consistent-search";
import { EjectionSearch } from "./ejection-search";
import { minimumBinSlack } from "./minimum-bin-slack";

/**
 * A better packing than a given one. Where bins or their cost count, equal bins into which all items go, with nothing but
 * amounts to respect, are a matter of fewest bins: consistent neighbourhood search if items need one resource, ejection
 * search if they need several. Either starts from a packing of its own (minimum bin slack, dot product) if that takes no
 * more bins than the given one. All else is annealed.
 */
@final
export class Improvement {
  private sizes: Sizes | null = null;
  private consistent: ConsistentSearch | null = null;
  private ejection: EjectionSearch | null = null;
  private annealing: Annealing | null = null;

  /**
   * @param bin [items] of a packing that keeps all constraints, −1 outside
   * @param gpus [items] its devices
   */
  constructor(
    private instance: Instance,
    bin: StaticArray<i32>,
    gpus: StaticArray<i32>,
    objective: Objective,
    seed: u32,
    private schedule: i32,
  ) {
    const countsBins = objective == Objective.Bins || objective == Objective.Cost;
    if (countsBins && isPlain(instance, bin)) {
      if (lanesNeeded(instance) == 1) this.searchSizes(bin, seed);
      else this.ejection = ejectionOf(instance, bin, seed);
    } else if (instance.items > 0) {
      this.annealing = new Annealing(instance, objective, bin, gpus, seed, schedule);
    }
  }

  get iterations(): i32 {
    if (this.consistent) return this.consistent!.iterations;
    if (this.ejection) return this.ejection!.iterations;
    return this.annealing ? this.annealing!.iterations : 0;
  }

  /** Goes on; false at the end of the schedule, or where nothing is left to gain. */
  step(iterations: i32): bool {
    const count = min(iterations, this.schedule - this.iterations);
    let goesOn = false;
    if (this.consistent) goesOn = this.consistent!.step(count);
    else if (this.ejection) goesOn = this.ejection!.step(count);
    else if (this.annealing) goesOn = this.annealing!.step(count);
    return goesOn && this.iterations < this.schedule;
  }

  /** Fills in the best packing. */
  read(bin: StaticArray<i32>, gpus: StaticArray<i32>): void {
    for (let i = 0; i < this.instance.items; i++) {
      bin[i] = 0;
      gpus[i] = 0;
    }
    if (this.consistent) {
      const sizes = this.sizes!;
      for (let i = 0; i < sizes.count; i++) bin[sizes.input[i]] = this.consistent!.best[i];
    } else if (this.ejection) {
      for (let i = 0; i < bin.length; i++) bin[i] = this.ejection!.best[i];
    } else if (this.annealing) {
      for (let i = 0; i < bin.length; i++) {
        bin[i] = this.annealing!.bin[i];
        gpus[i] = this.annealing!.gpus[i];
      }
    }
  }

  private searchSizes(bin: StaticArray<i32>, seed: u32): void {
    const instance = this.instance;
    let lane = 0;
    while (!needsLane(instance, lane)) lane++;
    const demand = new StaticArray<f64>(instance.items);
    for (let i = 0; i < demand.length; i++) demand[i] = instance.demand[i * instance.resources + lane];
    const sizes = new Sizes(demand, <i64>instance.free[lane]);
    let start = new StaticArray<i32>(sizes.count);
    let bins = minimumBinSlack(sizes, start);
    const given = new StaticArray<i32>(sizes.count);
    for (let i = 0; i < sizes.count; i++) given[i] = bin[sizes.input[i]];
    const givenBins = numberBins(given, instance.bins);
    if (givenBins < bins) {
      start = given;
      bins = givenBins;
    }
    this.sizes = sizes;
    this.consistent = new ConsistentSearch(sizes, start, bins, martelloTothBound(sizes), seed);
  }
}

/** Whether all items are placed, bins are equal, and only amounts matter. */
function isPlain(instance: Instance, bin: StaticArray<i32>): bool {
  if (instance.kinds > 1 || instance.groups > 0 || lanesNeeded(instance) == 0) return false;
  for (let i = 0; i < instance.items; i++) {
    if (bin[i] < 0 || instance.separate[i] >= 0 || instance.needsGpu(i)) return false;
  }
  return true;
}

function lanesNeeded(instance: Instance): i32 {
  let lanes = 0;
  for (let h = 0; h < instance.resources; h++) if (needsLane(instance, h)) lanes++;
  return lanes;
}

function needsLane(instance: Instance, lane: i32): bool {
  for (let i = 0; i < instance.items; i++) if (instance.demand[i * instance.resources + lane] > 0) return true;
  return false;
}

function ejectionOf(instance: Instance, bin: StaticArray<i32>, seed: u32): EjectionSearch {
  const items = instance.items;
  const resources = instance.resources;
  const given = new StaticArray<i32>(items);
  for (let i = 0; i < items; i++) given[i] = bin[i];
  let start = given;
  let bins = numberBins(given, instance.bins);
  const own = new StaticArray<i32>(items);
  packBinByBin(instance, ItemScore.DotProduct, Weighting.Average, BinOrder.Input, own, new StaticArray<i32>(items));
  if (isComplete(own)) {
    const ownBins = numberBins(own, instance.bins);
    if (ownBins <= bins) {
      start = own;
      bins = ownBins;
    }
  }
  const demand = paddedRows(instance.demand, items, resources);
  const capacity = paddedRows(instance.free, 1, resources);
  return new EjectionSearch(items, strideOf(resources), demand, capacity, start, bins, fewestBins(instance), seed);
}

function isComplete(bin: StaticArray<i32>): bool {
  for (let i = 0; i < bin.length; i++) if (bin[i] < 0) return false;
  return true;
}

/** Numbers the bins in use from 0, in the order of bins; returns how many. */
function numberBins(bin: StaticArray<i32>, bins: i32): i32 {
  const number = new StaticArray<i32>(bins);
  for (let i = 0; i < bin.length; i++) number[bin[i]] = 1;
  let count = 0;
  for (let b = 0; b < bins; b++) if (number[b] == 1) number[b] = count++;
  for (let i = 0; i < bin.length; i++) bin[i] = number[bin[i]];
  return count;
}
