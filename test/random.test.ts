import { readFileSync } from "node:fs";
import { instantiateSync } from "@assemblyscript/loader";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../bindings/random.js";
import type { KernelExports } from "../bindings/wasm/exports.js";
import { belowVectors, nextVectors } from "./random-vectors.js";

const anySeed = fc.integer({ min: 0, max: 0xffffffff });

describe.each(["release", "debug"])("the generator of the %s kernels", (build) => {
  const bytes = readFileSync(new URL(`../build/${build}.wasm`, import.meta.url));
  const { exports } = instantiateSync<KernelExports>(new WebAssembly.Module(bytes), {});

  test.each(nextVectors)("yields the written integers from seed $seed", ({ seed, next }) => {
    expect(next.map((_, draw) => exports.randomNext(seed, draw + 1) >>> 0)).toEqual(next);
  });

  test.each(belowVectors)("yields the written integers below $n from seed $seed", ({ seed, n, below }) => {
    expect(below.map((_, draw) => exports.randomBelow(seed, draw + 1, n) >>> 0)).toEqual(below);
  });
});

describe("random", () => {
  test.each(nextVectors)("yields the written integers from seed $seed", ({ seed, next }) => {
    const random = new Random(seed);
    expect(next.map(() => random.next())).toEqual(next);
  });

  test.each(belowVectors)("yields the written integers below $n from seed $seed", ({ seed, n, below }) => {
    const random = new Random(seed);
    expect(below.map(() => random.below(n))).toEqual(below);
  });

  test("is xoshiro128** from a state of splitmix32", () => {
    fc.assert(
      fc.property(anySeed, (seed) => {
        const random = new Random(seed);
        const model = xoshiro128(splitmix32(BigInt(seed)));
        for (let draw = 0; draw < 20; draw++) expect(random.next()).toBe(Number(model()));
      }),
    );
  });

  test("takes the high half of the product", () => {
    fc.assert(
      fc.property(anySeed, fc.integer({ min: 1, max: 0xffffffff }), (seed, n) => {
        const next = new Random(seed).next();
        expect(new Random(seed).below(n)).toBe(Number((BigInt(next) * BigInt(n)) >> 32n));
      }),
    );
  });

  test("the model it is compared with yields the published integers from state 1, 2, 3, 4", () => {
    const next = xoshiro128([1n, 2n, 3n, 4n]);
    const published = [11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849];
    expect(published.map(() => Number(next()))).toEqual(published);
  });
});

const word = (x: bigint) => BigInt.asUintN(32, x);

function xoshiro128(state: bigint[]): () => bigint {
  const rotate = (x: bigint, bits: bigint) => word((x << bits) | (word(x) >> (32n - bits)));
  let [a, b, c, d] = state as [bigint, bigint, bigint, bigint];
  return () => {
    const result = word(rotate(word(b * 5n), 7n) * 9n);
    const [e, f] = [c ^ a, d ^ b];
    [a, b, c, d] = [a ^ f, b ^ e, e ^ word(b << 9n), rotate(f, 11n)];
    return result;
  };
}

function splitmix32(seed: bigint): bigint[] {
  return [1n, 2n, 3n, 4n].map((step) => {
    let x = word(seed + step * 0x9e3779b9n);
    x = word((x ^ (x >> 16n)) * 0x21f0aaadn);
    x = word((x ^ (x >> 15n)) * 0x735a2d97n);
    return x ^ (x >> 15n);
  });
}
