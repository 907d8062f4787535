/**
 * The candidates of dynamic rules, which compare the scores that the node rule gives each task on every node.
 *
 * A score depends on a task and on the timeline of one node. So all scores are kept, a placement renews those on its
 * node, and only where one of them was or becomes decisive the scores on all nodes are compared again, two candidates at
 * a time. O(candidates × nodes) per placement at worst; memory of twice the size of the durations.
 */
import { leastLane, load2, max2, min2, store2 } from "../simd";
import { Candidates } from "./candidates";
import { Instance } from "./instance";
import { NodeChooser } from "./nodes";
import { PriorityRule } from "./rules";

@final
export class ScoredCandidates extends Candidates {
  private size: i32 = 0;
  /** Length of the arrays by slot: the number of tasks rounded up to pairs. */
  private slots: i32;
  /** [slots] The candidates, in no order. */
  private tasks: StaticArray<i32>;
  /** [nodes × slots] When the candidate's data is on the node, seconds; Infinity in slots without one. */
  private ready: StaticArray<f64>;
  /** [nodes × slots] Infinity where the node cannot take the task. */
  private score: StaticArray<f64>;
  /** [slots] The greatest score that the key depends on. */
  private decisive: StaticArray<f64>;
  /** [slots] What the rule compares, turned so that the least comes first. */
  private key: StaticArray<f64>;

  constructor(
    private rule: PriorityRule,
    private chooser: NodeChooser,
    /** [tasks] Static levels, greatest first among equal scores; all 0 where the rule knows none. */
    private level: StaticArray<f64>,
    private instance: Instance,
  ) {
    super();
    const slots = (instance.tasks + 1) & -2;
    this.slots = slots;
    this.tasks = new StaticArray<i32>(slots);
    this.ready = new StaticArray<f64>(instance.nodes * slots).fill(Infinity);
    this.score = new StaticArray<f64>(instance.nodes * slots).fill(Infinity);
    this.decisive = new StaticArray<f64>(slots);
    this.key = new StaticArray<f64>(slots).fill(Infinity);
  }

  get count(): i32 {
    return this.size;
  }

  add(task: i32): void {
    const arrivals = this.chooser.arrivals;
    const slot = this.size++;
    this.tasks[slot] = task;
    arrivals.gather(task);
    for (let node = 0, cell = slot; node < this.instance.nodes; node++, cell += this.slots) {
      const ready = arrivals.ready[node];
      this.ready[cell] = ready;
      this.score[cell] = this.chooser.scoreOn(task, node, ready);
    }
    this.compareScores(slot & -2);
  }

  take(): i32 {
    const key = this.key;
    const size = this.size;
    const least = this.leastKey();
    let best = -1;
    for (let slot = 0; slot < size; slot++) {
      if (key[slot] == least && (best < 0 || this.precedes(slot, best))) best = slot;
    }
    const task = this.tasks[best];
    this.fill(best, --this.size);
    return task;
  }

  placedOn(node: i32): void {
    const chooser = this.chooser;
    const tasks = this.tasks;
    const ready = this.ready;
    const score = this.score;
    const decisive = this.decisive;
    for (let slot = 0, size = this.size, cell = node * this.slots; slot < size; slot += 2, cell += 2) {
      const before = load2(score, cell);
      const now = f64x2.replace_lane(
        f64x2.splat(chooser.scoreOn(tasks[slot], node, ready[cell])),
        1,
        chooser.scoreOn(tasks[slot + 1], node, ready[cell + 1]),
      );
      store2(score, cell, now);
      const matters = f64x2.le(min2(before, now), load2(decisive, slot));
      if (v128.any_true(v128.and(matters, f64x2.ne(before, now)))) this.compareScores(slot);
    }
  }

  /** Moves the last candidate to the slot of one that leaves. */
  private fill(slot: i32, last: i32): void {
    this.tasks[slot] = this.tasks[last];
    this.decisive[slot] = this.decisive[last];
    this.key[slot] = this.key[last];
    this.key[last] = Infinity;
    for (let start = 0, end = this.score.length; start < end; start += this.slots) {
      this.ready[start + slot] = this.ready[start + last];
      this.score[start + slot] = this.score[start + last];
      this.ready[start + last] = Infinity;
      this.score[start + last] = Infinity;
    }
  }

  /** Derives the keys of two neighbouring slots from the scores. */
  private compareScores(slot: i32): void {
    const infinity = f64x2.splat(Infinity);
    const score = this.score;
    const slots = this.slots;
    let least = infinity;
    let second = infinity;
    for (let cell = slot, end = score.length; cell < end; cell += slots) {
      const pair = load2(score, cell);
      second = min2(second, max2(least, pair));
      least = min2(least, pair);
    }
    store2(this.decisive, slot, this.rule == PriorityRule.Sufferage ? second : least);
    // A task that no node can take comes last: nothing depends on when that is found out.
    store2(this.key, slot, v128.bitselect(infinity, this.keysOf(least, second), f64x2.eq(least, infinity)));
  }

  // @ts-ignore: decorator
  @inline
  private keysOf(least: v128, second: v128): v128 {
    if (this.rule == PriorityRule.GreatestScore) return f64x2.neg(least);
    return this.rule == PriorityRule.Sufferage ? f64x2.sub(least, second) : least;
  }

  private leastKey(): f64 {
    const key = this.key;
    let least = f64x2.splat(Infinity);
    for (let slot = 0, size = this.size; slot < size; slot += 2) least = min2(least, load2(key, slot));
    return leastLane(least);
  }

  /** Among equal keys. */
  private precedes(slot: i32, other: i32): bool {
    const a = this.tasks[slot];
    const b = this.tasks[other];
    if (this.level[a] != this.level[b]) return this.level[a] > this.level[b];
    return this.instance.input[a] < this.instance.input[b];
  }
}
