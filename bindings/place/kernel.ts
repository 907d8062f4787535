import { newFloat64, newInt32, readFloat64, readInt32 } from "../wasm/arrays.js";
import type { Host } from "../wasm/host.js";
import type { PlaceInstance, PlaceKernel } from "./instance.js";
import { nodeRules, priorityRules } from "./options.js";

/** `place` by the Wasm kernels. */
export function placeKernel(host: Host): PlaceKernel {
  return (instance, { combination, averageCommunication, seed }) =>
    host.call("place", instance, inputsOf(instance), (exports, inputs) => {
      const { tasks } = instance;
      const mean = instance.mean[averageCommunication];
      const node = newInt32(exports, tasks);
      const start = newFloat64(exports, tasks);
      const finish = newFloat64(exports, tasks);
      const makespan = exports.place(
        tasks,
        instance.nodes,
        instance.stride,
        instance.lanes,
        ...inputs,
        mean.latency,
        mean.secondsPerGigabyte,
        priorityRules.indexOf(combination.priority),
        nodeRules.indexOf(combination.node),
        Number(combination.timeline === "insertion"),
        Number(combination.ready === "batch"),
        seed,
        node,
        start,
        finish,
      );
      return {
        node: readInt32(exports, node, tasks),
        start: readFloat64(exports, start, tasks),
        finish: readFloat64(exports, finish, tasks),
        makespan,
      };
    });
}

/** In the order of the kernel's parameters. */
function inputsOf(instance: PlaceInstance) {
  return [
    instance.input,
    instance.duration,
    instance.release,
    instance.firstPredecessor,
    instance.predecessor,
    instance.data,
    instance.available,
    instance.latency,
    instance.secondsPerGigabyte,
    instance.demand,
    instance.capacity,
  ];
}
