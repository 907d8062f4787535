/**
 * The numbers of a task that list schedulers order by, each computed over the graph alone before anything is placed.
 * Every function is linear in tasks × nodes + edges. Tasks are numbered topologically, so a pass from the last task to
 * the first sees successors before predecessors; each task then pushes its value to its predecessors.
 */
import { greater, load2, min2, store2 } from "../simd";
import { Instance } from "./instance";

/** What the durations of each task say. */
@final
export class Durations {
  /** [tasks] Mean over the nodes that can run the task, summed in node order; 0 when none can. */
  mean: StaticArray<f64>;
  /** [tasks] Least that takes time; Infinity when there is none. */
  shortest: StaticArray<f64>;
  /** [tasks] Whether the task takes no time on some node. */
  instant: StaticArray<bool>;

  constructor(tasks: i32) {
    this.mean = new StaticArray<f64>(tasks);
    this.shortest = new StaticArray<f64>(tasks);
    this.instant = new StaticArray<bool>(tasks);
  }
}

export function durationsOf(instance: Instance): Durations {
  const tasks = instance.tasks;
  const result = new Durations(tasks);
  let task = 0;
  for (; task + 1 < tasks; task += 2) summarizeTwo(instance, task, result);
  if (task < tasks) summarize(instance, task, result);
  return result;
}

/** Two neighbouring tasks, one per lane, so that each sum still adds up in node order. */
// @ts-ignore: decorator
@inline
function summarizeTwo(instance: Instance, task: i32, result: Durations): void {
  const duration = instance.duration;
  const nodes = instance.nodes;
  const first = task * instance.stride;
  const second = first + instance.stride;
  let sum = f64x2.splat(0);
  let least = f64x2.splat(Infinity);
  let node = 0;
  for (; node + 1 < nodes; node += 2) {
    const a = load2(duration, first + node);
    const b = load2(duration, second + node);
    const even = v128.shuffle<f64>(a, b, 0, 2);
    const odd = v128.shuffle<f64>(a, b, 1, 3);
    sum = f64x2.add(f64x2.add(sum, even), odd);
    least = min2(least, min2(even, odd));
  }
  if (node < nodes) {
    const last = v128.shuffle<f64>(load2(duration, first + node), load2(duration, second + node), 0, 2);
    sum = f64x2.add(sum, last);
    least = min2(least, last);
  }
  const plain = v128.and(f64x2.lt(sum, f64x2.splat(Infinity)), f64x2.gt(least, f64x2.splat(0)));
  if (!i64x2.all_true(plain)) {
    summarize(instance, task, result);
    summarize(instance, task + 1, result);
    return;
  }
  store2(result.mean, task, f64x2.div(sum, f64x2.splat(<f64>nodes)));
  store2(result.shortest, task, least);
}

function summarize(instance: Instance, task: i32, result: Durations): void {
  const row = task * instance.stride;
  let sum = 0.0;
  let eligible = 0;
  let shortest = Infinity;
  for (let node = 0; node < instance.nodes; node++) {
    const seconds = instance.duration[row + node];
    if (seconds == Infinity) continue;
    sum += seconds;
    eligible++;
    if (seconds == 0) result.instant[task] = true;
    else shortest = min(shortest, seconds);
  }
  result.mean[task] = eligible > 0 ? sum / <f64>eligible : 0;
  result.shortest[task] = shortest;
}

/** Upward rank (Topcuoglu, Hariri, Wu 2002, equation 8): the mean length of the longest path from a task to an exit. */
export function upwardRanks(instance: Instance, meanDuration: StaticArray<f64>): StaticArray<f64> {
  const firstPredecessor = instance.firstPredecessor;
  const predecessors = instance.predecessor;
  const rank = new StaticArray<f64>(instance.tasks);
  for (let task = instance.tasks - 1; task >= 0; task--) {
    const own = meanDuration[task] + rank[task];
    rank[task] = own;
    for (let edge = firstPredecessor[task], end = firstPredecessor[task + 1]; edge < end; edge++) {
      const predecessor = predecessors[edge];
      rank[predecessor] = greater(rank[predecessor], instance.meanCommunication(edge) + own);
    }
  }
  return rank;
}

/** Static level (Hwang et al. 1989): the upward rank without communication. */
export function staticLevels(instance: Instance, meanDuration: StaticArray<f64>): StaticArray<f64> {
  const level = new StaticArray<f64>(instance.tasks);
  for (let task = instance.tasks - 1; task >= 0; task--) {
    const own = meanDuration[task] + level[task];
    level[task] = own;
    for (let edge = instance.firstPredecessor[task], end = instance.firstPredecessor[task + 1]; edge < end; edge++) {
      const predecessor = instance.predecessor[edge];
      level[predecessor] = max(level[predecessor], own);
    }
  }
  return level;
}

/** Downward rank (Topcuoglu, Hariri, Wu 2002, equation 9): the mean length of the longest path from an entry to a task. */
export function downwardRanks(instance: Instance, meanDuration: StaticArray<f64>): StaticArray<f64> {
  const rank = new StaticArray<f64>(instance.tasks);
  for (let task = 0; task < instance.tasks; task++) {
    for (let edge = instance.firstPredecessor[task], end = instance.firstPredecessor[task + 1]; edge < end; edge++) {
      const predecessor = instance.predecessor[edge];
      const through = rank[predecessor] + meanDuration[predecessor] + instance.meanCommunication(edge);
      rank[task] = max(rank[task], through);
    }
  }
  return rank;
}

/**
 * Tasks of one critical path (Topcuoglu, Hariri, Wu 2002, section 4.2): from the entry task of highest priority, always
 * the successor that attains the maximum of the upward rank; ties fall to the lower number.
 */
export function criticalPath(instance: Instance, upward: StaticArray<f64>, priority: StaticArray<f64>): StaticArray<bool> {
  const tasks = instance.tasks;
  const longest = new StaticArray<f64>(tasks);
  const next = new StaticArray<i32>(tasks);
  next.fill(-1);
  let entry = -1;
  for (let task = tasks - 1; task >= 0; task--) {
    const first = instance.firstPredecessor[task];
    const end = instance.firstPredecessor[task + 1];
    if (first == end && (entry < 0 || priority[task] >= priority[entry])) entry = task;
    for (let edge = first; edge < end; edge++) {
      const predecessor = instance.predecessor[edge];
      const through = instance.meanCommunication(edge) + upward[task];
      if (through >= longest[predecessor]) {
        longest[predecessor] = through;
        next[predecessor] = task;
      }
    }
  }
  const critical = new StaticArray<bool>(tasks);
  for (let task = entry; task >= 0; task = next[task]) critical[task] = true;
  return critical;
}

/** The optimistic cost table of PEFT (Arabnejad, Barbosa 2014). */
@final
export class OptimisticCosts {
  /** [tasks × stride] Least time from the end of the task on the node to the end of the workflow. */
  cost: StaticArray<f64>;
  /** [tasks] Mean over the nodes that can run the task. */
  rank: StaticArray<f64>;

  constructor(tasks: i32, stride: i32) {
    this.cost = new StaticArray<f64>(tasks * stride);
    this.rank = new StaticArray<f64>(tasks);
  }
}

/** Equation 3 there: over successors the greatest, over their nodes the least, of cost, duration and mean communication. */
export function optimisticCosts(instance: Instance): OptimisticCosts {
  const nodes = instance.nodes;
  const stride = instance.stride;
  const result = new OptimisticCosts(instance.tasks, stride);
  const cost = result.cost;
  const through = new StaticArray<f64>(stride);
  for (let task = instance.tasks - 1; task >= 0; task--) {
    const row = task * stride;
    let sum = 0.0;
    let eligible = 0;
    let least = Infinity;
    for (let node = 0; node < nodes; node++) {
      const seconds = instance.duration[row + node];
      through[node] = cost[row + node] + seconds;
      least = min(least, through[node]);
      if (seconds < Infinity) {
        sum += cost[row + node];
        eligible++;
      }
    }
    result.rank[task] = eligible > 0 ? sum / <f64>eligible : 0;
    if (eligible == 0) continue;
    for (let edge = instance.firstPredecessor[task], end = instance.firstPredecessor[task + 1]; edge < end; edge++) {
      const elsewhere = least + instance.meanCommunication(edge);
      const predecessorRow = instance.predecessor[edge] * stride;
      for (let node = 0; node < nodes; node++) {
        const best = min(through[node], elsewhere);
        cost[predecessorRow + node] = max(cost[predecessorRow + node], best);
      }
    }
  }
  return result;
}
