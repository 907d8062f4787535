import type { Host } from "../../wasm/host.js";
import { inputsOf, kernelInstanceOf } from "../kernel.js";
import { goals, type InstanceMove, type RepackKernel } from "./instance.js";

/** Integers that the kernel writes for a move. */
const stride = 5;

/** `repack` by the Wasm kernels. */
export function repackKernel(host: Host): RepackKernel {
  return {
    repack: (instance, { bin, gpus }, goal, maxMoves) =>
      host.call("repack", instance, inputsOf(instance), (arena) => {
        const log = arena.newInt32(stride * instance.items);
        const count = arena.exports.repackPacking(
          kernelInstanceOf(arena, instance),
          ...[arena.copyIn(bin), arena.copyIn(gpus), goals.indexOf(goal), maxMoves, log],
        );
        const values = arena.readInt32(log, stride * count);
        return Array.from({ length: count }, (_, k) => moveOf(values.subarray(stride * k)));
      }),
  };
}

function moveOf(values: Int32Array): InstanceMove {
  const [item, fromBin, fromGpus, toBin, toGpus] = values;
  return { item: item!, fromBin: fromBin!, fromGpus: fromGpus!, toBin: toBin!, toGpus: toGpus! };
}
