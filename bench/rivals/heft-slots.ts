/**
 * HEFT in typed-array JavaScript, step for step what `bench/limit/heft.c` does: beside it, it shows what the language
 * costs; beside the tuned version, what the ideas gain. Exclusive nodes only.
 *
 * Busy slots per node in typed arrays, scanned for the first gap; ready times along rows of the link matrix.
 */
import type { PlaceInstance } from "../../bindings/place/instance.js";
import type { Schedule } from "./heft.js";
import { Order, orderByUpwardRank } from "./order.js";

/** A solver with its own scratch memory, sized by the largest instance it has seen. */
export function createSlotHeft(): (instance: PlaceInstance) => Schedule {
  let scratch = new Scratch(0, 0);
  return (instance) => {
    if (instance.tasks > scratch.tasks || instance.nodes > scratch.nodes) {
      scratch = new Scratch(Math.max(instance.tasks, scratch.tasks), Math.max(instance.nodes, scratch.nodes));
    }
    orderByUpwardRank(instance, scratch.order);
    return placeInOrder(instance, scratch);
  };
}

class Scratch {
  readonly order: Order;
  readonly finish: Float64Array;
  readonly nodeOf: Int32Array;
  readonly ready: Float64Array;
  readonly slotCount: Int32Array;
  /** Busy slots of each node, ascending, `tasks` long per node. */
  readonly slotStart: Float64Array;
  readonly slotFinish: Float64Array;

  constructor(
    readonly tasks: number,
    readonly nodes: number,
  ) {
    this.order = new Order(tasks);
    this.finish = new Float64Array(tasks);
    this.nodeOf = new Int32Array(tasks);
    this.ready = new Float64Array(nodes);
    this.slotCount = new Int32Array(nodes);
    this.slotStart = new Float64Array(nodes * tasks);
    this.slotFinish = new Float64Array(nodes * tasks);
  }
}

function placeInOrder(instance: PlaceInstance, scratch: Scratch): Schedule {
  const { tasks, nodes, stride, input, duration, available } = instance;
  const { order } = scratch.order;
  const { finish, nodeOf, ready, slotCount, slotStart, slotFinish } = scratch;
  const node = new Int32Array(tasks);
  const start = new Float64Array(tasks);
  let makespan = 0;
  slotCount.fill(0);

  for (let k = 0; k < tasks; k++) {
    const t = order[k]!;
    computeReadyTimes(instance, t, scratch);

    let bestNode = -1;
    let bestSlot = 0;
    let bestStart = Infinity;
    let bestFinish = Infinity;
    for (let j = 0; j < nodes; j++) {
      const w = duration[t * stride + j]!;
      if (w === Infinity || ready[j] === Infinity) continue;
      let begin = Math.max(ready[j]!, available[j]!);
      const first = j * tasks;
      const end = first + slotCount[j]!;
      let slot = end;
      if (w > 0) {
        while (slot > first && slotFinish[slot - 1]! > begin) slot--;
        for (; slot < end && begin + w > slotStart[slot]!; slot++) begin = Math.max(begin, slotFinish[slot]!);
      }
      if (begin + w < bestFinish) {
        bestFinish = begin + w;
        bestStart = begin;
        bestNode = j;
        bestSlot = slot;
      }
    }

    node[input[t]!] = bestNode;
    start[input[t]!] = bestStart;
    nodeOf[t] = bestNode;
    finish[t] = bestFinish;
    if (bestNode < 0) continue;
    if (bestFinish > makespan) makespan = bestFinish;
    if (bestFinish > bestStart) {
      const end = bestNode * tasks + slotCount[bestNode]!;
      for (let slot = end; slot > bestSlot; slot--) {
        slotStart[slot] = slotStart[slot - 1]!;
        slotFinish[slot] = slotFinish[slot - 1]!;
      }
      slotStart[bestSlot] = bestStart;
      slotFinish[bestSlot] = bestFinish;
      slotCount[bestNode]!++;
    }
  }
  return { node, start, makespan };
}

function computeReadyTimes(instance: PlaceInstance, t: number, { ready, finish, nodeOf }: Scratch): void {
  const { nodes, stride, release, firstPredecessor, predecessor, data, latency, secondsPerGigabyte } = instance;
  for (let j = 0; j < nodes; j++) ready[j] = release[t]!;
  for (let e = firstPredecessor[t]!, end = firstPredecessor[t + 1]!; e < end; e++) {
    const p = predecessor[e]!;
    const done = finish[p]!;
    const d = data[e]!;
    const row = nodeOf[p]! * stride;
    if (d === 0 || done === Infinity) {
      for (let j = 0; j < nodes; j++) if (done > ready[j]!) ready[j] = done;
      continue;
    }
    for (let j = 0; j < nodes; j++) {
      const arrival = done + (latency[row + j]! + d * secondsPerGigabyte[row + j]!);
      if (arrival > ready[j]!) ready[j] = arrival;
    }
  }
}
