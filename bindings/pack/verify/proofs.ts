import type { Item } from "../model.js";
import type { Claims } from "./claims.js";
import type { Report } from "./codes.js";
import { emptyCopy, obstaclesFor } from "./fit.js";
import { placesFor } from "./gangs.js";
import type { CheckedPacking } from "./read.js";
import type { Gang, Rules } from "./rules.js";
import { rounding } from "./tolerance.js";

/**
 * Checks claims that no packing could have placed an item: that it fits in no bin without other items, or that some item
 * of its gang does not, wherever the gang goes.
 */
export function checkProofs({ unplaced }: CheckedPacking, { placed }: Claims, rules: Rules, report: Report): void {
  const hopeless = new Map<Gang, boolean>();
  for (const [index, { item: id, proven }] of unplaced.entries()) {
    const item = rules.items.get(id);
    if (!proven || item === undefined || placed.has(id)) continue;
    const gang = gangOf(item, rules);
    const isHopeless = hopeless.get(gang) ?? fitsNowhere(gang, rules);
    hopeless.set(gang, isHopeless);
    if (isHopeless) continue;
    const whole = gang.items.length > 1 ? ", as does each item of its gang" : "";
    report("wrong-proof", `/unplaced/${index}/proven`, `item "${id}" fits in a bin without other items${whole}`);
  }
}

/** The gang of an item, which may be itself alone. */
function gangOf(item: Item, { gangs }: Rules): Gang {
  return (item.group === undefined ? undefined : gangs.get(item.group)) ?? { items: [item], within: undefined };
}

function fitsNowhere(gang: Gang, rules: Rules): boolean {
  return placesFor(gang, rules).every((kinds) =>
    gang.items.some((item) => kinds.every((kind) => obstaclesFor(item, emptyCopy(kind), rounding).length > 0)),
  );
}
