import { type Scale, scaleOf } from "../cluster/quantize.js";
import type { PackInstance } from "./instance.js";
import type { ParsedPackProblem } from "./parse.js";
import { amountsOf } from "./parse-bins.js";

/** Totals of amounts up to here are exact in f64, with room for sums of many. */
const unitLimit = 2 ** 40;
/** A device in units; shares of it are integers within an i32. */
const deviceUnitLimit = 2 ** 30;
/** Where no unit measures all shares: halves to sixteenths and thousandths stay exact, others are rounded up. */
const fineDevice = 720_720_000;
/** Of a unit: what a share that is meant to be whole units may be beyond them. */
const noise = 1e-3;

/** Units of each resource, and of a device. */
export interface Scales {
  resources: readonly Scale[];
  device: Scale;
}

export function scalesOf({ items, bins, resources }: ParsedPackProblem): Scales {
  const shares: number[] = [];
  for (const { gpus } of items) if (gpus && "share" in gpus) shares.push(gpus.share);
  for (const { load } of bins) for (const { share } of load?.gpus ?? []) shares.push(share);
  const device = scaleOf([1], shares, deviceUnitLimit);
  const amounts = bins.map(amountsOf);
  return {
    resources: resources.map((name) => {
      const sizes: number[] = [];
      for (const { needs } of items) if (needs?.[name]) sizes.push(needs[name]);
      for (const { load } of bins) if (load?.needs?.[name]) sizes.push(load.needs[name]);
      const capacities = amounts.flatMap((capacity) => capacity[name] || []);
      return scaleOf(capacities, sizes, unitLimit);
    }),
    device: device.isExact ? device : fineDeviceScale,
  };
}

const fineDeviceScale: Scale = {
  isExact: false,
  capacity: (devices) => devices * fineDevice,
  size: (share) => Math.max(1, Math.ceil(share * fineDevice - noise)),
};

export function sizeIn(scale: Scale, amount = 0): number {
  return amount > 0 ? scale.size(amount) : 0;
}

/** Takes back what rounding may have added to items, and gives back what it may have taken from bins. */
export function relax(instance: PackInstance, scales: Scales, { bins }: ParsedPackProblem): PackInstance {
  const rounded = scales.resources.map(({ isExact }) => !isExact);
  if (scales.device.isExact && !rounded.includes(true)) return instance;
  const { resources, gpuUnits } = instance;
  const demand = instance.demand.map((units, k) => (rounded[k % resources] ? Math.max(0, units - 1) : units));
  // Of a capacity and of a load.
  const free = instance.free.map((units, k) => (rounded[k % resources] ? units + 2 : units));
  if (scales.device.isExact) return { ...instance, demand, free };
  const loads = bins.reduce((most, { load }) => Math.max(most, load?.gpus?.length ?? 0), 0);
  return {
    ...instance,
    demand,
    free,
    gpuShare: instance.gpuShare.map((units) => Math.max(0, units - 1)),
    gpuFree: instance.gpuFree.map((units) => Math.min(gpuUnits, units + loads)),
  };
}
