import { exponentialQuantiles } from "../../../quantiles.js";
import { Random } from "../../../random.js";
import type { KernelSearch } from "../../../search.js";
import type { MemorySettings } from "../../memory/instance.js";
import { bufferOrders } from "../../memory/options.js";
import { type Buffers, heightOf } from "./buffers.js";
import { place } from "./construct.js";
import { orderOf } from "./orders.js";

const heat = 0.005;

interface State {
  order: readonly number[];
  offset: Float64Array;
  height: number;
}

/** See `assembly/pack/memory/annealing.ts`. */
export function annealing(buffers: Buffers, { seed, schedule }: MemorySettings): KernelSearch<Float64Array> {
  const random = new Random(seed);
  const target = Math.max(buffers.capacity, buffers.lowerBound);
  const stateOf = (order: readonly number[]): State => {
    const offset = place(buffers, order, "skyline");
    return { order, offset, height: heightOf(buffers, offset) };
  };
  let state = bufferOrders.map((order) => stateOf(orderOf(buffers, order))).reduce(lower);
  let best = state;
  let done = 0;
  const isOpen = () => done < schedule && best.height > target;
  const iterate = () => {
    const left = 1 - done++ / schedule;
    const order = proposal(buffers, state, target, random);
    const temperature = heat * target * (left * left);
    const highest = state.height + temperature * exponentialQuantiles[random.below(1024)]!;
    const next = stateOf(order);
    if (next.height > highest) return;
    state = next;
    best = lower(best, state);
  };
  return {
    step(iterations) {
      for (let k = 0; k < iterations && isOpen(); k++) iterate();
      return isOpen();
    },
    get iterations() {
      return done;
    },
    best: () => best.offset,
  };
}

/** The first of equal ones. */
function lower(a: State, b: State): State {
  return b.height < a.height ? b : a;
}

function proposal({ buffers, size }: Buffers, { order, offset }: State, target: number, random: Random): number[] {
  const draw = random.below(4);
  if (draw < 2) {
    const tooHigh = [...order.keys()].filter((k) => offset[order[k]!]! + size[order[k]!]! > target);
    const from = tooHigh[random.below(tooHigh.length)]!;
    return from === 0 ? [...order] : moved(order, from, random.below(from));
  }
  const a = random.below(buffers);
  const b = random.below(buffers);
  if (draw === 2) return moved(order, a, b);
  return order.with(a, order[b]!).with(b, order[a]!);
}

function moved(order: readonly number[], from: number, to: number): number[] {
  return order.toSpliced(from, 1).toSpliced(to, 0, order[from]!);
}
