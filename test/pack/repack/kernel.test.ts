import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { PackInstance, PackSolution } from "../../../bindings/pack/instance.js";
import { repackReference } from "../../../bindings/pack/reference/repack.js";
import { packReference } from "../../../bindings/pack/reference.js";
import { goals, type InstanceMove } from "../../../bindings/pack/repack/instance.js";
import { repackKernel } from "../../../bindings/pack/repack/kernel.js";
import { Random } from "../../../bindings/random.js";
import { packCombinations } from "../../../bindings/testing/options.js";
import { Host } from "../../../bindings/wasm/host.js";
import { violationsOf } from "../constraints.js";
import { oneDimensional, packInstance } from "../instances.js";
import { roomMade, roomMadeStart } from "./room-made.js";

const kernels = ["release", "debug"].map((build) => {
  const bytes = readFileSync(new URL(`../../../build/${build}.wasm`, import.meta.url));
  return { name: build, kernel: repackKernel(new Host(new WebAssembly.Module(bytes))) };
});

const cases = fc.record({
  instance: packInstance({ maxItems: 16 }),
  combination: packCombinations(),
  goal: fc.constantFrom(...goals),
  maxMoves: fc.nat(16),
});

function freeBins({ bins }: PackInstance, { bin }: PackSolution): number {
  return bins - new Set([...bin].filter((b) => b !== -1)).size;
}

function freeDevices({ bins, kind, firstGpu, gpuFree, gpuUnits }: PackInstance, { bin, gpus }: PackSolution): number {
  let free = 0;
  for (let b = 0; b < bins; b++) {
    const set = [...gpus].reduce((all, devices, item) => (bin[item] === b ? all | devices : all), 0);
    const first = firstGpu[kind[b]!]!;
    for (let d = first; d < firstGpu[kind[b]! + 1]!; d++) {
      if (gpuFree[d] === gpuUnits && !((set >>> (d - first)) & 1)) free++;
    }
  }
  return free;
}

function apply(packing: PackSolution, move: InstanceMove): PackSolution {
  const after = { bin: packing.bin.slice(), gpus: packing.gpus.slice() };
  after.bin[move.item] = move.toBin;
  after.gpus[move.item] = move.toGpus;
  return after;
}

describe("repack", () => {
  test("keeps every constraint at every step, within its moves, and frees without taking", () => {
    let freed = 0;
    fc.assert(
      fc.property(cases, ({ instance, combination, goal, maxMoves }) => {
        const start = packReference.construct(instance, combination);
        const moves = repackReference.repack(instance, start, goal, Math.min(maxMoves, instance.items));
        expect(moves.length).toBeLessThanOrEqual(maxMoves);
        expect(new Set(moves.map(({ item }) => item)).size).toBe(moves.length);
        let packing = start;
        for (const move of moves) {
          expect([packing.bin[move.item], packing.gpus[move.item]]).toEqual([move.fromBin, move.fromGpus]);
          packing = apply(packing, move);
          expect(violationsOf(instance, packing)).toEqual([]);
        }
        const bins = freeBins(instance, packing) - freeBins(instance, start);
        const devices = freeDevices(instance, packing) - freeDevices(instance, start);
        expect(Math.min(bins, devices)).toBeGreaterThanOrEqual(0);
        if (moves.length > 0) expect(goal === "bins" ? bins : devices).toBeGreaterThan(0);
        freed += bins + devices;
      }),
      { numRuns: 400 },
    );
    expect(freed).toBeGreaterThan(0);
  });

  test.each(kernels)("is that of the reference ($name)", ({ kernel }) => {
    fc.assert(
      fc.property(cases, ({ instance, combination, goal, maxMoves }) => {
        const start = packReference.construct(instance, combination);
        const most = Math.min(maxMoves, instance.items);
        expect(kernel.repack(instance, start, goal, most)).toEqual(repackReference.repack(instance, start, goal, most));
      }),
      { numRuns: 400 },
    );
  });

  test.each(kernels)("what found no bin may find one after room was made ($name)", ({ kernel }) => {
    const expected = repackReference.repack(roomMade, roomMadeStart, "bins", roomMade.items);
    expect(expected.length).toBeGreaterThan(0);
    expect(kernel.repack(roomMade, roomMadeStart, "bins", roomMade.items)).toEqual(expected);
  });

  test("empties the bin that takes the fewest moves", () => {
    const instance = oneDimensional([3, 3, 4, 5], 10, 3);
    const start = { bin: Int32Array.of(0, 0, 1, 2), gpus: new Int32Array(4) };
    expect(repackReference.repack(instance, start, "bins", 1)).toEqual([
      { item: 2, fromBin: 1, fromGpus: 0, toBin: 0, toGpus: 0 },
    ]);
  });

  test("moves another item out of the way", () => {
    // 6 fits nowhere until 3 has left 5 + 3.
    const instance = oneDimensional([6, 5, 3, 3, 4], 11, 3);
    const start = { bin: Int32Array.of(0, 1, 1, 2, 2), gpus: new Int32Array(5) };
    const moves = repackReference.repack(instance, start, "bins", 2);
    expect(moves.map(({ item, toBin }) => [item, toBin])).toEqual([
      [2, 2],
      [0, 1],
    ]);
    expect(repackReference.repack(instance, start, "bins", 1)).toEqual([]);
  });

  test.each(kernels)("256 items are tried that could make room, and not one more ($name)", ({ kernel }) => {
    // A 6 in bin 0; then bins of 6 + 1, where the 6 could make room but fits nowhere; in the last bin a 4, which fits beside.
    const behind = (blockers: number) => {
      const sizes = [6, ...Array.from({ length: blockers }, () => [6, 1]).flat(), 4, 2];
      const bin = Int32Array.from(sizes, (_, item) => (item + 1) >> 1);
      const start = { bin, gpus: new Int32Array(sizes.length) };
      return kernel
        .repack(oneDimensional(sizes, 11, blockers + 2), start, "bins", 2)
        .map(({ item, toBin }) => [item, toBin]);
    };
    expect(behind(255)).toEqual([
      [511, 1],
      [0, 256],
    ]);
    // Bin 0 stays, and the last one is emptied.
    expect(behind(256)).toEqual([
      [513, 1],
      [514, 2],
    ]);
  });

  test.each(kernels)("is that of the reference where bins are full and rounds are many ($name)", ({ kernel }) => {
    let moved = 0;
    for (let seed = 1; seed <= 2; seed++) {
      const random = new Random(seed);
      const sizes = Array.from({ length: 50 }, () => 5 + random.below(60));
      const instance = oneDimensional(sizes, 100, 40);
      // Next fit leaves room, but never much of it.
      const start = packReference.construct(instance, {
        order: "input",
        choice: "next",
        weights: "average",
        bins: "input",
      });
      const moves = kernel.repack(instance, start, "bins", 50);
      expect(moves).toEqual(repackReference.repack(instance, start, "bins", 50));
      moved += moves.length;
    }
    expect(moved).toBeGreaterThan(10);
  });
});
