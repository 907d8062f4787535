import { costOf } from "./encode.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { DeviceShare, PackedBins, Packing, PlacedItem } from "./model.js";
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

export function positionsOf(
  { items, bins }: ParsedPackProblem,
  instance: PackInstance,
  packing: PackSolution,
): Positions {
  const firstCopy = new Int32Array(bins.length);
  bins.slice(0, -1).forEach(({ count }, k) => {
    firstCopy[k + 1] = firstCopy[k]! + count;
  });
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
export function usedBins({ bins }: ParsedPackProblem, instance: PackInstance, { bin }: PackSolution): PackedBins {
  const used = [...new Set(bin)].filter((b) => b !== -1).sort((a, b) => a - b);
  return {
    binsUsed: used.length,
    cost: used.reduce((sum, b) => sum + costOf(bins[instance.kind[b]!]!), 0),
  };
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
    const share = gpus && "share" in gpus ? gpus.share : 1;
    return [{ item: id, bin: bins[at.bin[i]!]!.id, copy: at.copy[i]!, gpus: devicesOf(at.gpus[i]!, share) }];
  });
  const unplaced = explainUnplaced(parsed, instance, packing);
  return {
    status: unplaced.length === 0 ? "complete" : "partial",
    placed,
    unplaced,
    ...usedBins(parsed, instance, packing),
    lowerBound,
    run,
  };
}

function devicesOf(set: number, share: number): DeviceShare[] {
  const devices: DeviceShare[] = [];
  for (let index = 0; index < 32; index++) if ((set >>> index) & 1) devices.push({ index, share });
  return devices;
}
