import type { Host } from "../wasm/host.js";
import type { PlaceInstance, PlaceKernel } from "./instance.js";
import { nodeRules, priorityRules } from "./options.js";

/** `place` by the Wasm kernels. */
export function placeKernel(host: Host): PlaceKernel {
  return (instance, { combination, averageCommunication, seed }) =>
    host.call("place", instance, inputsOf(instance), (arena) => {
      const { tasks } = instance;
      const mean = instance.mean[averageCommunication];
      const node = arena.newInt32(tasks);
      const start = arena.newFloat64(tasks);
      const finish = arena.newFloat64(tasks);
      const makespan = arena.exports.place(
        tasks,
        instance.nodes,
        instance.stride,
        instance.lanes,
        ...arena.inputs,
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
        node: arena.readInt32(node, tasks),
        start: arena.readFloat64(start, tasks),
        finish: arena.readFloat64(finish, tasks),
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
