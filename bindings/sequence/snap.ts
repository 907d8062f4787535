import type { SequenceInstance } from "./instance.js";

/** Integers up to here, and a few more, are exact, and so are their sums. */
const exactIntegers = 2 ** 52;
/** Units of the greatest weight, at most. */
const weightUnits = 4_096;
/** The quantum of times is at least as coarse as for so many units of weight: decimal fractions need the room. */
const leastUnits = 64;

/**
 * Rounds weights, times and costs of tokens of an instance, in place, each kind to multiples of a power of two. It is so
 * coarse that Σ weight, Σ latency, Σ weight · tardiness and Σ cost of any plan are exact, in any order.
 *
 * Decimal fractions are not exact to begin with (0.1 + 0.2 > 0.3), so the quantum of times is some bits coarser than
 * their noise, and durations and arrivals are rounded down, deadlines up: what is on time before is on time after.
 *
 * All quanta are relative to what is rounded: scaling all times by a power of two scales everything exactly.
 */
export function snap(instance: SequenceInstance): void {
  const units = snapWeights(instance.weight);
  snapTimes(instance, units);
  snapTokenCosts(instance);
}

/** Returns the sum of the weights in their unit. */
function snapWeights(weight: Float64Array): number {
  const unit = weightUnit(weight);
  let sum = 0;
  weight.forEach((exact, r) => {
    const units = Math.max(1, Math.round(exact / unit));
    weight[r] = units * unit;
    sum += units;
  });
  return sum;
}

/**
 * The coarsest power of two of which all weights are multiples, if the greatest then has few enough units; else the one
 * of which the greatest has as many units as it may.
 */
function weightUnit(weight: Float64Array): number {
  const greatest = weight.reduce((most, each) => Math.max(most, each), 1e-300);
  let unit = powerOfTwoFrom(greatest);
  while (greatest / unit <= weightUnits / 2 && !weight.every((each) => Number.isInteger(each / unit))) unit /= 2;
  return unit;
}

function snapTimes(instance: SequenceInstance, units: number): void {
  const { arrival, available, deadline, base, perRequest, promiseBase, promisePerRequest } = instance;
  const quantum = quantumOf(horizonOf(instance) * Math.max(units, leastUnits));
  for (const times of [arrival, available, base, perRequest, promiseBase, promisePerRequest]) {
    for (let i = 0; i < times.length; i++) times[i] = Math.floor(times[i]! / quantum) * quantum;
  }
  for (let r = 0; r < deadline.length; r++) deadline[r] = Math.ceil(deadline[r]! / quantum) * quantum;
  // Nothing is done in no time.
  for (let at = 0; at < base.length; at++) if (base[at]! + perRequest[at]! === 0) base[at] = quantum;
}

/** When the last request ends, whatever the plan: each after the other, where it takes longest, in a full batch. */
function horizonOf({ requests, servers, base, perRequest, maxBatch, arrival, available }: SequenceInstance): number {
  let horizon = 0;
  for (const at of arrival) horizon = Math.max(horizon, at);
  for (const at of available) horizon = Math.max(horizon, at);
  for (let r = 0; r < requests; r++) {
    let longest = 0;
    for (let s = 0; s < servers; s++) {
      const at = s * requests + r;
      if (base[at]! < Infinity) longest = Math.max(longest, base[at]! + maxBatch[s]! * perRequest[at]!);
    }
    horizon += longest;
  }
  return horizon;
}

function snapTokenCosts({ requests, servers, tokenCost }: SequenceInstance): void {
  let sum = 0;
  for (let r = 0; r < requests; r++) {
    let highest = 0;
    for (let s = 0; s < servers; s++) highest = Math.max(highest, tokenCost[s * requests + r]!);
    sum += highest;
  }
  const quantum = quantumOf(sum);
  for (let at = 0; at < tokenCost.length; at++) tokenCost[at] = Math.round(tokenCost[at]! / quantum) * quantum;
}

/** The finest power of two of which amounts with this sum are exact multiples once they are rounded. */
function quantumOf(sum: number): number {
  if (sum === 0) return 1;
  // Amounts that are almost nothing are multiples of the least number that there is.
  return Math.max(Number.MIN_VALUE, (powerOfTwoFrom(sum) * 2) / exactIntegers);
}

/** The greatest power of two that is not above the amount, which is positive. */
function powerOfTwoFrom(amount: number): number {
  let power = 1;
  while (power > amount) power /= 2;
  while (power * 2 <= amount) power *= 2;
  return power;
}
