/**
 * What each node is busy with, and when a task could start there. Exclusive nodes keep gaps, shared nodes a profile.
 * A task that lasts no time occupies nothing and waits for nobody.
 */
import { greater } from "../simd";
import { Gaps } from "./gaps";
import { Instance, WHOLE_NODE } from "./instance";
import { Profiles } from "./profiles";

@final
export class Timelines {
  gaps: Gaps;
  private profiles: Profiles | null = null;
  /** [nodes] */
  private shared: StaticArray<bool>;

  constructor(
    private instance: Instance,
    private insertion: bool,
  ) {
    const nodes = instance.nodes;
    const lanes = instance.lanes;
    this.gaps = new Gaps(instance.available, nodes);
    this.shared = new StaticArray<bool>(nodes);
    if (lanes > 0) this.profiles = new Profiles(instance.available, instance.capacity, nodes, lanes);
    for (let at = 0; at < nodes * lanes; at++) {
      if (instance.capacity[at] == 0) continue;
      this.shared[at / lanes] = true;
      this.gaps.searchAlways(at / lanes);
    }
  }

  /**
   * Earliest start from `ready` on; or any moment from which the task would end after `limit`, when it cannot end by
   * then.
   */
  earliestStart(task: i32, node: i32, ready: f64, limit: f64): f64 {
    const instance = this.instance;
    const duration = instance.duration[task * instance.stride + node];
    if (duration == 0) return max(ready, instance.available[node]);
    if (!this.shared[node]) {
      if (this.insertion) return this.gaps.earliestStart(node, ready, duration, limit);
      this.gaps.found = this.gaps.lastGap(node);
      return greater(ready, this.gaps.frontier(node));
    }
    const demand = this.demandRows(task);
    const at = this.demandAt(task, node);
    return this.insertion
      ? this.profiles!.earliestStart(node, ready, duration, demand, at, limit)
      : this.profiles!.earliestLastingStart(node, ready, demand, at);
  }

  /** From when on the node would have room for the task for good if nothing had to be waited for. */
  idleFrom(task: i32, node: i32): f64 {
    const instance = this.instance;
    if (instance.duration[task * instance.stride + node] == 0) return instance.available[node];
    if (!this.shared[node]) return this.gaps.frontier(node);
    return this.profiles!.earliestLastingStart(node, 0, this.demandRows(task), this.demandAt(task, node));
  }

  /** `gap`: what `gaps.found` was after `earliestStart`. `shortest`: least duration still to come. */
  occupy(task: i32, node: i32, gap: i32, start: f64, finish: f64, shortest: f64): void {
    if (finish == start) return;
    if (!this.shared[node]) {
      this.gaps.occupy(node, gap, start, finish, this.insertion ? shortest : Infinity);
      return;
    }
    this.profiles!.occupy(node, start, finish, this.demandRows(task), this.demandAt(task, node));
    this.gaps.setFrontier(node, max(this.gaps.frontier(node), finish));
  }

  /** A task without needs demands what the node has. */
  private demandRows(task: i32): StaticArray<i32> {
    return this.takesWholeNode(task) ? this.instance.capacity : this.instance.demand;
  }

  private demandAt(task: i32, node: i32): i32 {
    return (this.takesWholeNode(task) ? node : task) * this.instance.lanes;
  }

  private takesWholeNode(task: i32): bool {
    return this.instance.demand[task * this.instance.lanes] == WHOLE_NODE;
  }
}
