import { Door, described } from "../door.js";
import { LehrError, printable } from "../errors.js";
import { limits } from "../limits.js";
import { suggestion } from "../suggestion.js";
import type { Item } from "./model.js";
import { readStreamItem } from "./packer/arguments.js";
import { PackerCluster } from "./packer/cluster.js";
import type { EncodedItem, PackerKernel, PackerState, Place } from "./packer/instance.js";
import type {
  CountedItem,
  Fragmentation,
  PackerBins,
  PackerDecision,
  PackerExplanation,
  PackerOptions,
  PackerSnapshot,
} from "./packer/model.js";
import { type ResolvedPackerOptions, resolvePackerOptions } from "./packer/settings.js";
import { couldFit, shortages } from "./packer/shortage.js";
import { readSnapshot } from "./packer/snapshot.js";
import { encodeTypical, isLesson, Sample } from "./packer/typical.js";
import { type NormalBin, parseBins } from "./parse-bins.js";
import type { NormalItem } from "./parse-items.js";

/**
 * Makes packers on a kernel.
 *
 * @throws InvalidOptionsError
 * @throws InvalidProblemError for bins, typical items or a snapshot that are not valid
 */
export function packerOn(kernel: PackerKernel): PackerFactory {
  return (cluster, options, snapshot) => {
    const bins = readBins(cluster);
    const settings = resolvePackerOptions(options, bins);
    const nodes = new PackerCluster(bins, settings.companion, settings.seed);
    const packer = new Packer(kernel, nodes, settings);
    if (snapshot !== undefined) restore(packer, snapshot, nodes);
    return packer;
  };
}

/**
 * Makes a packer; with a snapshot, one that goes on where that was taken.
 *
 * @throws InvalidOptionsError
 * @throws InvalidProblemError for bins, typical items or a snapshot that are not valid
 */
export type PackerFactory = (cluster: PackerBins, options?: PackerOptions, snapshot?: PackerSnapshot) => Packer;

interface Placed {
  item: NormalItem;
  encoded: EncodedItem;
  place: Place;
}

/** How many of the best bins an explanation names. */
const named = 5;

/**
 * The nodes of a running cluster, and a rule that decides item by item where each goes. What it decides depends on nothing
 * but the calls before. A call that is refused changes nothing.
 */
export class Packer {
  readonly #cluster: PackerCluster;
  readonly #state: PackerState;
  readonly #placed = new Map<string, Placed>();
  /** Undefined when the caller said what is typical. */
  readonly #sample: Sample | undefined;
  #typical: CountedItem[];
  #decisions = 0;

  /** @internal The options have been checked. */
  constructor(kernel: PackerKernel, cluster: PackerCluster, settings: ResolvedPackerOptions) {
    this.#cluster = cluster;
    const { rule, seed, typical, weights, shape } = settings;
    const sample = new Sample(cluster);
    for (const item of typical ?? []) sample.add(item);
    this.#typical = sample.typical();
    this.#sample = typical ? undefined : sample;
    this.#state = kernel.open(cluster.instance, {
      rule,
      seed,
      weight: Int32Array.from(
        [...cluster.resources, "gpu"],
        (name) => weights.get(name) ?? (weights.size === 0 ? 1 : 0),
      ),
      shapeAt: Int32Array.from(shape, ({ utilization }) => utilization),
      shapeScore: Int32Array.from(shape, ({ score }) => score),
      typical: encodeTypical(cluster, this.#typical),
    });
  }

  /** How many items are placed. */
  get size(): number {
    return this.#placed.size;
  }

  /**
   * Decides where an item goes, and takes it there. Its id must not be placed already.
   *
   * @throws InvalidProblemError
   */
  place(item: Item): PackerDecision {
    const read = this.#read(item);
    const encoded = this.#cluster.encodeItem(read);
    const place = encoded && this.#state.place(encoded, this.#decisions);
    this.#decisions++;
    this.#learn(read, encoded);
    if (!encoded || !place) return refusal(encoded !== undefined && couldFit(this.#cluster, encoded));
    this.#placed.set(read.id, { item: read, encoded, place });
    return { placed: true, ...this.#cluster.decode(place, read) };
  }

  /** Takes an item away; false when it is not placed. */
  remove(id: string): boolean {
    const placed = this.#placed.get(id);
    if (!placed) return false;
    this.#state.remove(placed.encoded, placed.place);
    this.#placed.delete(id);
    return true;
  }

  /** How much of the free GPUs is of no use to typical items; all zero while nothing is held to be typical. */
  fragmentation(): Fragmentation {
    const { gpuUnits } = this.#cluster.instance;
    const weights = encodeTypical(this.#cluster, this.#typical).weight.reduce((sum, weight) => sum + weight, 0);
    const free = this.#state.free().gpus.reduce((sum, units) => sum + units, 0) / gpuUnits;
    const fragments = this.#state.fragments().reduce((sum, units) => sum + units, 0);
    const fragmented = weights === 0 ? 0 : fragments / (weights * gpuUnits);
    return { free, fragmented, share: free === 0 ? 0 : fragmented / free };
  }

  /**
   * What the rule thinks of the bins now, for an item, or for one more like the placed item of this id.
   *
   * @throws LehrError with the code `unknown-id` when no such item is placed
   * @throws InvalidProblemError
   */
  explain(item: string | Item): PackerExplanation {
    const placed = typeof item === "string" ? this.#placed.get(item) : undefined;
    if (typeof item === "string" && !placed) throw unknownId(item, this.#placed.keys());
    const read = placed?.item ?? new Door().admit((door) => readStreamItem(door, "item", item, this.#cluster.bins));
    const where = placed && { place: this.#cluster.decode(placed.place, read) };
    const encoded = placed?.encoded ?? this.#cluster.encodeItem(read);
    if (!encoded) {
      const missing = Object.keys(read.needs ?? {}).filter((name) => !this.#cluster.resources.includes(name));
      const { bins } = this.#cluster.instance;
      return { item: read.id, fits: 0, best: [], short: Object.fromEntries(missing.map((name) => [name, bins])) };
    }
    const scored = this.#state.scores(encoded).flatMap((score, node) => (score === undefined ? [] : [{ node, score }]));
    const best = scored.sort((a, b) => b.score - a.score).slice(0, named);
    return {
      item: read.id,
      ...where,
      fits: scored.length,
      best: best.map(({ node, score }) => {
        const { bin, copy } = this.#cluster.binOf(node);
        return { bin: bin.id, copy, score };
      }),
      short: shortages(this.#cluster, encoded, this.#state.free()),
    };
  }

  /** All that the packer knows: a new one with the same bins, options and this snapshot goes on exactly as this one. */
  snapshot(): PackerSnapshot {
    return structuredClone({
      version: 1,
      decisions: this.#decisions,
      placed: Array.from(this.#placed.values(), ({ item, place }) => ({ item, ...this.#cluster.decode(place, item) })),
      seen: this.#sample?.kinds() ?? [],
      typical: this.#sample ? this.#typical : [],
    });
  }

  /** @internal Whether nothing holds more than there is: a snapshot may be of other bins. */
  get isSound(): boolean {
    const { amounts, gpus } = this.#state.free();
    return amounts.every((units) => units >= 0) && gpus.every((units) => units >= 0);
  }

  /** @internal `snapshot` has been read for these bins. */
  restore({ decisions, placed, seen, typical }: PackerSnapshot): void {
    for (const { item, bin, copy, gpus } of placed) {
      const place = {
        bin: this.#cluster.nodeOf(bin, copy)!,
        gpus: gpus.reduce((set, { index }) => set | (1 << index), 0),
      };
      const encoded = this.#cluster.encodeItem(item)!;
      this.#state.add(encoded, place);
      this.#placed.set(item.id, { item, encoded, place });
    }
    this.#decisions = decisions;
    if (!this.#sample) return;
    for (const { item, count } of seen) this.#sample.add(item, undefined, count);
    this.#expect(typical);
  }

  #read(item: Item): NormalItem {
    return new Door().admit((door) => {
      const read = readStreamItem(door, "item", item, this.#cluster.bins);
      door.enter("item");
      if (this.#placed.has(read.id)) door.refuse(`"${printable(read.id)}" is placed already; remove it first`, "id");
      door.leave();
      if (this.#placed.size >= limits.items) door.refuse(`is full: ${limits.items} items are placed`);
      return read;
    });
  }

  #learn(item: NormalItem, encoded: EncodedItem | undefined): void {
    if (!this.#sample) return;
    this.#sample.add(item, encoded);
    if (isLesson(this.#decisions)) this.#expect(this.#sample.typical());
  }

  #expect(typical: CountedItem[]): void {
    this.#typical = typical;
    this.#state.expect(encodeTypical(this.#cluster, typical));
  }
}

function restore(packer: Packer, value: unknown, cluster: PackerCluster): void {
  const snapshot = new Door().admit((door) => readSnapshot(door, "snapshot", value, cluster));
  packer.restore(snapshot);
  new Door().admit((door) => {
    door.enter("snapshot");
    if (!packer.isSound) door.refuse("holds more than the bins have", "placed");
  });
}

function readBins(cluster: unknown): NormalBin[] {
  return new Door().admit((door) => {
    const { bins, ...others } = door.object(cluster) ?? {};
    for (const key in others) door.refuseUnknownKey(key, ["bins"]);
    return parseBins(door, "bins", bins).bins;
  });
}

function refusal(couldFit: boolean): PackerDecision {
  return couldFit
    ? { placed: false, reason: "no bin has room for it now", proven: false }
    : { placed: false, reason: "no bin could hold it even when empty", proven: true };
}

function unknownId(id: string, known: Iterable<string>): LehrError {
  return new LehrError("unknown-id", `no item is placed as ${described(id)}${suggestion(id, known)}`);
}
