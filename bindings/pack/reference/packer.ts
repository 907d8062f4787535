import { Random } from "../../random.js";
import type {
  EncodedItem,
  FreeUnits,
  PackerInstance,
  PackerKernel,
  PackerSettings,
  PackerState,
  Place,
  TypicalItems,
} from "../packer/instance.js";
import { allocationScore, leastAllocated, mostAllocated, shaped } from "./packer/allocation.js";
import { type Free, fragments, gradientScore } from "./packer/fragmentation.js";
import { candidates, fits, freeGpu, gpuDemand, type Node, nodesOf, occupy, wantsGpu } from "./packer/node.js";
import {
  bestFitScore,
  clusteringScore,
  dotProductScore,
  type Largest,
  packingScore,
  tightest,
} from "./packer/published.js";
import { modelPrices, sliverLimit, sliversSaved, stranded, strandedScore } from "./packer/stranded.js";

/** The packer in plain TypeScript: every node is scored anew for every item. */
export const packerReference: PackerKernel = { open: (instance, settings) => new ReferencePacker(instance, settings) };

class ReferencePacker implements PackerState {
  readonly #nodes: Node[];
  readonly #largest: Largest;
  #typical: TypicalItems;

  constructor(
    private readonly instance: PackerInstance,
    private readonly settings: PackerSettings,
  ) {
    this.#nodes = nodesOf(instance);
    this.#typical = settings.typical;
    this.#largest = {
      companion: Math.max(...this.#nodes.map((node) => this.#companion(node.capacity))),
      gpu: Math.max(...this.#nodes.map(({ gpus }) => gpus.length)) * instance.gpuUnits,
    };
  }

  place(item: EncodedItem, decision: number): Place | undefined {
    const place = this.settings.rule === "random" ? this.#anywhere(item, decision) : this.#best(item);
    if (place) this.add(item, place);
    return place;
  }

  add(item: EncodedItem, { bin, gpus }: Place): void {
    occupy(this.#nodes[bin]!, item, gpus, this.instance.gpuUnits, 1);
  }

  remove(item: EncodedItem, { bin, gpus }: Place): void {
    occupy(this.#nodes[bin]!, item, gpus, this.instance.gpuUnits, -1);
  }

  scores(item: EncodedItem): (number | undefined)[] {
    return this.#nodes.map((node) => {
      if (!fits(node, item, this.instance.gpuUnits)) return undefined;
      return this.#score(node, item, this.#devices(node, item));
    });
  }

  fragments(): Float64Array {
    return Float64Array.from(this.#nodes, (node) => fragments(this.#free(node), this.#typical, this.instance.gpuUnits));
  }

  free(): FreeUnits {
    return {
      amounts: Float64Array.from(this.#nodes.flatMap(({ free }) => free)),
      gpus: Int32Array.from(this.#nodes.flatMap(({ gpus }) => gpus)),
    };
  }

  expect(typical: TypicalItems): void {
    this.#typical = typical;
  }

  #best(item: EncodedItem): Place | undefined {
    let best: Place | undefined;
    let bestScore = -Infinity;
    this.scores(item).forEach((score, bin) => {
      if (score === undefined || score <= bestScore) return;
      best = { bin, gpus: this.#devices(this.#nodes[bin]!, item) };
      bestScore = score;
    });
    return best;
  }

  /** Each decision has random numbers of its own: one for the node, one for the device. */
  #anywhere(item: EncodedItem, decision: number): Place | undefined {
    const { gpuUnits } = this.instance;
    const random = new Random((this.settings.seed + Math.imul(decision, 0x9e3779b9)) >>> 0);
    const bins = [...this.#nodes.keys()].filter((bin) => fits(this.#nodes[bin]!, item, gpuUnits));
    if (bins.length === 0) return undefined;
    const bin = bins[random.below(bins.length)]!;
    if (!wantsGpu(item)) return { bin, gpus: 0 };
    const sets = candidates(this.#nodes[bin]!, item, gpuUnits);
    return { bin, gpus: sets[random.below(sets.length)]! };
  }

  #devices(node: Node, item: EncodedItem): number {
    const { gpuUnits } = this.instance;
    if (this.settings.rule !== "fragmentation-gradient-descent" || item.gpuShare === 0) {
      return tightest(node, item, gpuUnits);
    }
    const scored = candidates(node, item, gpuUnits).map((set) => ({ set, score: this.#score(node, item, set) }));
    return scored.reduce((best, next) => (next.score > best.score ? next : best)).set;
  }

  /** Of taking the item on the node, with these devices. Higher is better. */
  #score(node: Node, item: EncodedItem, devices: number): number {
    const { gpuUnits } = this.instance;
    const { rule, weight } = this.settings;
    const free = { companion: this.#companion(node.free), gpu: freeGpu(node) };
    const need = { companion: this.#companion(item.demand), gpu: gpuDemand(item, gpuUnits) };
    switch (rule) {
      case "random":
      case "random-first-fit":
        return 0;
      case "best-fit":
        return bestFitScore(free.companion - need.companion, free.gpu - need.gpu, this.#largest);
      case "dot-product":
        return dotProductScore(free, need, this.#largest);
      case "packing":
        return packingScore(node, item, gpuUnits);
      case "clustering":
        return clusteringScore(node, item, this.#largest.gpu);
      case "most-allocated":
        return allocationScore(node, item, weight, gpuUnits, mostAllocated);
      case "least-allocated":
        return allocationScore(node, item, weight, gpuUnits, leastAllocated);
      case "requested-to-capacity-ratio":
        return allocationScore(node, item, weight, gpuUnits, shaped(this.settings));
      case "fragmentation-gradient-descent":
      case "stranded-gpu":
        return this.#changeScore(node, item, devices);
    }
  }

  #changeScore(node: Node, item: EncodedItem, devices: number): number {
    const { gpuUnits } = this.instance;
    const before = this.#free(node);
    const after: Free = {
      model: node.model,
      companion: before.companion - this.#companion(item.demand),
      gpus: node.gpus.map((free, g) => (devices & (1 << g) ? free - (item.gpuShare || gpuUnits) : free)),
    };
    const typical = this.#typical;
    if (this.settings.rule === "fragmentation-gradient-descent") {
      const measure = (free: Free) => fragments(free, typical, gpuUnits);
      return gradientScore(measure(before), measure(after), sumOf(typical.weight), gpuUnits);
    }
    const nominal = node.gpus.length === 0 ? 0 : this.#companion(node.capacity) / (node.gpus.length * gpuUnits);
    const measure = (free: Free) => stranded(free, nominal, typical, gpuUnits);
    const gpuWeight = sumOf(typical.weight.filter((_, t) => typical.gpuCount[t]! + typical.gpuShare[t]! > 0));
    const price = node.model < 0 ? 0 : this.#prices()[node.model]!;
    const strandedLess = gpuWeight === 0 ? 0 : (measure(before) - measure(after)) / gpuWeight;
    const device = node.gpus[31 - Math.clz32(devices)]!;
    const slivers = item.gpuShare > 0 ? sliversSaved(item.gpuShare, device, sliverLimit(typical), gpuUnits) : 0;
    return strandedScore(strandedLess + slivers, price, gpuDemand(item, gpuUnits), gpuUnits);
  }

  #prices(): number[] {
    const models = Math.max(...this.instance.model) + 1;
    const capacity = Array.from({ length: models }, (_, model) =>
      this.#nodes.filter((node) => node.model === model).reduce((sum, { gpus }) => sum + gpus.length, 0),
    );
    return modelPrices(capacity, this.#typical, this.instance.gpuUnits);
  }

  #free(node: Node): Free {
    return { model: node.model, gpus: node.gpus, companion: this.#companion(node.free) };
  }

  /** Without the resource, all needs of it are 0. */
  #companion(amounts: ArrayLike<number>): number {
    return this.instance.companion < 0 ? 0 : amounts[this.instance.companion]!;
  }
}

function sumOf(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum;
}
