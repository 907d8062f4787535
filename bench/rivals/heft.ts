/**
 * HEFT in tuned typed-array JavaScript: the Wasm kernel's rival, free to use every idea that JavaScript can express.
 *
 * Topcuoglu, Hariri, Wu 2002: upward ranks, then insertion-based earliest finish in rank order. Exclusive nodes only.
 * The arithmetic is that of the kernels, so the schedule is the same to the bit.
 *
 * - Ranks in one backward pass over the predecessor lists; two radix passes over scaled ranks, then an insertion pass
 *   that makes the order exact.
 * - Nodes bid fastest first, predecessors arrive latest first, and a node is dropped as soon as a lower bound of its
 *   finish exceeds the best bid.
 * - Appending bids before gaps; only nodes whose lower bound still stands are searched for a gap, by galloping from the
 *   back to the first gap that ends late enough.
 * - Nodes keep their gaps, not their busy slots, and forget gaps that are too short for every remaining task.
 * - Scratch memory outlives the call; only the results are allocated.
 */
import type { PlaceInstance } from "../../bindings/place/instance.js";
import { Order, orderByUpwardRank } from "./order.js";

export interface Schedule {
  /** [tasks] By position in the problem; -1: not placed. */
  node: Int32Array;
  /** [tasks] Seconds, by position in the problem; Infinity: not placed. */
  start: Float64Array;
  makespan: number;
}

/** A solver with its own scratch memory, sized by the largest instance it has seen. */
export function createHeft(): (instance: PlaceInstance) => Schedule {
  let scratch = new Scratch(0, 0);
  return (instance) => {
    if (instance.tasks > scratch.tasks || instance.nodes > scratch.nodes) {
      scratch = new Scratch(Math.max(instance.tasks, scratch.tasks), Math.max(instance.nodes, scratch.nodes));
    }
    orderByUpwardRank(instance, scratch.order);
    sortNodesBySpeed(instance, scratch);
    return placeInOrder(instance, scratch);
  };
}

class Scratch {
  readonly order: Order;
  readonly finish: Float64Array;
  readonly nodeOf: Int32Array;
  /** Nodes, fastest first, and what they are sorted by. */
  readonly fastest: Int32Array;
  readonly slowness: Float64Array;
  /** When the last task of each node ends. */
  readonly tail: Float64Array;
  /** Gaps of each node before its tail, ascending, `tasks` long per node. */
  readonly gapCount: Int32Array;
  readonly gapStart: Float64Array;
  readonly gapEnd: Float64Array;
  /** The predecessors of the task at hand that hand over data. */
  readonly sentAt: Float64Array;
  readonly sentData: Float64Array;
  readonly sentRow: Int32Array;
  /** The nodes of the task at hand that may have a gap for it. */
  readonly gapNode: Int32Array;
  readonly gapReady: Float64Array;

  constructor(
    readonly tasks: number,
    readonly nodes: number,
  ) {
    this.order = new Order(tasks);
    this.finish = new Float64Array(tasks);
    this.nodeOf = new Int32Array(tasks);
    this.fastest = new Int32Array(nodes);
    this.slowness = new Float64Array(nodes);
    this.tail = new Float64Array(nodes);
    this.gapCount = new Int32Array(nodes);
    this.gapStart = new Float64Array(nodes * tasks);
    this.gapEnd = new Float64Array(nodes * tasks);
    this.sentAt = new Float64Array(tasks);
    this.sentData = new Float64Array(tasks);
    this.sentRow = new Int32Array(tasks);
    this.gapNode = new Int32Array(nodes);
    this.gapReady = new Float64Array(nodes);
  }
}

/** By the durations of a few tasks: the order of bids only matters for speed. */
function sortNodesBySpeed({ tasks, nodes, stride, duration }: PlaceInstance, { fastest, slowness }: Scratch): void {
  const sample = Math.min(tasks, 32);
  for (let j = 0; j < nodes; j++) {
    let sum = 0;
    for (let t = 0; t < sample; t++) sum += duration[t * stride + j]!;
    let q = j;
    for (; q > 0 && slowness[q - 1]! > sum; q--) {
      fastest[q] = fastest[q - 1]!;
      slowness[q] = slowness[q - 1]!;
    }
    fastest[q] = j;
    slowness[q] = sum;
  }
}

function placeInOrder(instance: PlaceInstance, scratch: Scratch): Schedule {
  const { tasks, nodes, stride, input, duration, release, firstPredecessor, predecessor, data } = instance;
  const { available, latency, secondsPerGigabyte } = instance;
  const { order, shortestRemaining } = scratch.order;
  const { finish, nodeOf, fastest, tail, gapCount, gapStart, gapEnd } = scratch;
  const { sentAt, sentData, sentRow, gapNode, gapReady } = scratch;
  const node = new Int32Array(tasks);
  const start = new Float64Array(tasks);
  let makespan = 0;
  for (let j = 0; j < nodes; j++) {
    tail[j] = available[j]!;
    gapCount[j] = 0;
  }
  let hasLatency = false;
  for (let i = 0; i < latency.length; i++) if (latency[i] !== 0) hasLatency = true;

  for (let k = 0; k < tasks; k++) {
    const t = order[k]!;
    const row = t * stride;

    // No node has the data before the last predecessor ends. That one goes first: it usually decides.
    let earliest = release[t]!;
    let sent = 0;
    let latest = 0;
    for (let e = firstPredecessor[t]!, end = firstPredecessor[t + 1]!; e < end; e++) {
      const done = finish[predecessor[e]!]!;
      if (data[e]! !== 0) {
        const slot = done > latest ? 0 : sent;
        if (slot < sent) {
          sentAt[sent] = sentAt[0]!;
          sentData[sent] = sentData[0]!;
          sentRow[sent] = sentRow[0]!;
        }
        if (done > latest) latest = done;
        sentAt[slot] = done;
        sentData[slot] = data[e]!;
        sentRow[slot] = nodeOf[predecessor[e]!]! * stride;
        sent++;
      }
      if (done > earliest) earliest = done;
    }

    let bestFinish = Infinity;
    let bestStart = Infinity;
    let bestNode = -1;
    let bestGap = -1;

    let gapNodes = 0;
    for (let q = 0; q < nodes; q++) {
      const j = fastest[q]!;
      const w = duration[row + j]!;
      if (earliest + w > bestFinish) continue;
      let ready = earliest;
      for (let i = 0; i < sent; i++) {
        const link = sentRow[i]! + j;
        const transfer = sentData[i]! * secondsPerGigabyte[link]!;
        const arrival = sentAt[i]! + (hasLatency ? latency[link]! + transfer : transfer);
        if (arrival > ready) {
          ready = arrival;
          if (ready + w > bestFinish) break;
        }
      }
      const bound = ready + w;
      if (bound > bestFinish) continue;
      const free = w > 0 ? tail[j]! : available[j]!;
      let begin = ready;
      if (free > begin) begin = free;
      const end = begin + w;
      if (end < bestFinish || (end === bestFinish && j < bestNode)) {
        bestFinish = end;
        bestStart = begin;
        bestNode = j;
      }
      const gaps = gapCount[j]!;
      if (gaps > 0 && w > 0 && gapEnd[j * tasks + gaps - 1]! >= bound) {
        gapNode[gapNodes] = j;
        gapReady[gapNodes++] = ready;
      }
    }

    for (let q = 0; q < gapNodes; q++) {
      const j = gapNode[q]!;
      const ready = gapReady[q]!;
      const w = duration[row + j]!;
      const bound = ready + w;
      if (bound > bestFinish) continue;
      const first = j * tasks;
      const end = first + gapCount[j]!;
      // The first gap that ends no earlier than the bound: gallop from the back, then halve.
      let gap = end - 1;
      let below = gap - 1;
      for (let step = 1; below >= first && gapEnd[below]! >= bound; step += step) {
        gap = below;
        below -= step;
      }
      if (below < first) below = first - 1;
      while (gap - below > 1) {
        const middle = (gap + below) >> 1;
        if (gapEnd[middle]! >= bound) gap = middle;
        else below = middle;
      }
      for (; gap < end; gap++) {
        let begin = ready;
        if (gapStart[gap]! > begin) begin = gapStart[gap]!;
        const over = begin + w;
        if (over > bestFinish || (over === bestFinish && j > bestNode)) break;
        if (over <= gapEnd[gap]!) {
          bestFinish = over;
          bestStart = begin;
          bestNode = j;
          bestGap = gap;
          break;
        }
      }
    }

    const position = input[t]!;
    node[position] = bestNode;
    start[position] = bestStart;
    finish[t] = bestFinish;
    nodeOf[t] = bestNode;
    if (bestNode < 0) continue;
    if (bestFinish > makespan) makespan = bestFinish;
    // A task so short that it ends when it starts holds nothing.
    if (bestFinish > bestStart)
      occupy(scratch, tasks, bestNode, bestGap, bestStart, bestFinish, shortestRemaining[k + 1]!);
  }
  return { node, start, makespan };
}

/** Books start … end on a node: in one of its gaps, or after its tail when `gap` is -1. */
function occupy(
  scratch: Scratch,
  room: number,
  node: number,
  gap: number,
  start: number,
  end: number,
  shortest: number,
) {
  const { tail, gapCount, gapStart, gapEnd } = scratch;
  const last = node * room + gapCount[node]!;
  if (gap < 0) {
    if (tail[node]! + shortest <= start) {
      gapStart[last] = tail[node]!;
      gapEnd[last] = start;
      gapCount[node]!++;
    }
    tail[node] = end;
    return;
  }
  const before = gapStart[gap]! + shortest <= start;
  const after = end + shortest <= gapEnd[gap]!;
  if (before && after) {
    gapStart.copyWithin(gap + 1, gap, last);
    gapEnd.copyWithin(gap + 1, gap, last);
    gapEnd[gap] = start;
    gapStart[gap + 1] = end;
    gapCount[node]!++;
  } else if (before) {
    gapEnd[gap] = start;
  } else if (after) {
    gapStart[gap] = end;
  } else {
    gapStart.copyWithin(gap, gap + 1, last);
    gapEnd.copyWithin(gap, gap + 1, last);
    gapCount[node]!--;
  }
}
