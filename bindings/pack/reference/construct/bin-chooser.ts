import type { BinChoice } from "../../options.js";
import { sharesOf, weighted } from "./lanes.js";
import type { Packing } from "./packing.js";

/** Which bin an item gets: one of the open ones, else the first unopened one that takes it. */
export class BinChooser {
  constructor(
    readonly packing: Packing,
    /** In the order in which they are opened. */
    readonly bins: readonly number[],
    readonly choice: BinChoice,
    /** [lanes] For best and worst fit. */
    readonly weights: readonly number[],
  ) {}

  choose(item: number, isAllowed: (bin: number) => boolean): number | undefined {
    const { packing, bins } = this;
    const takes = (bin: number) => isAllowed(bin) && packing.fits(item, bin);
    return this.#chooseOpen(takes) ?? bins.find((bin) => !packing.isOpen(bin) && takes(bin));
  }

  #chooseOpen(takes: (bin: number) => boolean): number | undefined {
    const { packing } = this;
    const open = this.bins.filter((bin) => packing.isOpen(bin));
    switch (this.choice) {
      case "next":
        return packing.opened.slice(-1).find(takes);
      case "first":
        return open.find(takes);
      case "best":
        return leastBy(open.filter(takes), (bin) => this.#roomOf(bin));
      case "worst":
        return leastBy(open.filter(takes), (bin) => -this.#roomOf(bin));
    }
  }

  #roomOf(bin: number): number {
    const { room, lanes } = this.packing;
    return weighted(this.weights, sharesOf(room[bin]!, lanes.largest));
  }
}

/** The first of equal ones. */
function leastBy(bins: readonly number[], keyOf: (bin: number) => number): number | undefined {
  let least: number | undefined;
  for (const bin of bins) if (least === undefined || keyOf(bin) < keyOf(least)) least = bin;
  return least;
}
