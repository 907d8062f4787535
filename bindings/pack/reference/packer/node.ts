import type { EncodedItem, PackerInstance } from "../../packer/instance.js";

/** What a node has, and what of it is free. */
export interface Node {
  /** Number of its GPU model, −1 without GPUs. */
  readonly model: number;
  /** Units of each resource that it has. */
  readonly capacity: readonly number[];
  /** Units of each that are free. */
  readonly free: number[];
  /** Units of each device that are free. */
  readonly gpus: number[];
  /** Items on it by how many devices they ask for, 0 for a share. */
  readonly companions: Map<number, number>;
}

export function nodesOf(instance: PackerInstance): Node[] {
  const { resources } = instance;
  return Array.from(instance.kind, (kind) => ({
    model: instance.model[kind]!,
    capacity: [...instance.capacity.subarray(kind * resources, (kind + 1) * resources)],
    free: [...instance.free.subarray(kind * resources, (kind + 1) * resources)],
    gpus: [...instance.gpuFree.subarray(instance.firstGpu[kind], instance.firstGpu[kind + 1])],
    companions: new Map(),
  }));
}

/** Takes what the item needs, or gives it back with `sign` −1. */
export function occupy(node: Node, item: EncodedItem, devices: number, gpuUnits: number, sign: 1 | -1): void {
  node.free.forEach((_, r) => {
    node.free[r]! -= sign * item.demand[r]!;
  });
  node.gpus.forEach((_, g) => {
    if (devices & (1 << g)) node.gpus[g]! -= sign * (item.gpuShare || gpuUnits);
  });
  if (wantsGpu(item)) {
    const count = (node.companions.get(item.gpuCount) ?? 0) + sign;
    if (count === 0) node.companions.delete(item.gpuCount);
    else node.companions.set(item.gpuCount, count);
  }
}

export function wantsGpu({ gpuCount, gpuShare }: Pick<EncodedItem, "gpuCount" | "gpuShare">): boolean {
  return gpuCount + gpuShare > 0;
}

export function fits(node: Node, item: EncodedItem, gpuUnits: number): boolean {
  if (node.free.some((free, r) => free < item.demand[r]!)) return false;
  return !wantsGpu(item) || (isModel(item.models, node.model) && candidates(node, item, gpuUnits).length > 0);
}

export function isModel(models: number, model: number): boolean {
  return model >= 0 && (models & (1 << model)) !== 0;
}

/** Sets of devices that the item could hold: each with room for its share, or the first idle ones. */
export function candidates(node: Node, { gpuCount, gpuShare }: EncodedItem, gpuUnits: number): number[] {
  const all = node.gpus.map((_, g) => g);
  if (gpuShare > 0) return all.filter((g) => node.gpus[g]! >= gpuShare).map((g) => 1 << g);
  const idle = all.filter((g) => node.gpus[g] === gpuUnits).slice(0, gpuCount);
  return idle.length < gpuCount ? [] : [idle.reduce((set, g) => set | (1 << g), 0)];
}

/** Units of GPU that the item asks for. */
export function gpuDemand({ gpuCount, gpuShare }: EncodedItem, gpuUnits: number): number {
  return gpuShare || gpuCount * gpuUnits;
}

export function freeGpu(node: Pick<Node, "gpus">): number {
  return node.gpus.reduce((sum, free) => sum + free, 0);
}
