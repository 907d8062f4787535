import { amountsOf, type NormalBin } from "./parse-bins.js";
import type { NormalItem } from "./parse-items.js";

/** What a copy of a bin has, and what it holds before any item comes, in the amounts of the problem. */
export interface Room {
  capacity: Readonly<Record<string, number>>;
  held: Readonly<Record<string, number>>;
  /** Of its devices. */
  model: string | undefined;
  /** What is free of each device. */
  devices: readonly number[];
}

export function roomOf(bin: NormalBin): Room {
  const devices = Array<number>(bin.gpus?.count ?? 0).fill(1);
  for (const { index, share } of bin.load?.gpus ?? []) devices[index]! -= share;
  return { capacity: amountsOf(bin), held: bin.load?.needs ?? {}, model: bin.gpus?.model, devices };
}

/** Whether a copy could take an item if no other came. */
export function couldTake(room: Room, { needs, gpus, models }: NormalItem): boolean {
  for (const name in needs) {
    if (exceeds((room.held[name] ?? 0) + needs[name]!, room.capacity[name] ?? 0)) return false;
  }
  if (!gpus) return true;
  if (room.model === undefined || (models && !models.includes(room.model))) return false;
  return "count" in gpus ? devicesWith(room, 1) >= gpus.count : devicesWith(room, gpus.share) >= 1;
}

/** Beyond the noise of sums. */
export function exceeds(amount: number, capacity: number): boolean {
  return amount > capacity * (1 + 2 ** -48);
}

/** Devices of which so much is free. */
export function devicesWith({ devices }: Room, share: number): number {
  return devices.filter((free) => free >= share - 1e-9).length;
}
