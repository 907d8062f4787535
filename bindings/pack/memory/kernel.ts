import type { KernelSearch } from "../../search.js";
import type { Arena } from "../../wasm/arena.js";
import type { Host, Session } from "../../wasm/host.js";
import type { MemoryInstance, MemoryKernel, MemorySettings } from "./instance.js";
import { bufferOrders, placeChoices } from "./options.js";

const stepIterations = 1024;

/** `allocate` by the Wasm kernels. */
export function memoryKernel(host: Host): MemoryKernel {
  return {
    bound: (instance) => call(host, instance, ({ exports }, address) => exports.memoryBound(address)),
    construct: (instance, { order, choice }) =>
      call(host, instance, (arena, address) => {
        const offset = arena.newFloat64(instance.buffers);
        const parameters = [bufferOrders.indexOf(order), placeChoices.indexOf(choice)];
        arena.exports.memoryConstruct(address, ...parameters, offset);
        return arena.readFloat64(offset, instance.buffers);
      }),
    anneal: (instance, { seed, schedule }, iterations) =>
      call(host, instance, (arena, address) => {
        const { exports } = arena;
        const offset = arena.newFloat64(instance.buffers);
        const search = exports.openMemorySearch(address, seed, schedule);
        // In steps, so that the engine can put optimised code in place.
        for (let left = iterations; left > 0; left -= stepIterations) {
          if (!exports.stepMemorySearch(search, Math.min(stepIterations, left))) break;
        }
        exports.readMemorySearch(search, offset);
        return arena.readFloat64(offset, instance.buffers);
      }),
    search: (instance, settings) => searchIn(host.session("allocate", inputsOf(instance)), instance, settings),
  };
}

function searchIn(
  session: Session,
  instance: MemoryInstance,
  { seed, schedule }: MemorySettings,
): KernelSearch<Float64Array> {
  const { search, offset } = session.call((arena) => ({
    search: arena.exports.openMemorySearch(kernelInstanceOf(arena, instance), seed, schedule),
    offset: arena.newFloat64(instance.buffers),
  }));
  return {
    step: (iterations) => session.call(({ exports }) => exports.stepMemorySearch(search, iterations) === 1),
    get iterations() {
      return session.call(({ exports }) => exports.memorySearchIterations(search));
    },
    best: () =>
      session.call((arena) => {
        arena.exports.readMemorySearch(search, offset);
        return arena.readFloat64(offset, instance.buffers);
      }),
  };
}

/** @param body is handed the address of the kernel's instance */
function call<T>(host: Host, instance: MemoryInstance, body: (arena: Arena, address: number) => T): T {
  return host.call("allocate", instance, inputsOf(instance), (arena) => body(arena, kernelInstanceOf(arena, instance)));
}

function kernelInstanceOf(arena: Arena, { buffers, capacity }: MemoryInstance): number {
  return arena.exports.memoryInstance(buffers, capacity, ...arena.inputs);
}

/** In the order of the kernel's parameters. */
function inputsOf({ size, start, end, alignment }: MemoryInstance) {
  return [size, start, end, alignment];
}
