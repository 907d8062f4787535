import { amountsOf, type NormalBin } from "./parse-bins.js";
import type { NormalItem } from "./parse-items.js";

/** Whether a copy could take an item if no other came, in the amounts of the problem. */
export function couldTake(bin: NormalBin, { needs = {}, gpus, models }: NormalItem): boolean {
  const amounts = amountsOf(bin);
  for (const name in needs)
    if (exceeds((bin.load?.needs?.[name] ?? 0) + needs[name]!, amounts[name] ?? 0)) return false;
  if (!gpus) return true;
  if (!bin.gpus || (models && !models.includes(bin.gpus.model))) return false;
  return "count" in gpus ? devicesWith(bin, 1) >= gpus.count : devicesWith(bin, gpus.share) >= 1;
}

/** Beyond the noise of sums. */
export function exceeds(amount: number, capacity: number): boolean {
  return amount > capacity * (1 + 2 ** -48);
}

/** Devices of which so much is free. */
export function devicesWith({ gpus, load }: NormalBin, share: number): number {
  const free = Array<number>(gpus?.count ?? 0).fill(1);
  for (const held of load?.gpus ?? []) free[held.index]! -= held.share;
  return free.filter((left) => left >= share - 1e-9).length;
}
