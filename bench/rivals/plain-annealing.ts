import type { SequenceInstance } from "../../bindings/sequence/instance.js";

/**
 * Textbook annealing of order and batches on one static server, as one would write it by hand in fast JavaScript: start
 * from shortest job first, random moves, every candidate evaluated in full on typed arrays, Metropolis acceptance.
 * Maximises Σ weight · kept ÷ Σ latency.
 */
export function plainAnnealing(instance: SequenceInstance): (iterations: number, seed: number) => number {
  const { requests: n, maxBatch, kvTokens } = instance;
  const capacity = maxBatch[0]!;
  if (instance.servers !== 1 || instance.slots[0] === 1 || kvTokens[0] !== Infinity) {
    throw new Error("plain annealing knows one static server without a limit of tokens");
  }
  const evaluate = evaluator(instance);

  return (iterations, seed) => {
    const random = generator(seed);
    let order: Int32Array = shortestFirst(instance);
    let candidate: Int32Array = order.slice();
    /** Positions at which batches end. */
    let ends: Int32Array = Int32Array.from({ length: Math.ceil(n / capacity) }, (_, k) =>
      Math.min(n, (k + 1) * capacity),
    );
    let candidateEnds: Int32Array = ends.slice();
    let current = evaluate(order, ends);
    let best = current;
    const [hot, cold] = [current * 3e-3, current * 3e-5];
    const cooling = (cold / hot) ** (1 / iterations);
    let temperature = hot;
    for (let i = 0; i < iterations; i++, temperature *= cooling) {
      candidate.set(order);
      candidateEnds.set(ends);
      const kind = random();
      const a = Math.floor(random() * n);
      const b = Math.floor(random() * n);
      if (kind < 0.6) swap(candidate, a, b);
      else if (kind < 0.9) relocate(candidate, a, b);
      else if (!shiftEnd(candidateEnds, Math.floor(random() * (ends.length - 1)), random() < 0.5 ? 1 : -1, capacity)) {
        continue;
      }
      const value = evaluate(candidate, candidateEnds);
      if (value < current && random() >= Math.exp((value - current) / temperature)) continue;
      [order, candidate] = [candidate, order];
      [ends, candidateEnds] = [candidateEnds, ends];
      current = value;
      if (current > best) best = current;
    }
    return best;
  };
}

function evaluator({ base, perRequest, promiseBase, promisePerRequest, ...instance }: SequenceInstance) {
  const { arrival, weight, deadline, promised, batchLimit } = instance;
  return (order: Int32Array, ends: Int32Array) => {
    let attained = 0;
    let latency = 0;
    let free = instance.available[0]!;
    let from = 0;
    for (let k = 0; k < ends.length; k++) {
      const to = ends[k]!;
      const size = to - from;
      let start = free;
      let longest = 0;
      for (let i = from; i < to; i++) {
        const r = order[i]!;
        const execution = base[r]! + size * perRequest[r]!;
        if (execution > longest) longest = execution;
        if (arrival[r]! > start) start = arrival[r]!;
        latency += execution - arrival[r]!;
      }
      for (let i = from; i < to; i++) {
        const r = order[i]!;
        const moment = start + (promiseBase[r]! + size * promisePerRequest[r]!);
        if (promised[r] === 1 && moment <= deadline[r]! && size <= batchLimit[r]!) attained += weight[r]!;
      }
      latency += size * start;
      free = start + longest;
      from = to;
    }
    return latency > 0 ? attained / latency : 0;
  };
}

function shortestFirst({ requests, base, perRequest, maxBatch }: SequenceInstance): Int32Array {
  const execution = (r: number) => base[r]! + maxBatch[0]! * perRequest[r]!;
  return Int32Array.from({ length: requests }, (_, r) => r).sort((a, b) => execution(a) - execution(b));
}

function swap(order: Int32Array, a: number, b: number): void {
  const r = order[a]!;
  order[a] = order[b]!;
  order[b] = r;
}

/** From position a to position b. */
function relocate(order: Int32Array, a: number, b: number): void {
  const r = order[a]!;
  if (a < b) order.copyWithin(a, a + 1, b + 1);
  else order.copyWithin(b + 1, b, a);
  order[b] = r;
}

/** False when a batch would be empty or too large. */
function shiftEnd(ends: Int32Array, k: number, by: 1 | -1, capacity: number): boolean {
  if (ends.length < 2) return false;
  const before = k === 0 ? 0 : ends[k - 1]!;
  const end = ends[k]! + by;
  if (end <= before || end - before > capacity) return false;
  if (end >= ends[k + 1]! || ends[k + 1]! - end > capacity) return false;
  ends[k] = end;
  return true;
}

/** mulberry32: uniform numbers from 0 to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
