/**
 * When a task's data can be on each node: the latest, over its predecessors, of finish plus transfer, and at least its
 * release. Eight nodes at a time; O(predecessors × nodes).
 */
import { load2, max2, store2 } from "../simd";
import { Instance } from "./instance";

/** Nodes that one step of a vector loop handles; `stride` is a multiple of it. */
const BLOCK = 8;

@final
export class Arrivals {
  /** [stride] Seconds; Infinity where the data cannot come. */
  ready: StaticArray<f64>;
  private hasRelease: bool = false;
  private hasLatency: bool = false;

  constructor(
    private instance: Instance,
    /** [tasks] Node and finish of the tasks decided so far; a task that was not placed has node 0, finish Infinity. */
    private nodeOf: StaticArray<i32>,
    private finishOf: StaticArray<f64>,
  ) {
    this.ready = new StaticArray<f64>(instance.stride);
    this.hasRelease = hasPositive(instance.release);
    this.hasLatency = hasPositive(instance.latency);
  }

  /** Fills `ready` for the task. */
  gather(task: i32): void {
    // Fields are read once: the compiler cannot know that the stores below leave them alone.
    const instance = this.instance;
    const stride = instance.stride;
    const predecessors = instance.predecessor;
    const amounts = instance.data;
    const secondsPerGigabyte = instance.secondsPerGigabyte;
    const latency = this.hasLatency ? instance.latency : null;
    const nodeOf = this.nodeOf;
    const finishOf = this.finishOf;
    const ready = this.ready;
    const firstEdge = instance.firstPredecessor[task];
    const endEdge = instance.firstPredecessor[task + 1];
    const release = f64x2.splat(this.hasRelease ? instance.release[task] : 0);
    for (let node = 0; node < stride; node += BLOCK) {
      let ready0 = release;
      let ready1 = release;
      let ready2 = release;
      let ready3 = release;
      for (let edge = firstEdge; edge < endEdge; edge++) {
        const predecessor = predecessors[edge];
        const finish = f64x2.splat(finishOf[predecessor]);
        const data = amounts[edge];
        if (data == 0) {
          ready0 = max2(ready0, finish);
          ready1 = max2(ready1, finish);
          ready2 = max2(ready2, finish);
          ready3 = max2(ready3, finish);
          continue;
        }
        const link = nodeOf[predecessor] * stride + node;
        const amount = f64x2.splat(data);
        let transfer0 = f64x2.mul(amount, load2(secondsPerGigabyte, link));
        let transfer1 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 1));
        let transfer2 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 2));
        let transfer3 = f64x2.mul(amount, load2(secondsPerGigabyte, link, 3));
        if (latency) {
          transfer0 = f64x2.add(load2(latency, link), transfer0);
          transfer1 = f64x2.add(load2(latency, link, 1), transfer1);
          transfer2 = f64x2.add(load2(latency, link, 2), transfer2);
          transfer3 = f64x2.add(load2(latency, link, 3), transfer3);
        }
        ready0 = max2(ready0, f64x2.add(finish, transfer0));
        ready1 = max2(ready1, f64x2.add(finish, transfer1));
        ready2 = max2(ready2, f64x2.add(finish, transfer2));
        ready3 = max2(ready3, f64x2.add(finish, transfer3));
      }
      store2(ready, node, ready0);
      store2(ready, node, ready1, 1);
      store2(ready, node, ready2, 2);
      store2(ready, node, ready3, 3);
    }
  }
}

function hasPositive(array: StaticArray<f64>): bool {
  for (let i = 0, length = array.length; i < length; i++) {
    if (array[i] > 0) return true;
  }
  return false;
}
