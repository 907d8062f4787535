import type { PackInstance, PackSolution } from "../instance.js";
import type { InstanceMove, RepackGoal, RepackKernel } from "../repack/instance.js";
import { range } from "./construct/lanes.js";
import { Layout } from "./repack/layout.js";

/** Items that are tried to move out of another's way. */
const patience = 256;

/** Defragmentation as `assembly/pack/repack/repack.ts` describes it, with everything computed anew. */
export const repackReference: RepackKernel = {
  repack: (instance, packing, goal, maxMoves) => new Repacking(instance, packing, goal).run(maxMoves),
};

interface Candidate {
  bin: number;
  /** −1 for the whole bin. */
  device: number;
}

/** Where an item could go. */
interface Place {
  bin: number;
  gpus: number;
}

class Repacking {
  readonly #layout: Layout;
  readonly #moves: InstanceMove[] = [];
  readonly #candidates: Candidate[];
  #closed: Candidate = { bin: -1, device: -1 };

  constructor(
    private readonly instance: PackInstance,
    packing: PackSolution,
    private readonly goal: RepackGoal,
  ) {
    this.#layout = new Layout(instance, packing);
    this.#candidates = range(instance.bins).flatMap((bin) =>
      goal === "bins"
        ? [{ bin, device: -1 }]
        : [...this.#layout.deviceFree(bin).keys()].map((device) => ({ bin, device })),
    );
  }

  run(maxMoves: number): InstanceMove[] {
    /** Moves that a candidate took when it was last tried, or one more than it was allowed. */
    const tried = new Map<Candidate, number>();
    let passBegin = 0;
    while (this.#moves.length < maxMoves) {
      const sized = this.#candidates.map((candidate) => ({ candidate, size: this.#sizeOf(candidate) }));
      const byNeed = sized
        .filter(({ size }) => size > 0)
        .map(({ candidate, size }) => ({ candidate, need: Math.max(size, tried.get(candidate) ?? 0) }))
        .sort((a, b) => a.need - b.need);
      let best: Candidate | undefined;
      let fewest = maxMoves - this.#moves.length + 1;
      for (const { candidate, need } of byNeed) {
        if (need >= fewest) break;
        const before = this.#moves.length;
        if (this.#empty(candidate, fewest - 1)) {
          best = candidate;
          fewest = this.#moves.length - before;
        }
        tried.set(candidate, fewest);
        this.#takeBack(before);
      }
      if (best) this.#empty(best, fewest);
      else if (passBegin === this.#moves.length) break;
      else {
        passBegin = this.#moves.length;
        tried.clear();
      }
    }
    return this.#moves;
  }

  #sizeOf(candidate: Candidate): number {
    const { gpuShare } = this.instance;
    const inside = this.#itemsIn(candidate);
    const mayLeave = (item: number) => !this.#isMoved(item) && (candidate.device === -1 || gpuShare[item]! > 0);
    return this.#isLoaded(candidate) || !inside.every(mayLeave) ? 0 : inside.length;
  }

  #isLoaded({ bin, device }: Candidate): boolean {
    const { kind, free, capacity, resources, firstGpu, gpuFree, gpuUnits } = this.instance;
    const k = kind[bin]!;
    const devices = [...gpuFree.subarray(firstGpu[k]!, firstGpu[k + 1]!)];
    if (device >= 0) return devices[device]! < gpuUnits;
    const isTaken = (lane: number) => free[k * resources + lane]! < capacity[k * resources + lane]!;
    return range(resources).some(isTaken) || devices.some((units) => units < gpuUnits);
  }

  #itemsIn({ bin, device }: Candidate): number[] {
    return this.#layout.itemsIn(bin).filter((item) => device === -1 || (this.#layout.gpus[item]! >>> device) & 1);
  }

  #isMoved(item: number): boolean {
    return this.#moves.some((move) => move.item === item);
  }

  #empty(candidate: Candidate, budget: number): boolean {
    this.#closed = candidate;
    const start = this.#moves.length;
    const whole = this.#layout.wholeDevices();
    const items = this.#itemsIn(candidate).sort((a, b) => this.#layout.sizeOf(b) - this.#layout.sizeOf(a));
    for (const [k, item] of items.entries()) {
      if (this.#move(item)) continue;
      if (this.#moves.length - start + (items.length - k) + 1 > budget || !this.#makeRoom(item)) return false;
    }
    return this.#layout.wholeDevices() >= whole;
  }

  #move(item: number): boolean {
    const layout = this.#layout;
    const byDevice = this.goal === "gpus" && this.instance.gpuShare[item]! > 0;
    let best: (Place & { room: number }) | undefined;
    for (const bin of range(this.instance.bins)) {
      const gpus = layout.without([item], () => this.#reach(item, bin));
      if (gpus === undefined) continue;
      const room = layout.without([item], () =>
        byDevice ? layout.deviceFree(bin)[31 - Math.clz32(gpus)]! : layout.roomIn(bin),
      );
      if (!best || room < best.room) best = { bin, gpus, room };
    }
    if (!best) return false;
    this.#moves.push({
      item,
      fromBin: layout.bin[item]!,
      fromGpus: layout.gpus[item]!,
      toBin: best.bin,
      toGpus: best.gpus,
    });
    layout.set(item, best.bin, best.gpus);
    return true;
  }

  #makeRoom(item: number): boolean {
    let tries = 0;
    const inside = new Set(this.#itemsIn(this.#closed));
    for (const bin of range(this.instance.bins)) {
      for (const other of this.#layout.itemsIn(bin)) {
        if (inside.has(other) || this.#isMoved(other)) continue;
        if (this.#layout.without([item, other], () => this.#reach(item, bin)) === undefined) continue;
        if (tries++ === patience) return false;
        const before = this.#moves.length;
        if (this.#move(other) && this.#move(item)) return true;
        this.#takeBack(before);
      }
    }
    return false;
  }

  /** Devices that an item would get which is left out of the layout now; `undefined` if it cannot go there. */
  #reach(item: number, bin: number): number | undefined {
    const { gpuShare, gpuCount, gpuUnits } = this.instance;
    const layout = this.#layout;
    const share = gpuShare[item]!;
    const isHome = bin === layout.bin[item];
    if (isHome ? share === 0 : layout.itemsIn(bin).length === 0) return undefined;
    if (bin === this.#closed.bin && this.#closed.device === -1) return undefined;
    if (!layout.allows(item, bin)) return undefined;
    const free = layout.deviceFree(bin);
    if (share === 0) {
      const whole = free.flatMap((units, d) => (units === gpuUnits ? [d] : [])).slice(0, gpuCount[item]);
      return whole.length < gpuCount[item]! ? undefined : whole.reduce((set, d) => set | (1 << d), 0);
    }
    const enough = [...free.keys()].filter((d) => {
      if (free[d]! < share || (this.goal === "gpus" && free[d] === gpuUnits)) return false;
      if (bin === this.#closed.bin && d === this.#closed.device) return false;
      return !isHome || !((layout.gpus[item]! >>> d) & 1);
    });
    if (enough.length === 0) return undefined;
    return 1 << enough.reduce((best, d) => (free[d]! < free[best]! ? d : best));
  }

  #takeBack(moves: number): void {
    for (const { item, fromBin, fromGpus } of this.#moves.splice(moves).reverse()) {
      this.#layout.set(item, fromBin, fromGpus);
    }
  }
}
