/**
 * Amounts of one resource as integers, so that adding them up is exact and no order of additions matters.
 *
 * A unit is chosen that measures all amounts: 0.1, 0.2 and 0.3 become 1, 2 and 3; thirds of a device become 1 of 3;
 * 80 GiB and 7 GB, both written in gigabytes, keep their exact ratio. Where no such unit exists (measured values with
 * too many digits), the unit is the largest capacity ÷ `limit`, sizes are rounded up and capacities down: what fits in
 * units then fits in fact.
 */
export interface Scale {
  /** Whether units measure all amounts. If not, sizes and capacities are each off by less than a unit. */
  isExact: boolean;
  /** Units of a capacity, at most the limit. */
  capacity(amount: number): number;
  /** Units of a positive size, at least 1; above the limit when it exceeds the largest capacity. */
  size(amount: number): number;
}

/**
 * Amounts count as integers within this, or within rounding noise of their own. Sizes and a capacity that both use it up
 * still agree within 1e-9.
 */
const tolerance = 4e-10;
const noise = 2 ** -50;
/** Up to here the noise is at most one. */
const largestInteger = 2 ** 50;
const largestDenominator = 1_000;

/**
 * The scale of a resource.
 * @param capacities positive amounts that nodes have
 * @param sizes positive amounts that are asked for
 * @param limit power of two; the most units that a capacity may have
 */
export function scaleOf(capacities: readonly number[], sizes: readonly number[], limit: number): Scale {
  const largest = capacities.reduce((most, amount) => Math.max(most, amount), 0);
  // A size beyond the largest capacity fits nowhere and need not be measured.
  const reach = largest * (1 + tolerance);
  const amounts = [...capacities, ...sizes.filter((size) => size <= reach)];
  const perUnit = decimalScale(amounts, largest, limit) ?? fractionScale(amounts, largest, limit);
  if (perUnit !== undefined) {
    const units = (amount: number) => Math.round((amount * perUnit.factor) / perUnit.divisor);
    return { isExact: true, capacity: units, size: (amount) => (amount <= reach ? units(amount) : limit + 1) };
  }
  // The largest capacity and its halves, quarters, … stay exact.
  const share = (amount: number) => (amount / largest) * limit;
  return {
    isExact: false,
    capacity: (amount) => Math.floor(share(amount) + noise * limit),
    size: (amount) => (amount <= reach ? Math.max(1, Math.ceil(share(amount) - noise * limit)) : limit + 1),
  };
}

/** Units = amount × factor ÷ divisor. */
interface Ratio {
  factor: number;
  divisor: number;
}

/** The smallest power of ten that makes all amounts integers, divided by what these have in common. */
function decimalScale(amounts: readonly number[], largest: number, limit: number): Ratio | undefined {
  for (let factor = 1; largest * factor <= largestInteger; factor *= 10) {
    if (amounts.every((amount) => isInteger(amount * factor))) return reduced(amounts, factor, largest, limit);
  }
  return undefined;
}

/** The common denominator of amounts that are fractions with small denominators. */
function fractionScale(amounts: readonly number[], largest: number, limit: number): Ratio | undefined {
  let factor = 1;
  for (const amount of amounts) {
    let denominator = 1;
    while (!isInteger(amount * factor * denominator)) {
      if (++denominator > largestDenominator) return undefined;
    }
    factor *= denominator;
    if (largest * factor > largestInteger) return undefined;
  }
  return amounts.every((amount) => isInteger(amount * factor)) ? reduced(amounts, factor, largest, limit) : undefined;
}

function reduced(amounts: readonly number[], factor: number, largest: number, limit: number): Ratio | undefined {
  const divisor = amounts.reduce((common, amount) => greatestCommonDivisor(common, Math.round(amount * factor)), 0);
  return Math.round(largest * factor) / divisor <= limit ? { factor, divisor } : undefined;
}

function isInteger(amount: number): boolean {
  const nearest = Math.round(amount);
  return nearest >= 1 && Math.abs(amount - nearest) <= Math.max(tolerance, noise * nearest);
}

function greatestCommonDivisor(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b];
  return a;
}
