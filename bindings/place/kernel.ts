import type { Host } from "../wasm/host.js";
import type { PlaceKernel } from "./instance.js";
import { nodeRules, priorityRules } from "./options.js";

/** `place` by the Wasm kernels. */
export function placeKernel(host: Host): PlaceKernel {
  return (instance, { combination, averageCommunication, seed }) =>
    host.call("place", (exports, frame) => {
      const { tasks } = instance;
      const mean = instance.mean[averageCommunication];
      const node = frame.outputInt32(tasks);
      const start = frame.outputFloat64(tasks);
      const finish = frame.outputFloat64(tasks);
      const problem = [
        tasks,
        instance.nodes,
        instance.stride,
        instance.lanes,
        frame.input(instance.input),
        frame.input(instance.duration),
        frame.input(instance.release),
        frame.input(instance.firstPredecessor),
        frame.input(instance.predecessor),
        frame.input(instance.data),
        frame.input(instance.available),
        frame.input(instance.latency),
        frame.input(instance.secondsPerGigabyte),
        mean.latency,
        mean.secondsPerGigabyte,
        frame.input(instance.demand),
        frame.input(instance.capacity),
      ];
      frame.fill();
      const makespan = exports.place(
        ...problem,
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
        node: frame.readInt32(node, tasks),
        start: frame.readFloat64(start, tasks),
        finish: frame.readFloat64(finish, tasks),
        makespan,
      };
    });
}
