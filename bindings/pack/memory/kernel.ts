import type { Arena } from "../../wasm/arena.js";
import type { Host } from "../../wasm/host.js";
import type { MemoryInstance, MemoryKernel } from "./instance.js";
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
  };
}

/** @param body is handed the address of the kernel's instance */
function call<T>(host: Host, instance: MemoryInstance, body: (arena: Arena, address: number) => T): T {
  const { buffers, capacity, size, start, end, alignment } = instance;
  return host.call("allocate", instance, [size, start, end, alignment], (arena) =>
    body(arena, arena.exports.memoryInstance(buffers, capacity, ...arena.inputs)),
  );
}
