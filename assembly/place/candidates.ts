/**
 * The tasks that may be placed next, under the two families of priority rules.
 */
import { Instance } from "./instance";
import { NodeChooser } from "./nodes";
import { PriorityRule } from "./rules";

export abstract class Candidates {
  abstract get count(): i32;
  abstract add(task: i32): void;
  /** Takes out the task of highest priority; there must be one. */
  abstract take(): i32;
  /** Says that a task went to this node; nothing placed so far ends after `makespan`. */
  placedOn(node: i32, makespan: f64): void {}
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

/**
 * For dynamic rules: every candidate with the choice that the node rule makes for it. Placing a task makes its node no
 * better for others, so a choice stands until something goes to the node chosen or to the runner-up. The exception are
 * durations lost in rounding beside the makespan: they fit at any moment where something else starts.
 */
@final
export class ScoredCandidates extends Candidates {
  private tasks: StaticArray<i32>;
  private size: i32 = 0;
  /** [tasks] The choice; a node of STALE asks for a new one. */
  private node: StaticArray<i32>;
  private runnerUp: StaticArray<i32>;
  /** [tasks] What the rule compares, turned so that the least comes first. */
  private key: StaticArray<f64>;

  constructor(
    private rule: PriorityRule,
    private chooser: NodeChooser,
    /** [tasks] Static levels, greatest first among equal scores; all 0 where the rule knows none. */
    private level: StaticArray<f64>,
    private instance: Instance,
  ) {
    super();
    const tasks = instance.tasks;
    this.tasks = new StaticArray<i32>(tasks);
    this.node = new StaticArray<i32>(tasks).fill(STALE);
    this.runnerUp = new StaticArray<i32>(tasks);
    this.key = new StaticArray<f64>(tasks);
    chooser.wantsSecond = rule == PriorityRule.Sufferage;
  }

  get count(): i32 {
    return this.size;
  }

  add(task: i32): void {
    this.tasks[this.size++] = task;
  }

  take(): i32 {
    let best = 0;
    for (let at = 0; at < this.size; at++) {
      const task = this.tasks[at];
      if (this.node[task] == STALE) this.evaluate(task);
      if (at > 0 && this.precedes(task, this.tasks[best])) best = at;
    }
    const task = this.tasks[best];
    this.tasks[best] = this.tasks[--this.size];
    return task;
  }

  placedOn(node: i32, makespan: f64): void {
    for (let at = 0; at < this.size; at++) {
      const task = this.tasks[at];
      const lost = makespan + this.instance.duration[task * this.instance.stride + node] == makespan;
      if (this.node[task] == node || this.runnerUp[task] == node || lost) this.node[task] = STALE;
    }
  }

  private evaluate(task: i32): void {
    const chooser = this.chooser;
    chooser.choose(task);
    this.node[task] = chooser.node;
    this.runnerUp[task] = chooser.secondNode;
    this.key[task] = this.keyOf(chooser);
  }

  /** A task that no node can take comes last: nothing depends on when that is found out. */
  private keyOf(chooser: NodeChooser): f64 {
    if (chooser.node < 0) return Infinity;
    if (this.rule == PriorityRule.GreatestScore) return -chooser.score;
    if (this.rule == PriorityRule.Sufferage) return chooser.score - chooser.secondScore;
    return chooser.score;
  }

  private precedes(a: i32, b: i32): bool {
    if (this.key[a] != this.key[b]) return this.key[a] < this.key[b];
    if (this.level[a] != this.level[b]) return this.level[a] > this.level[b];
    return this.instance.input[a] < this.instance.input[b];
  }
}

/** Not −1, which says that no node can take the task. */
const STALE: i32 = -2;
