import type { Item } from "../model.js";
import type { Occupancy } from "./claims.js";
import { devicesOf, type Kind, modelWillDo, needsOf } from "./rules.js";

/** What keeps an item out of a copy. */
export type Obstacle =
  /** Less of the resource is free than it needs; without the resource, none. */
  | { what: "resource"; resource: string; free: number }
  /** The devices are of a model that will not do. */
  | { what: "model" }
  /** Fewer devices than it asks for have enough room. */
  | { what: "devices" };

/**
 * Everything but other items of its gang or separation that keeps an item out of a copy; empty when it fits.
 * @param tolerance share of a capacity by which it may be exceeded
 */
export function obstaclesFor(item: Item, { kind, held, devices }: Occupancy, tolerance: number): Obstacle[] {
  const obstacles: Obstacle[] = [];
  for (const [resource, amount] of needsOf(item)) {
    const capacity = kind.capacity.get(resource) ?? 0;
    const taken = held.get(resource) ?? 0;
    if (taken + amount > capacity * (1 + tolerance)) {
      obstacles.push({ what: "resource", resource, free: Math.max(0, capacity - taken) });
    }
  }
  if (!modelWillDo(item, kind)) return [...obstacles, { what: "model" }];
  const { count, share } = devicesOf(item);
  if (devices.filter((taken) => taken + share <= 1 + tolerance).length < count) obstacles.push({ what: "devices" });
  return obstacles;
}

/** A copy that holds its load alone. */
export function emptyCopy(kind: Kind): Occupancy {
  return { kind, held: kind.load, devices: kind.deviceLoad };
}
