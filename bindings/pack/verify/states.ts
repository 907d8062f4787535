import type { Copy, Occupancy } from "./claims.js";
import type { Plan } from "./examine.js";
import { emptyCopy } from "./fit.js";
import type { Kind } from "./rules.js";

/** How many copies of a bin are in the same state. */
export interface State extends Occupancy {
  copies: number;
  /** The copy, when it holds an item. */
  used?: Copy;
}

/** Every copy of every bin, in the order of the problem: those that hold items one by one, then the others together. */
export function statesOf({ rules, copies }: Plan): State[] {
  const byKind = new Map<Kind, Copy[]>();
  for (const kind of rules.kinds.values()) byKind.set(kind, []);
  for (const copy of copies) byKind.get(copy.kind)!.push(copy);
  return [...byKind].flatMap(([kind, used]) => {
    const states: State[] = used.map((copy) => ({
      kind,
      held: copy.held,
      devices: copy.devices,
      copies: 1,
      used: copy,
    }));
    const idle = kind.copies - used.length;
    return idle > 0 ? [...states, { ...emptyCopy(kind), copies: idle }] : states;
  });
}

/** What is free of a resource. */
export function freeOf({ kind, held }: Occupancy, resource: string): number {
  return snapped((kind.capacity.get(resource) ?? 0) - (held.get(resource) ?? 0), kind.capacity.get(resource) ?? 0);
}

/** What is free of each device. */
export function freeDevices({ devices }: Occupancy): number[] {
  return devices.map((taken) => snapped(1 - taken, 1));
}

/** Rounding errors are not free. */
function snapped(free: number, whole: number): number {
  if (free <= 1e-9 * whole) return 0;
  return free >= (1 - 1e-9) * whole ? whole : free;
}
