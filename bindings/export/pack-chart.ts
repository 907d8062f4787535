import type { Bin, DeviceShare, Item, Packing, PackProblem, PlacedItem } from "../pack/model.js";
import { counted, formatDollars, formatShare } from "./format.js";
import { type Hue, hues, otherHue } from "./palette.js";

/** What pictures of a packing are drawn from. */
export interface PackChart {
  title: string;
  /** The answer in a line. */
  summary: string;
  /** A row for each used copy, in the order of the problem. */
  rows: PackRow[];
  /** Bins with copies that hold none of the items, in the order of the problem. */
  unused: { bin: string; copies: number }[];
}

export interface PackRow {
  /** Of the bin, with the number of the copy where there are several. */
  name: string;
  /** Resources of which the bin has some. */
  resources: Gauge[];
  /** Undefined without GPUs. */
  model?: string;
  /** Devices by index, each named by it. */
  gpus: Gauge[];
}

/** Something of which a copy has so much, and who holds it. */
export interface Gauge {
  name: string;
  /** First what the copy already held, then items in the order of the problem. */
  parts: GaugePart[];
  /** Sum of the parts' shares. */
  used: number;
}

export interface GaugePart {
  /** Of the item, or `load`. */
  name: string;
  isLoad: boolean;
  /** Of the whole gauge, above 0 and at most 1. */
  share: number;
  /** The same item has the same hue in all gauges of its row; what was there before has none of its own. */
  hue: Hue;
  /** The share in words. */
  note: string;
}

export function packChart(problem: PackProblem, packing: Packing): PackChart {
  const itemOf = new Map(problem.items.map((item) => [item.id, item]));
  const copies = copiesOf(packing);
  const rows: PackRow[] = [];
  const unused: PackChart["unused"] = [];
  for (const bin of problem.bins) {
    const used = [...(copies.get(bin.id) ?? [])].sort(([a], [b]) => a - b);
    for (const [copy, placed] of used) rows.push(rowOf(bin, copy, placed, itemOf));
    const left = (bin.count ?? 1) - used.length;
    if (left > 0) unused.push({ bin: bin.id, copies: left });
  }
  return { title: "Packing", summary: summarise(packing), rows, unused };
}

/** `optimal`, `at most 2 above the fewest`, or nothing where items were left out. */
export function boundText({ status, binsUsed, lowerBound }: Packing): string | undefined {
  if (status !== "complete") return undefined;
  const above = binsUsed - lowerBound;
  return above <= 0 ? "optimal" : `at most ${above} above the fewest`;
}

/** `node`, or `node #3` where there are several. */
function copyName({ id, count = 1 }: Bin, copy: number): string {
  return count > 1 ? `${id} #${copy}` : id;
}

/** What each used copy holds, by bin and number. */
function copiesOf({ placed }: Packing): Map<string, Map<number, PlacedItem[]>> {
  const bins = new Map<string, Map<number, PlacedItem[]>>();
  for (const item of placed) {
    const copies = bins.get(item.bin) ?? new Map<number, PlacedItem[]>();
    bins.set(item.bin, copies);
    const held = copies.get(item.copy) ?? [];
    copies.set(item.copy, held);
    held.push(item);
  }
  return bins;
}

function rowOf(bin: Bin, copy: number, placed: readonly PlacedItem[], itemOf: ReadonlyMap<string, Item>): PackRow {
  const hueOf = (index: number) => hues[index % otherHue]!;
  const resources = Object.entries(bin.capacity ?? {}).filter(([name, capacity]) => {
    return capacity > 0 && !(name === "gpu" && bin.gpus !== undefined);
  });
  return {
    name: copyName(bin, copy),
    resources: resources.map(([name, capacity]) => {
      const part = partOf((amount) => `${amount} of ${capacity} ${name}`, capacity);
      return gauge(name, [
        part("load", otherHue, bin.load?.needs?.[name], true),
        ...placed.map(({ item }, index) => part(item, hueOf(index), itemOf.get(item)?.needs?.[name])),
      ]);
    }),
    model: bin.gpus?.model,
    gpus: Array.from({ length: bin.gpus?.count ?? 0 }, (_, device) => {
      const part = partOf((share) => `${formatShare(share)} of GPU ${device}`, 1);
      return gauge(String(device), [
        part("load", otherHue, shareOf(device, bin.load?.gpus), true),
        ...placed.map(({ item, gpus }, index) => part(item, hueOf(index), shareOf(device, gpus))),
      ]);
    }),
  };
}

function partOf(say: (amount: number) => string, whole: number) {
  return (name: string, hue: Hue, amount = 0, isLoad = false): GaugePart => {
    return { name, isLoad, hue, share: amount / whole, note: say(amount) };
  };
}

function gauge(name: string, parts: readonly GaugePart[]): Gauge {
  const held = parts.filter(({ share }) => share > 0);
  return { name, parts: held, used: held.reduce((sum, { share }) => sum + share, 0) };
}

function shareOf(device: number, shares: readonly DeviceShare[] = []): number {
  return shares.reduce((sum, { index, share }) => (index === device ? sum + share : sum), 0);
}

function summarise(packing: Packing): string {
  const { placed, unplaced, binsUsed, cost } = packing;
  const parts = [`${counted(placed.length, "item")} in ${counted(binsUsed, "bin")}`];
  const bound = boundText(packing);
  if (bound !== undefined) parts.push(bound);
  parts.push(`cost ${formatDollars(cost)}`);
  if (unplaced.length > 0) parts.push(`${unplaced.length} not placed`);
  return parts.join(" · ");
}
