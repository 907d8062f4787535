import { isRecord } from "../checks.js";
import { InvalidOptionsError, InvalidResultError, printable } from "../errors.js";
import { limits } from "../limits.js";
import { firstCopies } from "./decode.js";
import type { PackInstance, PackSolution } from "./instance.js";
import type { PackJudge } from "./judge.js";
import type { DeviceShare, PlacedItem } from "./model.js";
import type { PackWarmStart } from "./options.js";
import type { ParsedPackProblem } from "./parse.js";

/**
 * An own copy of the placed items of a warm start, which may be a whole `Packing`.
 * @throws InvalidOptionsError
 */
export function resolveWarmStart(value: unknown): PackWarmStart {
  const placed = isRecord(value) ? value.placed : undefined;
  if (!Array.isArray(placed)) throw new InvalidOptionsError("warmStart", "must be an object with an array of placed");
  if (placed.length > limits.items) {
    throw new InvalidOptionsError("warmStart", `has ${placed.length} items; at most ${limits.items} are allowed`);
  }
  const items = new Set<string>();
  return {
    placed: Array.from(placed, (entry: unknown, k): PlacedItem => {
      const option = `warmStart.placed[${k}]`;
      const { item, bin, copy, gpus } = isRecord(entry) ? entry : {};
      if (typeof item !== "string") throw new InvalidOptionsError(`${option}.item`, "must be the id of an item");
      if (typeof bin !== "string") throw new InvalidOptionsError(`${option}.bin`, "must be the id of a bin");
      if (!isIndex(copy)) throw new InvalidOptionsError(`${option}.copy`, "must be the number of a copy, from 0");
      if (items.has(item)) throw new InvalidOptionsError(`${option}.item`, `is "${printable(item)}" a second time`);
      items.add(item);
      return { item, bin, copy: copy + 0, gpus: checkedDevices(`${option}.gpus`, gpus) };
    }),
  };
}

function checkedDevices(option: string, gpus: unknown): DeviceShare[] {
  if (!Array.isArray(gpus) || gpus.length > limits.devices) {
    throw new InvalidOptionsError(option, "must be an array of devices");
  }
  return Array.from(gpus, (device: unknown, k) => {
    const { index, share } = isRecord(device) ? device : {};
    if (!isIndex(index))
      throw new InvalidOptionsError(`${option}[${k}].index`, "must be the index of a device, from 0");
    if (typeof share === "number" && share > 0 && share <= 1) return { index: index + 0, share };
    throw new InvalidOptionsError(`${option}[${k}].share`, "must be above 0, and at most 1");
  });
}

function isIndex(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) >= 0;
}

/**
 * The packing that a warm start stands for, as far as the problem knows its items and bins.
 * @throws InvalidResultError when that does not hold
 */
export function encodeWarmStart(
  { placed }: PackWarmStart,
  parsed: ParsedPackProblem,
  instance: PackInstance,
  judge: PackJudge,
): PackSolution {
  const violations = judge.violationsOf(placed, parsed);
  if (violations.length > 0) {
    throw new InvalidResultError(
      violations.map((violation) => ({ ...violation, path: `/warmStart${violation.path}` })),
    );
  }
  const { items, bins, binIndex } = parsed;
  const known = placed.filter(({ bin, copy }) => copy < (bins[binIndex.get(bin) ?? -1]?.count ?? 0));
  const places = new Map(known.map((place) => [place.item, place]));
  const torn = new Set(items.flatMap(({ id, group }) => (places.has(id) ? [] : (group ?? []))));
  const firstCopy = firstCopies(instance);
  const solution = { bin: new Int32Array(instance.items).fill(-1), gpus: new Int32Array(instance.items) };
  instance.input.forEach((position, i) => {
    const { id, group } = items[position]!;
    const place = places.get(id);
    if (!place || (group !== undefined && torn.has(group))) return;
    solution.bin[i] = firstCopy[binIndex.get(place.bin)!]! + place.copy;
    solution.gpus[i] = place.gpus.reduce((set, { index }) => set | (1 << index), 0);
  });
  return solution;
}
