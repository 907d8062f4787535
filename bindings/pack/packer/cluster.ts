import { Random } from "../../random.js";
import { devicesOf } from "../decode.js";
import type { Item } from "../model.js";
import { amountsOf, type NormalBin } from "../parse-bins.js";
import type { EncodedItem, PackerInstance, Place } from "./instance.js";
import type { PackerPlace } from "./model.js";
import { availableUnits, gpuUnits, neededUnits, shareUnits, unitsPer } from "./units.js";

const anyModel = -1;

/** The bins as the kernel knows them, and back: numbers of nodes, units, sets of devices. */
export class PackerCluster {
  readonly instance: PackerInstance;
  /** Names of the resources, by number; devices are none. */
  readonly resources: readonly string[];
  /** Numbers of bins, one of each that have the same. */
  readonly differentKinds: readonly number[];
  readonly #perAmount: readonly number[];
  readonly #models: readonly string[];
  /** By node: copy of its bin. */
  readonly #copy: Int32Array;
  /** By bin and copy: the node. */
  readonly #nodes = new Map<string, Int32Array>();

  /** The nodes stand in an order that the seed shuffles, in which ties fall. */
  constructor(
    readonly bins: readonly NormalBin[],
    companion: string,
    seed: number,
  ) {
    this.resources = [...new Set(bins.flatMap((bin) => Object.keys(amountsOf(bin))))];
    this.#models = [...new Set(bins.flatMap(({ gpus }) => (gpus ? [gpus.model] : [])))];
    this.#perAmount = this.resources.map((name) => {
      return unitsPer(bins.reduce((largest, bin) => Math.max(largest, amountsOf(bin)[name] ?? 0), 0));
    });
    const copies = shuffled(
      bins.flatMap((bin, kind) => Array.from({ length: bin.count }, (_, copy) => ({ kind, copy }))),
      new Random(seed),
    );
    this.#copy = Int32Array.from(copies, ({ copy }) => copy);
    for (const bin of bins) this.#nodes.set(bin.id, new Int32Array(bin.count));
    copies.forEach(({ kind, copy }, node) => {
      this.#nodes.get(bins[kind]!.id)![copy] = node;
    });
    this.instance = this.#encode(
      Int32Array.from(copies, ({ kind }) => kind),
      companion,
    );
    this.differentKinds = this.#differentKinds();
  }

  #differentKinds(): number[] {
    const { kinds, resources, capacity, model, firstGpu } = this.instance;
    const different = new Map<string, number>();
    for (let k = 0; k < kinds; k++) {
      const amounts = capacity.subarray(k * resources, (k + 1) * resources);
      different.set(`${amounts},${model[k]},${firstGpu[k + 1]! - firstGpu[k]!}`, k);
    }
    return [...different.values()];
  }

  /** Undefined when it needs a resource that no bin has. */
  encodeItem({ needs = {}, gpus, models }: Omit<Item, "id">): EncodedItem | undefined {
    if (Object.keys(needs).some((name) => !this.resources.includes(name))) return undefined;
    return {
      demand: Float64Array.from(this.resources, (name, r) => this.#needed(r, needs[name])),
      gpuCount: gpus && "count" in gpus ? gpus.count : 0,
      gpuShare: gpus && "share" in gpus ? shareUnits(gpus.share) : 0,
      models: models
        ? this.#models.reduce((set, name, m) => (models.includes(name) ? set | (1 << m) : set), 0)
        : anyModel,
    };
  }

  binOf(node: number): { bin: NormalBin; copy: number } {
    return { bin: this.bins[this.instance.kind[node]!]!, copy: this.#copy[node]! };
  }

  /** Undefined when there is no such bin or copy. */
  nodeOf(bin: string, copy: number): number | undefined {
    return this.#nodes.get(bin)?.[copy];
  }

  decode({ bin: node, gpus }: Place, item: Omit<Item, "id">): PackerPlace {
    const { bin, copy } = this.binOf(node);
    return { bin: bin.id, copy, gpus: devicesOf(gpus, item.gpus) };
  }

  #encode(kind: Int32Array, companion: string): PackerInstance {
    const firstGpu = new Int32Array(this.bins.length + 1);
    this.bins.forEach(({ gpus }, k) => {
      firstGpu[k + 1] = firstGpu[k]! + (gpus?.count ?? 0);
    });
    const gpuFree = new Int32Array(firstGpu[this.bins.length]!).fill(gpuUnits);
    this.bins.forEach(({ load }, k) => {
      for (const { index, share } of load?.gpus ?? []) {
        const device = firstGpu[k]! + index;
        gpuFree[device] = Math.max(0, gpuFree[device]! - shareUnits(share));
      }
    });
    const capacity = this.bins.flatMap((bin) =>
      this.resources.map((name, r) => availableUnits((amountsOf(bin)[name] ?? 0) * this.#perAmount[r]!)),
    );
    const held = this.bins.flatMap(({ load }) => this.resources.map((name, r) => this.#needed(r, load?.needs?.[name])));
    return {
      kinds: this.bins.length,
      bins: kind.length,
      resources: this.resources.length,
      capacity: Float64Array.from(capacity),
      free: Float64Array.from(capacity, (units, i) => Math.max(0, units - held[i]!)),
      kind,
      gpuUnits,
      model: Int32Array.from(this.bins, ({ gpus }) => (gpus ? this.#models.indexOf(gpus.model) : -1)),
      firstGpu,
      gpuFree,
      companion: this.resources.indexOf(companion),
    };
  }

  #needed(resource: number, amount = 0): number {
    return amount > 0 ? neededUnits(amount * this.#perAmount[resource]!) : 0;
  }
}

function shuffled<T>(values: T[], random: Random): T[] {
  for (let last = values.length - 1; last > 0; last--) {
    const other = random.below(last + 1);
    [values[last], values[other]] = [values[other]!, values[last]!];
  }
  return values;
}
