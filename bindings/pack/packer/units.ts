/**
 * Units of the packer. Items that are still to come may ask for anything, so units are fine instead of fitting: a whole GPU
 * is 5,040,000, which halves, thirds, sevenths and thousandths divide; of another resource, a unit is the power of ten of
 * which the largest capacity has at most 2^46. Amounts are rounded to the nearest unit where that is far less of them than
 * sums may be off by. Amounts that are so much smaller than the largest capacity that it is more, and shares of a GPU, are
 * rounded up, and such capacities down, so that what fits in units fits in fact.
 */
export const gpuUnits = 5_040_000;

/** Hundred times as much is still exact. */
const mostUnits = 2 ** 46;

/** Units per amount 1, for a resource whose largest capacity is this. */
export function unitsPer(largest: number): number {
  let factor = 1;
  while (largest * factor > mostUnits) factor /= 10;
  while (largest * factor * 10 <= mostUnits) factor *= 10;
  return factor;
}

/** Of an amount: what rounding may take from it. */
const tolerance = 1e-10;

/** Of what is needed, in units; at least one of what is needed at all. */
export function neededUnits(units: number): number {
  return Math.max(1, Math.ceil(units - Math.min(0.5, units * tolerance)));
}

/** Of what there is, in units. */
export function availableUnits(units: number): number {
  return Math.floor(units + Math.min(0.5, units * tolerance));
}

/** Of a unit: what a share that is meant to be whole units may be beyond them. */
const noise = 1e-4;

/** A share of a GPU, above 0. */
export function shareUnits(share: number): number {
  return Math.max(1, Math.ceil(share * gpuUnits - noise));
}
