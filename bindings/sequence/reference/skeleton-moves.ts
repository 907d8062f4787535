import type { Random } from "../../random.js";
import type { Skeleton, SkeletonBatch, Skeletons } from "./skeleton.js";

/** The moves of `assembly/sequence/skeleton/skeleton-search.ts`, which specifies them. */
export class SkeletonMoves {
  constructor(
    readonly skeletons: Skeletons,
    readonly random: Random,
    /** Greatest distance of ranks. */
    readonly width: number,
  ) {}

  /** Undefined when the draw is void. */
  propose(skeleton: Skeleton): Skeleton | undefined {
    const { random } = this;
    const move = random.below(64);
    const i = random.below(skeleton.length);
    if (move < 28) {
      const up = random.below(2) === 1;
      const distance = this.#distance();
      return this.#shift(skeleton, [[i, up ? distance : -distance]]);
    }
    if (skeleton.length === 1) return undefined;
    if (move < 38) {
      const j = this.#other(skeleton, i);
      const up = this.#distance();
      const down = this.#distance();
      return this.#shift(skeleton, [
        [i, up],
        [j, -down],
      ]);
    }
    if (move < 54) {
      const j = this.#place(skeleton, i);
      if (j === i || skeleton[j] === undefined) return undefined;
      return move < 48 ? this.#move(skeleton, i, j) : this.#swap(skeleton, i, j);
    }
    return this.#transfer(skeleton, i, this.#other(skeleton, i));
  }

  #distance(): number {
    return 1 + this.random.below(1 + this.random.below(this.width));
  }

  #other({ length }: Skeleton, i: number): number {
    const j = this.random.below(length - 1);
    return j < i ? j : j + 1;
  }

  #place({ length }: Skeleton, i: number): number {
    const { random } = this;
    if (this.skeletons.instance.servers > 1 && random.below(2) === 1) return random.below(length);
    const later = random.below(2) === 1;
    const distance = 1 + random.below(3);
    return later ? i + distance : i - distance;
  }

  #shift(skeleton: Skeleton, shifts: readonly (readonly [batch: number, by: number])[]): Skeleton | undefined {
    const shifted = skeleton.map((batch) => ({ ...batch }));
    for (const [k, by] of shifts) {
      const batch = shifted[k]!;
      const last = this.skeletons.rankings[batch.server]!.order.length - 1;
      batch.limit = Math.max(batch.size - 1, Math.min(last, batch.limit + by));
    }
    return shifted.some(({ limit }, k) => limit !== skeleton[k]!.limit) ? shifted : undefined;
  }

  #move(skeleton: Skeleton, i: number, j: number): Skeleton | undefined {
    const moved = this.#onServer(skeleton[i]!, skeleton[j]!.server);
    return moved && skeleton.toSpliced(i, 1).toSpliced(j, 0, moved);
  }

  #swap(skeleton: Skeleton, i: number, j: number): Skeleton | undefined {
    const first = this.#onServer(skeleton[i]!, skeleton[j]!.server);
    const second = this.#onServer(skeleton[j]!, skeleton[i]!.server);
    return first && second && skeleton.with(i, second).with(j, first);
  }

  #transfer(skeleton: Skeleton, i: number, j: number): Skeleton | undefined {
    const from = skeleton[i]!;
    const to = skeleton[j]!;
    const most = Math.min(from.size - 1, this.skeletons.instance.maxBatch[to.server]! - to.size);
    if (most === 0) return undefined;
    const count = 1 + this.random.below(most);
    return skeleton.with(i, { ...from, size: from.size - count }).with(j, { ...to, size: to.size + count });
  }

  /** The batch on another server, if it can run there. */
  #onServer({ server: from, limit, size }: SkeletonBatch, server: number): SkeletonBatch | undefined {
    if (from === server) return { server, limit, size };
    const { rankings, instance } = this.skeletons;
    const there = rankings[server]!.order.indexOf(rankings[from]!.order[limit]!);
    return there >= 0 && size <= instance.maxBatch[server]! ? { server, limit: there, size } : undefined;
  }
}
