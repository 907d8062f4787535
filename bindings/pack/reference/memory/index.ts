/** `allocate` in plain TypeScript: the twin that the kernel is tested against. */
import type { MemoryKernel } from "../../memory/instance.js";
import { annealing } from "./annealing.js";
import { buffersOf } from "./buffers.js";
import { place } from "./construct.js";
import { orderOf } from "./orders.js";

export const memoryReference: MemoryKernel = {
  bound: (instance) => buffersOf(instance).lowerBound,
  construct(instance, { order, choice }) {
    const buffers = buffersOf(instance);
    return place(buffers, orderOf(buffers, order), choice);
  },
  anneal(instance, settings, iterations) {
    const search = memoryReference.search(instance, settings);
    search.step(iterations);
    return search.best();
  },
  search: (instance, settings) => annealing(buffersOf(instance), settings),
};
