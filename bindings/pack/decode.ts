import type { PackInstance, PackSolution } from "./instance.js";
import type { DeviceShare, Item, PackedBins, Packing, PlacedItem } from "./model.js";
import type { PackRun } from "./options.js";
import type { ParsedPackProblem } from "./parse.js";
import { explainUnplaced } from "./reasons.js";

/** Where the items of a problem are, by position in it. */
export interface Positions {
  /** [items] Position of the bin; −1 when it was not placed. */
  bin: Int32Array;
  /** [items] Number of the copy, from 0; −1 when it was not placed. */
  copy: Int32Array;
  /** [items] Set of the devices that it holds, bit by index. */
  gpus: Int32Array;
}

/** [kinds] Number of the first copy of each. */
export function firstCopies({ kinds, kind }: PackInstance): Int32Array {
  const first = new Int32Array(kinds);
  for (let b = kind.length - 1; b >= 0; b--) first[kind[b]!] = b;
  return first;
}

export function positionsOf({ items }: ParsedPackProblem, instance: PackInstance, packing: PackSolution): Positions {
  const firstCopy = firstCopies(instance);
  const bin = new Int32Array(items.length).fill(-1);
  const copy = new Int32Array(items.length).fill(-1);
  const gpus = new Int32Array(items.length);
  instance.input.forEach((position, item) => {
    const b = packing.bin[item]!;
    if (b === -1) return;
    const kind = instance.kind[b]!;
    bin[position] = kind;
    copy[position] = b - firstCopy[kind]!;
    gpus[position] = packing.gpus[item]!;
  });
  return { bin, copy, gpus };
}

/** Copies that hold an item, and what they cost, summed in the order of bins. */
export function usedBins({ bins, kind, cost }: PackInstance, { bin }: PackSolution): PackedBins {
  const isUsed = new Uint8Array(bins);
  for (const b of bin) if (b !== -1) isUsed[b] = 1;
  const used: PackedBins = { binsUsed: 0, cost: 0 };
  isUsed.forEach((one, b) => {
    used.binsUsed += one;
    if (one) used.cost += cost[kind[b]!]!;
  });
  return used;
}

/** The packing in the caller's words. */
export function decodePacking(
  parsed: ParsedPackProblem,
  instance: PackInstance,
  packing: PackSolution,
  lowerBound: number,
  run: PackRun,
): Packing {
  const { items, bins } = parsed;
  const at = positionsOf(parsed, instance, packing);
  const placed = items.flatMap(({ id, gpus }, i): PlacedItem[] => {
    if (at.bin[i] === -1) return [];
    return [{ item: id, bin: bins[at.bin[i]!]!.id, copy: at.copy[i]!, gpus: devicesOf(at.gpus[i]!, gpus) }];
  });
  const unplaced = explainUnplaced(parsed, instance, packing);
  return {
    status: unplaced.length === 0 ? "complete" : "partial",
    placed,
    unplaced,
    ...usedBins(instance, packing),
    lowerBound,
    run,
  };
}

/** Devices of a set, as an item holds them that asks for these GPUs. */
export function devicesOf(set: number, gpus: Item["gpus"]): DeviceShare[] {
  const share = gpus && "share" in gpus ? gpus.share : 1;
  const devices: DeviceShare[] = [];
  for (let left = set; left !== 0; left &= left - 1) devices.push({ index: 31 - Math.clz32(left & -left), share });
  return devices;
}
