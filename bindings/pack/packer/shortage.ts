import type { PackerCluster } from "./cluster.js";
import type { EncodedItem, FreeUnits } from "./instance.js";

/** How many copies lack what the item needs, by what it is: resources, `gpu` or `model`. */
export function shortages(
  cluster: PackerCluster,
  item: EncodedItem,
  { amounts, gpus }: FreeUnits,
): Record<string, number> {
  const { kind, resources, model, firstGpu, gpuUnits } = cluster.instance;
  const short = new Map<string, number>();
  const note = (what: string) => short.set(what, (short.get(what) ?? 0) + 1);
  let device = 0;
  kind.forEach((k, node) => {
    cluster.resources.forEach((name, r) => {
      if (amounts[node * resources + r]! < item.demand[r]!) note(name);
    });
    const devices = firstGpu[k + 1]! - firstGpu[k]!;
    const free = gpus.subarray(device, device + devices);
    device += devices;
    if (item.gpuCount + item.gpuShare === 0) return;
    if (model[k]! >= 0 && (item.models & (1 << model[k]!)) === 0) note("model");
    else if (!hasDevices(free, item, gpuUnits)) note("gpu");
  });
  return Object.fromEntries(short);
}

function hasDevices(free: Int32Array, { gpuCount, gpuShare }: EncodedItem, gpuUnits: number): boolean {
  return free.filter((units) => units >= (gpuShare || gpuUnits)).length >= (gpuCount || 1);
}

/** Whether a bin could hold the item if it were empty. */
export function couldFit(cluster: PackerCluster, item: EncodedItem): boolean {
  const { resources, capacity, model, firstGpu } = cluster.instance;
  return cluster.differentKinds.some((k) => {
    if (item.demand.some((units, r) => units > capacity[k * resources + r]!)) return false;
    if (item.gpuCount + item.gpuShare === 0) return true;
    if (model[k]! < 0 || (item.models & (1 << model[k]!)) === 0) return false;
    return firstGpu[k + 1]! - firstGpu[k]! >= item.gpuCount;
  });
}
