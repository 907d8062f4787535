import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidOptionsError } from "../../../bindings/errors.js";
import { KvBlocks } from "../../../bindings/pack/memory/kv-blocks.js";

describe("KvBlocks", () => {
  test("takes whole blocks, and gives them back", () => {
    const cache = new KvBlocks({ blocks: 10, blockTokens: 16, watermark: 0 });
    expect(cache.allocate("a", 17)).toBe(true);
    expect(cache.figures()).toEqual({
      blocksUsed: 2,
      blocksFree: 8,
      sequences: 1,
      tokens: 17,
      wasteTokens: 15,
      wasteShare: 15 / 32,
    });
    expect(cache.append("a", 15)).toBe(true);
    expect(cache.figures()).toMatchObject({ blocksUsed: 2, wasteTokens: 0, wasteShare: 0 });
    expect(cache.append("a")).toBe(true);
    expect(cache.figures()).toMatchObject({ blocksUsed: 3, wasteTokens: 15 });
    cache.free("a");
    expect(cache.figures()).toMatchObject({ blocksUsed: 0, blocksFree: 10, sequences: 0, tokens: 0, wasteShare: 0 });
  });

  test("admits up to the watermark; what grows goes beyond", () => {
    const cache = new KvBlocks({ blocks: 10, blockTokens: 16, watermark: 0.25 });
    expect(cache.reserve).toBe(2);
    expect(cache.canAdmit(8 * 16)).toBe(true);
    expect(cache.canAdmit(8 * 16 + 1)).toBe(false);
    expect(cache.allocate("a", 8 * 16)).toBe(true);
    expect(cache.allocate("b", 1)).toBe(false);
    expect(cache.append("a", 2 * 16)).toBe(true);
    expect(cache.append("a")).toBe(false);
    expect(cache.figures()).toMatchObject({ blocksUsed: 10, blocksFree: 0, sequences: 1, tokens: 160 });
  });

  test("refuses what makes no sense", () => {
    const cache = new KvBlocks({ blocks: 10 });
    cache.allocate("a", 1);
    expect(() => cache.allocate("a", 1)).toThrow(expect.objectContaining({ code: "duplicate-id" }));
    expect(() => cache.append("b")).toThrow('there is no sequence "b"');
    expect(() => cache.free("b")).toThrow(expect.objectContaining({ code: "unknown-id" }));
    expect(() => cache.append("a", 0)).toThrow(InvalidOptionsError);
    expect(() => cache.canAdmit(1.5)).toThrow(InvalidOptionsError);
    expect(() => new KvBlocks({ blocks: 0 })).toThrow(InvalidOptionsError);
    expect(() => new KvBlocks({ blocks: 1, blockTokens: Number.NaN })).toThrow(InvalidOptionsError);
    expect(() => new KvBlocks({ blocks: 1, watermark: 1 })).toThrow(InvalidOptionsError);
    expect(cache.figures()).toMatchObject({ blocksUsed: 1, tokens: 1 });
  });

  test("its figures are sums over its sequences, and waste is below a block for each", () => {
    const step = fc.record({
      id: fc.constantFrom("a", "b", "c"),
      tokens: fc.integer({ min: 1, max: 40 }),
      end: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 20 }), (steps, blockTokens) => {
        const cache = new KvBlocks({ blocks: 12, blockTokens, watermark: 0.1 });
        const held = new Map<string, number>();
        for (const { id, tokens, end } of steps) {
          const before = held.get(id);
          if (before !== undefined && end) {
            cache.free(id);
            held.delete(id);
          } else if (before === undefined ? cache.allocate(id, tokens) : cache.append(id, tokens)) {
            held.set(id, (before ?? 0) + tokens);
          }
          const all = [...held.values()];
          const blocksUsed = all.reduce((sum, each) => sum + Math.ceil(each / blockTokens), 0);
          const figures = cache.figures();
          expect(figures).toMatchObject({ blocksUsed, sequences: held.size, tokens: all.reduce((a, b) => a + b, 0) });
          expect(figures.blocksUsed + figures.blocksFree).toBe(12);
          expect(figures.blocksFree).toBeGreaterThanOrEqual(0);
          expect(figures.wasteTokens).toBeLessThanOrEqual(held.size * (blockTokens - 1));
        }
      }),
    );
  });
});
