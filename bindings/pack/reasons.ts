import { printable } from "../errors.js";
import { couldTake, devicesWith, exceeds, type Room, roomOf } from "./fit.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { UnplacedItem } from "./model.js";
import type { ParsedPackProblem } from "./parse.js";
import type { NormalItem } from "./parse-items.js";

/** Comparisons of items with copies; who comes after gets a shorter reason. */
const patience = 20_000_000;

/** Why items were left out, in the order of the problem. */
export function explainUnplaced(
  parsed: ParsedPackProblem,
  instance: PackInstance,
  packing: PackSolution,
): UnplacedItem[] {
  if (instance.items === parsed.items.length && !packing.bin.includes(-1)) return [];
  const itemAt = new Map(Array.from(instance.input, (position, item) => [position, item]));
  const isPlaced = (position: number) => (packing.bin[itemAt.get(position) ?? -1] ?? -1) !== -1;
  const shortage = new Shortage(parsed, instance, packing);
  const impossible = new Impossible(parsed);
  return parsed.items.flatMap((item, position): UnplacedItem[] => {
    if (isPlaced(position)) return [];
    const number = itemAt.get(position);
    if (number !== undefined) return [{ item: item.id, reason: shortage.reason(number), proven: false }];
    return [{ item: item.id, reason: impossible.reason(item), proven: true }];
  });
}

/** Why items that no copy could ever take, and their gangs, are left out. */
class Impossible {
  /** The first item of each gang that fits nowhere. */
  readonly #culprits = new Map<string, NormalItem>();
  readonly #rooms: readonly Room[];

  constructor({ items, bins }: ParsedPackProblem) {
    this.#rooms = bins.map(roomOf);
    for (const item of items) {
      if (item.group === undefined || this.#culprits.has(item.group) || this.#fits(item)) continue;
      this.#culprits.set(item.group, item);
    }
  }

  reason(item: NormalItem): string {
    if (!this.#fits(item)) return obstacle(item, this.#rooms) ?? "no bin has all that it needs at once";
    const culprit = this.#culprits.get(item.group!)!;
    const gang = `its gang "${printable(item.group!)}" is placed whole or not at all`;
    return `${gang}, and "${printable(culprit.id)}" fits nowhere`;
  }

  #fits(item: NormalItem): boolean {
    return this.#rooms.some((room) => couldTake(room, item));
  }
}

/** A single thing of which no bin has enough. */
function obstacle({ needs = {}, gpus, models }: NormalItem, rooms: readonly Room[]): string | undefined {
  for (const name in needs) {
    const most = rooms.reduce((most, { capacity, held }) => {
      return Math.max(most, (capacity[name] ?? 0) - (held[name] ?? 0));
    }, 0);
    if (most === 0) return `no bin has ${printable(name)} free`;
    if (exceeds(needs[name]!, most)) {
      return `it needs ${needs[name]} of ${printable(name)}; the most that a bin has free is ${most}`;
    }
  }
  if (!gpus) return undefined;
  const suitable = rooms.filter(({ model }) => model !== undefined && (!models || models.includes(model)));
  if (suitable.length === 0) {
    return models ? `no bin has a GPU of ${models.map((model) => printable(model)).join(" or ")}` : "no bin has GPUs";
  }
  const asked = "count" in gpus ? gpus.count : 1;
  const share = "share" in gpus ? gpus.share : 1;
  const most = suitable.reduce((most, room) => Math.max(most, devicesWith(room, share)), 0);
  if (most >= asked) return undefined;
  return "count" in gpus
    ? `it needs ${asked} free GPUs; the most that a bin has is ${most}`
    : `it needs a share of ${share}; no GPU has as much free`;
}

/** What is short, copy by copy, once all that was placed is in place. */
class Shortage {
  /** [bins × resources] */
  readonly #room: Float64Array;
  /** [bins][devices] */
  readonly #gpuFree: Int32Array[];
  /** Names of separations that are there already, by copy. */
  readonly #apart: Set<number>[];
  #left = patience;

  constructor(
    private readonly parsed: ParsedPackProblem,
    private readonly instance: PackInstance,
    { bin, gpus }: PackSolution,
  ) {
    const { bins, resources, kind, free, firstGpu, gpuFree, demand, gpuShare, gpuUnits, separate } = instance;
    this.#room = new Float64Array(bins * resources);
    kind.forEach((k, b) => {
      this.#room.set(free.subarray(k * resources, (k + 1) * resources), b * resources);
    });
    this.#gpuFree = Array.from(kind, (k) => gpuFree.slice(firstGpu[k]!, firstGpu[k + 1]!));
    this.#apart = Array.from(kind, () => new Set());
    bin.forEach((b, item) => {
      if (b === -1) return;
      for (let lane = 0; lane < resources; lane++)
        this.#room[b * resources + lane]! -= demand[item * resources + lane]!;
      this.#gpuFree[b]!.forEach((_, device, devices) => {
        if ((gpus[item]! >>> device) & 1) devices[device]! -= gpuShare[item] || gpuUnits;
      });
      if (separate[item] !== -1) this.#apart[b]!.add(separate[item]!);
    });
  }

  reason(item: number): string {
    const { group, bins } = this.instance;
    const gang = group[item] === -1 ? "" : "its gang found no place together; ";
    this.#left -= bins * (1 + this.instance.resources);
    if (this.#left < 0) return `${gang}no bin was found for it`;
    const short = [...this.#count(item)].map(([what, copies]) => `${what} on ${copies}`);
    return short.length === 0
      ? `${gang}the order in which items were placed left it out`
      : `${gang}of ${bins} bins, short of ${short.join(", ")}`;
  }

  /** Copies that are short, by what. */
  #count(item: number): Map<string, number> {
    const { bins, resources, demand, separate } = this.instance;
    const short = new Map<string, number>();
    const note = (what: string) => short.set(what, (short.get(what) ?? 0) + 1);
    for (let b = 0; b < bins; b++) {
      this.parsed.resources.forEach((name, lane) => {
        if (demand[item * resources + lane]! > this.#room[b * resources + lane]!) note(printable(name));
      });
      const device = this.#deviceShortage(item, b);
      if (device) note(device);
      if (separate[item] !== -1 && this.#apart[b]!.has(separate[item]!)) note("separation");
    }
    return short;
  }

  #deviceShortage(item: number, b: number): string | undefined {
    const { gpuCount, gpuShare, gpuUnits, models, model, kind } = this.instance;
    if (gpuCount[item]! + gpuShare[item]! === 0) return undefined;
    const itsModel = model[kind[b]!]!;
    if (itsModel >= 0 && ((models[item]! >>> itsModel) & 1) === 0) return "a GPU of its model";
    const needed = gpuShare[item] || gpuUnits;
    const fitting = this.#gpuFree[b]!.filter((units) => units >= needed).length;
    return fitting >= (gpuCount[item] || 1) ? undefined : "GPUs";
  }
}
