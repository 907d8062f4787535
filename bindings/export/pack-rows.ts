import type { DeviceShare, Packing, PackProblem } from "../pack/model.js";
import { table } from "./csv.js";

const columns = ["item", "bin", "copy", "gpus", "group", "separate", "value", "unplaced", "proven"] as const;

/**
 * Placed items, in the order of the problem, then those that were not placed, with the reason and whether it is proven.
 * `copy` counts from 0; `gpus` has the indices of devices, separated by spaces, with the share behind a colon where it
 * is not a whole one: `0 1`, `3:0.25`.
 *
 * Texts that a spreadsheet would run as formulas are treated as in `csv`.
 */
export function packCsv({ items }: PackProblem, packing: Packing): string {
  const itemOf = new Map(items.map((item) => [item.id, item]));
  const placed = packing.placed.map(({ item, bin, copy, gpus }) => {
    const { group, separate, value } = itemOf.get(item) ?? {};
    return { item, bin, copy, gpus: gpus.map(deviceText).join(" "), group, separate, value };
  });
  const unplaced = packing.unplaced.map(({ item, reason, proven }) => {
    const { group, separate, value } = itemOf.get(item) ?? {};
    return { item, group, separate, value, unplaced: reason, proven };
  });
  return table(columns, [...placed, ...unplaced]);
}

function deviceText({ index, share }: DeviceShare): string {
  return share === 1 ? String(index) : `${index}:${share}`;
}
