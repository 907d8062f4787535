/**
 * What one node has free from now on: a step function of time over any number of resources.
 *
 * A task holds what it needs from its start to before its finish. If it is so short that the two are the same number, it
 * holds nothing.
 */
export class Timeline {
  /** Begins in ascending order, the first when the node becomes available; a segment ends where the next one begins. */
  readonly #segments: Segment[];
  readonly #capacity: readonly number[];
  readonly #exclusive: boolean;

  /**
   * @param available seconds
   * @param capacity units of each resource; "exclusive" for a node that runs one task at a time
   */
  constructor(available: number, capacity: readonly number[] | "exclusive") {
    this.#exclusive = capacity === "exclusive";
    this.#capacity = capacity === "exclusive" ? [1] : capacity;
    this.#segments = [{ begin: available, free: this.#capacity }];
  }

  /**
   * Earliest start from `ready` on at which the demand fits for the whole of `duration`: it fits in every segment that
   * begins before the task would end and ends after it would start.
   */
  insertionStart(ready: number, duration: number, demand: Demand): number {
    let start = Math.max(ready, this.#segments[0]!.begin);
    if (duration === 0) return start;
    const needed = this.#units(demand);
    for (const [index, { begin, free }] of this.#segments.entries()) {
      const end = this.#end(index);
      if (begin < start + duration && end > start && !fits(needed, free)) start = end;
    }
    return start;
  }

  /** Earliest start from `ready` on from which the demand fits for good. */
  appendStart(ready: number, duration: number, demand: Demand): number {
    const earliest = Math.max(ready, this.#segments[0]!.begin);
    if (duration === 0) return earliest;
    const needed = this.#units(demand);
    const lastFull = this.#segments.findLastIndex(({ free }) => !fits(needed, free));
    return lastFull < 0 ? earliest : Math.max(earliest, this.#end(lastFull));
  }

  /** Takes the demand out of what is free from `start` to before `finish`. */
  book(start: number, finish: number, demand: Demand): void {
    if (finish === start) return;
    const needed = this.#units(demand);
    this.#beginSegmentAt(start);
    this.#beginSegmentAt(finish);
    for (const segment of this.#segments) {
      if (segment.begin < start || segment.begin >= finish) continue;
      segment.free = segment.free.map((units, resource) => units - needed[resource]!);
    }
  }

  #units(demand: Demand): readonly number[] {
    return this.#exclusive || demand === "everything" ? this.#capacity : demand;
  }

  #end(index: number): number {
    return this.#segments[index + 1]?.begin ?? Infinity;
  }

  /** Splits the segment that `time` lies in, unless it begins there. */
  #beginSegmentAt(time: number): void {
    const index = this.#segments.findLastIndex(({ begin }) => begin <= time);
    const { begin, free } = this.#segments[index]!;
    if (begin < time) this.#segments.splice(index + 1, 0, { begin: time, free });
  }
}

/** Units of each resource, or all that the node has. */
export type Demand = readonly number[] | "everything";

interface Segment {
  begin: number;
  /** Units of each resource. */
  free: readonly number[];
}

function fits(needed: readonly number[], free: readonly number[]): boolean {
  return needed.every((units, resource) => units <= free[resource]!);
}
