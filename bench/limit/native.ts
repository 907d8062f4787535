/** The C yardstick, compiled on the spot where there is a compiler. */
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { PlaceInstance } from "../../bindings/place/instance.js";

export interface NativeHeft {
  /** Hands instances over; to be disposed of. */
  load(instances: PlaceInstance[]): LoadedHeft;
  dispose(): void;
}

export interface LoadedHeft {
  instances: number;
  /** Makespan of each instance. */
  makespans(): number[];
  /** Milliseconds per instance, one sample per round of passes over all instances. */
  time(rounds: number, passes: number): number[];
}

/** `undefined` without a C compiler that takes the flags; it says why itself. Contraction to fused multiply-add is off: it would round differently. */
export function compileHeft(...flags: string[]): NativeHeft | undefined {
  const folder = mkdtempSync(join(tmpdir(), "lehr-heft-"));
  const program = join(folder, "heft");
  const source = fileURLToPath(new URL("heft.c", import.meta.url));
  const dispose = () => rmSync(folder, { recursive: true, force: true });
  const standard = ["-std=c11", "-D_POSIX_C_SOURCE=200809L", "-ffp-contract=off"];
  try {
    execFileSync("gcc", [...standard, ...flags, "-o", program, source, "-lm"], {
      stdio: ["ignore", "ignore", "inherit"],
    });
  } catch {
    dispose();
    return undefined;
  }
  let loads = 0;
  return {
    load(instances) {
      const inputs = join(folder, `instances-${loads++}`);
      mkdirSync(inputs);
      const files = instances.map((instance, index) => {
        const file = join(inputs, `${index}`);
        writeFileSync(file, serialize(instance));
        return file;
      });
      const run = (rounds: number, passes: number) =>
        execFileSync(program, [`${rounds}`, `${passes}`, ...files], { encoding: "utf8" })
          .trim()
          .split("\n");
      return {
        instances: instances.length,
        makespans: () => run(0, 0)[0]!.split(" ").map(Number),
        time: (rounds, passes) =>
          run(rounds, passes)
            .slice(1)
            .map((nanoseconds) => Number(nanoseconds) / 1e6),
      };
    },
    dispose,
  };
}

/** In the layout that heft.c describes. */
function serialize(instance: PlaceInstance): Uint8Array {
  const { tasks, nodes, stride, firstPredecessor, predecessor } = instance;
  const mean = instance.mean["linked-pairs"];
  const integers = [Int32Array.of(tasks, nodes, stride, predecessor.length), firstPredecessor, predecessor];
  const odd = (tasks + 1 + predecessor.length) % 2 === 1;
  const numbers = [
    Float64Array.of(mean.latency, mean.secondsPerGigabyte),
    instance.duration,
    instance.release,
    instance.data,
    instance.available,
    instance.latency,
    instance.secondsPerGigabyte,
  ];
  const parts = [...integers, new Int32Array(odd ? 1 : 0), ...numbers];
  return Buffer.concat(parts.map((part) => new Uint8Array(part.buffer, part.byteOffset, part.byteLength)));
}
