/**
 * Which node a task gets, and when it starts there.
 */
import { Random } from "../random";
import { Arrivals } from "./arrivals";
import { Choice, EarliestFinish } from "./earliest-finish";
import { Instance } from "./instance";
import { OptimisticCosts } from "./ranks";
import { NodeRule } from "./rules";
import { Timelines } from "./timelines";

@final
export class NodeChooser extends Choice {
  /** What the rules named alike need. */
  optimistic: OptimisticCosts | null = null;
  preferred: PreferredNode | null = null;
  random: Random | null = null;
  private turn: i32 = 0;

  private earliest: EarliestFinish;
  /** [nodes] Nodes that can take the task. */
  private candidates: StaticArray<i32>;

  constructor(
    private instance: Instance,
    private timelines: Timelines,
    public arrivals: Arrivals,
    private rule: NodeRule,
    /** [tasks] Whether the task takes no time on some node. */
    private instant: StaticArray<bool>,
  ) {
    super();
    this.earliest = new EarliestFinish(instance, timelines, arrivals);
    this.candidates = new StaticArray<i32>(instance.nodes);
  }

  choose(task: i32): void {
    this.node = -1;
    this.arrivals.gather(task);
    switch (this.rule) {
      case NodeRule.EarliestFinish:
        this.chooseEarliestFinish(task);
        break;
      case NodeRule.CriticalPath:
      case NodeRule.FastestNode:
        if (this.preferred!.wants(task) && this.reaches(task, this.preferred!.node)) this.take(task, this.preferred!.node);
        else this.chooseEarliestFinish(task);
        break;
      case NodeRule.RoundRobin:
        this.chooseNextInTurn(task);
        break;
      case NodeRule.Random:
        this.chooseAtRandom(task);
        break;
      default:
        this.chooseLeastScore(task);
    }
  }

  private chooseEarliestFinish(task: i32): void {
    if (this.instant[task]) return this.chooseLeastScore(task);
    this.earliest.choose(task, this);
  }

  private chooseLeastScore(task: i32): void {
    let least = Infinity;
    let best = -1;
    for (let node = 0; node < this.instance.nodes; node++) {
      const score = this.scoreOn(task, node, this.arrivals.ready[node]);
      if (score < least) {
        least = score;
        best = node;
      }
    }
    if (best >= 0) this.take(task, best);
  }

  /** By a scoring rule: the score of a node on which the task's data is `ready`; Infinity when the node cannot take it. */
  // @ts-ignore: decorator
  @inline
  scoreOn(task: i32, node: i32, ready: f64): f64 {
    const at = task * this.instance.stride + node;
    const duration = this.instance.duration[at];
    if (!(ready + duration < Infinity)) return Infinity;
    if (this.rule == NodeRule.Fastest) return duration;
    if (this.rule == NodeRule.EarliestIdle) return this.timelines.idleFrom(task, node);
    const start = this.timelines.earliestStart(task, node, ready, Infinity);
    if (this.rule == NodeRule.EarliestStart) return start;
    const finish = start + duration;
    return this.rule == NodeRule.OptimisticFinish ? finish + this.optimistic!.cost[at] : finish;
  }

  private chooseNextInTurn(task: i32): void {
    const nodes = this.instance.nodes;
    for (let step = 0; step < nodes; step++) {
      const node = (this.turn + step) % nodes;
      if (!this.reaches(task, node)) continue;
      this.turn = node + 1;
      return this.take(task, node);
    }
  }

  private chooseAtRandom(task: i32): void {
    let count = 0;
    for (let node = 0; node < this.instance.nodes; node++) {
      if (this.reaches(task, node)) this.candidates[count++] = node;
    }
    if (count > 0) this.take(task, this.candidates[this.random!.below(count)]);
  }

  /** Whether the node can run the task and get its data. */
  private reaches(task: i32, node: i32): bool {
    return this.arrivals.ready[node] + this.instance.duration[task * this.instance.stride + node] < Infinity;
  }

  private take(task: i32, node: i32): void {
    this.node = node;
    this.start = this.timelines.earliestStart(task, node, this.arrivals.ready[node], Infinity);
    this.gap = this.timelines.gaps.found;
    this.finish = this.start + this.instance.duration[task * this.instance.stride + node];
  }
}

/** The node that a set of tasks would best run on together: it can run most of them, and those fastest. */
@final
export class PreferredNode {
  node: i32 = 0;

  constructor(
    instance: Instance,
    /** [tasks] */
    private members: StaticArray<bool>,
  ) {
    let most = -1;
    let least = Infinity;
    for (let node = 0; node < instance.nodes; node++) {
      let count = 0;
      let seconds = 0.0;
      for (let task = 0; task < instance.tasks; task++) {
        const duration = instance.duration[task * instance.stride + node];
        if (!this.members[task] || duration == Infinity) continue;
        count++;
        seconds += duration;
      }
      if (count > most || (count == most && seconds < least)) {
        this.node = node;
        most = count;
        least = seconds;
      }
    }
  }

  wants(task: i32): bool {
    return this.members[task];
  }
}
