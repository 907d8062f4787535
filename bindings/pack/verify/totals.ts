import type { Claims } from "./claims.js";
import type { Report } from "./codes.js";
import type { CheckedPacking } from "./read.js";
import { differ } from "./tolerance.js";

/** Checks what a packing says of itself as a whole. */
export function checkTotals(packing: CheckedPacking, { copies }: Claims, report: Report): void {
  const { status, unplaced, binsUsed, cost, lowerBound } = packing;
  const due = unplaced.length === 0 ? "complete" : "partial";
  if (status !== due) {
    report("wrong-status", "/status", `with ${unplaced.length} unplaced items the status is "${due}"`);
  }
  if (binsUsed !== copies.length) {
    report("wrong-bins-used", "/binsUsed", `binsUsed is ${binsUsed}; ${copies.length} copies hold an item`);
  }
  const price = copies.reduce((sum, { kind }) => sum + kind.cost, 0);
  if (differ(cost, price)) report("wrong-cost", "/cost", `cost is ${cost}; that of the bins used is ${price}`);
  if (!Number.isInteger(lowerBound) || lowerBound < 0) {
    report("wrong-lower-bound", "/lowerBound", `${lowerBound} is no number of bins`);
  } else if (due === "complete" && lowerBound > copies.length) {
    const fact = `lowerBound is ${lowerBound}, and all items are in ${copies.length} bins`;
    report("wrong-lower-bound", "/lowerBound", fact);
  }
}
