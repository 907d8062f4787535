import type { Door } from "../../door.js";
import type { NormalBin } from "../parse-bins.js";
import { type NormalItem, readItem } from "../parse-items.js";

/** The property as an item of a stream, which has no companions in a gang and keeps from no others. */
export function readStreamItem(
  door: Door,
  property: string | number,
  value: unknown,
  bins: readonly NormalBin[],
): NormalItem {
  door.enter(property);
  const item = readItem(door, value);
  for (const key of ["group", "separate", "value"] as const) {
    if (item[key] !== undefined) door.refuse("plays no part in a stream; leave it out", key);
  }
  if (item.needs?.gpu !== undefined && bins.some(({ gpus }) => gpus !== undefined)) {
    door.enter("needs");
    door.refuse('is for bins without "gpus"; ask for devices by "gpus": { "count": … }', "gpu");
    door.leave();
  }
  door.leave();
  return item;
}
