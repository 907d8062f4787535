import { Item } from "./item";

/** A share counts as asking for 0 devices. */
const DEVICE_COUNTS = 33;

/** What the nodes have, and what of it is free. Nodes stand in the order in which ties fall. */
@final
export class Cluster {
  readonly nodes: i32;
  /** [nodes × resources] Units. */
  private readonly free: StaticArray<f64>;
  /** [nodes + 1] Where each node's devices begin. */
  private readonly first: StaticArray<i32>;
  /** Units of each device that are free. */
  private readonly gpu: StaticArray<i32>;
  /** [nodes] Their sum. */
  private readonly gpuSum: StaticArray<i32>;
  /** [nodes] Idle devices. */
  private readonly idleCount: StaticArray<i32>;
  /** [nodes × 33] Items by how many devices they ask for. */
  private readonly neighbours: StaticArray<i32>;
  /** What a node has at most. */
  readonly largestCompanion: f64;
  readonly largestGpu: f64;

  constructor(
    readonly resources: i32,
    freeAtStart: StaticArray<f64>,
    /** [kinds × resources] Units. */
    readonly capacity: StaticArray<f64>,
    /** [nodes] */
    readonly kind: StaticArray<i32>,
    readonly gpuUnits: i32,
    /** [kinds] Number of the GPU model, −1 without GPUs. */
    readonly model: StaticArray<i32>,
    /** [kinds + 1] Where each kind's devices begin in `gpuAtStart`. */
    private readonly firstOfKind: StaticArray<i32>,
    gpuAtStart: StaticArray<i32>,
    /** Number of the companion resource, −1 for none. */
    readonly companion: i32,
  ) {
    const nodes = kind.length;
    this.nodes = nodes;
    const first = new StaticArray<i32>(nodes + 1);
    for (let n = 0; n < nodes; n++) first[n + 1] = first[n] + firstOfKind[kind[n] + 1] - firstOfKind[kind[n]];
    this.first = first;
    this.free = new StaticArray<f64>(nodes * resources);
    this.gpu = new StaticArray<i32>(first[nodes]);
    this.gpuSum = new StaticArray<i32>(nodes);
    this.idleCount = new StaticArray<i32>(nodes);
    this.neighbours = new StaticArray<i32>(nodes * DEVICE_COUNTS);
    let largestCompanion: f64 = 0;
    let largestGpu = 0;
    for (let n = 0; n < nodes; n++) {
      for (let r = 0; r < resources; r++) this.free[n * resources + r] = freeAtStart[kind[n] * resources + r];
      for (let g = 0; g < this.devices(n); g++) this.setGpu(n, g, gpuAtStart[firstOfKind[kind[n]] + g]);
      if (companion >= 0) largestCompanion = max(largestCompanion, capacity[kind[n] * resources + companion]);
      largestGpu = max(largestGpu, this.devices(n) * gpuUnits);
    }
    this.largestCompanion = largestCompanion;
    this.largestGpu = largestGpu;
  }

  @inline devices(node: i32): i32 {
    return this.first[node + 1] - this.first[node];
  }

  devicesOfKind(kind: i32): i32 {
    return this.firstOfKind[kind + 1] - this.firstOfKind[kind];
  }

  /** Units that are free: of a device, of all devices, of the companion. */
  @inline gpuFree(node: i32, g: i32): i32 {
    return this.gpu[this.first[node] + g];
  }

  @inline gpuFreeOf(node: i32): i32 {
    return this.gpuSum[node];
  }

  @inline companionFree(node: i32): f64 {
    return this.companion < 0 ? 0 : this.free[node * this.resources + this.companion];
  }

  @inline freeOf(node: i32, r: i32): f64 {
    return this.free[node * this.resources + r];
  }

  /** Units of the companion for a unit of GPU. */
  nominal(kind: i32, devices: i32): f64 {
    if (this.companion < 0 || devices == 0) return 0;
    return this.capacity[kind * this.resources + this.companion] / <f64>(devices * this.gpuUnits);
  }

  @inline idle(node: i32): i32 {
    return this.idleCount[node];
  }

  @inline modelOf(node: i32): i32 {
    return this.model[this.kind[node]];
  }

  /** Items on the node that ask for so many devices. */
  @inline neighboursOf(node: i32, gpuCount: i32): i32 {
    return this.neighbours[node * DEVICE_COUNTS + gpuCount];
  }

  /** How many different numbers of devices the node's items ask for. */
  varieties(node: i32): i32 {
    let count = 0;
    for (let k = 0; k < DEVICE_COUNTS; k++) if (this.neighboursOf(node, k) > 0) count++;
    return count;
  }

  fits(node: i32, item: Item): bool {
    const at = node * this.resources;
    for (let r = 0; r < this.resources; r++) if (this.free[at + r] < item.demand[r]) return false;
    if (!item.wantsGpu) return true;
    const model = this.modelOf(node);
    if (model < 0 || (item.models & (1 << model)) == 0) return false;
    return item.gpuShare > 0 ? this.tightest(node, item.gpuShare) >= 0 : this.idle(node) >= item.gpuCount;
  }

  /** The device with the least room that has enough, −1 for none. */
  tightest(node: i32, share: i32): i32 {
    let best = -1;
    let bestFree = i32.MAX_VALUE;
    for (let g = 0, devices = this.devices(node); g < devices; g++) {
      const free = this.gpuFree(node, g);
      if (free >= share && free < bestFree) {
        best = g;
        bestFree = free;
      }
    }
    return best;
  }

  /** The first idle devices, as a set. */
  firstIdle(node: i32, count: i32): u32 {
    let set: u32 = 0;
    for (let g = 0; count > 0; g++) {
      if (this.gpuFree(node, g) < this.gpuUnits) continue;
      set |= 1 << g;
      count--;
    }
    return set;
  }

  /** Takes what the item needs, or gives it back with `sign` −1. */
  occupy(node: i32, item: Item, set: u32, sign: i32): void {
    const at = node * this.resources;
    for (let r = 0; r < this.resources; r++) this.free[at + r] -= <f64>sign * item.demand[r];
    if (!item.wantsGpu) return;
    const units = sign * (item.gpuShare > 0 ? item.gpuShare : this.gpuUnits);
    for (let rest = set; rest != 0; rest &= rest - 1) {
      const g = <i32>ctz(rest);
      this.setGpu(node, g, this.gpuFree(node, g) - units);
    }
    this.neighbours[node * DEVICE_COUNTS + item.gpuCount] += sign;
  }

  private setGpu(node: i32, g: i32, free: i32): void {
    const at = this.first[node] + g;
    this.gpuSum[node] += free - this.gpu[at];
    this.idleCount[node] += i32(free == this.gpuUnits) - i32(this.gpu[at] == this.gpuUnits);
    this.gpu[at] = free;
  }
}
