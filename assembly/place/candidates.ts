/**
 * The tasks that may be placed next, and the order in which static rules take them: O(log candidates) to add or take.
 * For dynamic rules see `ScoredCandidates`.
 */
export abstract class Candidates {
  abstract get count(): i32;
  abstract add(task: i32): void;
  /** Takes out the task of highest priority; there must be one. */
  abstract take(): i32;
  /** Says that a task went to this node. */
  placedOn(node: i32): void {}
}

/** For static rules: a binary heap, the greatest priority first. */
@final
export class PriorityQueue extends Candidates {
  private heap: StaticArray<i32>;
  private size: i32 = 0;

  constructor(
    private priority: StaticArray<f64>,
    /** [tasks] Equal priorities fall to the lower of these. */
    private position: StaticArray<i32>,
  ) {
    super();
    this.heap = new StaticArray<i32>(priority.length);
  }

  get count(): i32 {
    return this.size;
  }

  add(task: i32): void {
    let at = this.size++;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!this.precedes(task, this.heap[parent])) break;
      this.heap[at] = this.heap[parent];
      at = parent;
    }
    this.heap[at] = task;
  }

  take(): i32 {
    const first = this.heap[0];
    const task = this.heap[--this.size];
    let at = 0;
    for (let child = 1; child < this.size; child = 2 * at + 1) {
      if (child + 1 < this.size && this.precedes(this.heap[child + 1], this.heap[child])) child++;
      if (!this.precedes(this.heap[child], task)) break;
      this.heap[at] = this.heap[child];
      at = child;
    }
    this.heap[at] = task;
    return first;
  }

  private precedes(a: i32, b: i32): bool {
    if (this.priority[a] != this.priority[b]) return this.priority[a] > this.priority[b];
    return this.position[a] < this.position[b];
  }
}
