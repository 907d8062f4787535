import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { scaleOf } from "../../bindings/cluster/quantize.js";

const limit = 2 ** 30;

function inUnits(capacities: number[], sizes: number[], most = limit) {
  const scale = scaleOf(capacities, sizes, most);
  return { capacities: capacities.map(scale.capacity), sizes: sizes.map(scale.size) };
}

describe("scaleOf", () => {
  it("measures in the largest common unit", () => {
    expect(inUnits([8, 16], [2, 6])).toEqual({ capacities: [4, 8], sizes: [1, 3] });
    expect(inUnits([7], [2, 3])).toEqual({ capacities: [7], sizes: [2, 3] });
  });

  it("takes decimals for what they are written as", () => {
    expect(inUnits([0.3], [0.1, 0.2, 0.1 + 0.2])).toEqual({ capacities: [3], sizes: [1, 2, 3] });
    expect(inUnits([2.01], [1.005])).toEqual({ capacities: [2], sizes: [1] });
    expect(inUnits([100_000.001], [0.001])).toEqual({ capacities: [100_000_001], sizes: [1] });
  });

  it("lets three thirds of a device fit it", () => {
    expect(inUnits([1], [1 / 3])).toEqual({ capacities: [3], sizes: [1] });
    expect(inUnits([8], [1 / 3, 0.5, 1 / 7])).toEqual({ capacities: [336], sizes: [14, 21, 6] });
    expect(inUnits([1], [0.3333333333])).toEqual({ capacities: [3], sizes: [1] });
  });

  it("keeps binary gigabytes exact beside decimal ones", () => {
    const gib = 1.073741824;
    const { capacities, sizes } = inUnits([80 * gib, 48 * gib], [24 * gib, 7, 80 * gib]);
    expect(sizes[0]! * 2).toBe(capacities[1]);
    expect(sizes[2]).toBe(capacities[0]);
    expect(sizes[1]! / capacities[0]!).toBeCloseTo(7 / (80 * gib), 15);
  });

  it("leaves sizes above every capacity out of account", () => {
    expect(inUnits([4, 2], [1, Math.PI * 1e9])).toEqual({ capacities: [4, 2], sizes: [1, limit + 1] });
    expect(inUnits([0.3], [0.3 * 1.001])).toEqual({ capacities: [1], sizes: [limit + 1] });
  });

  it("never makes nothing of something", () => {
    expect(inUnits([1], [1e-12]).sizes[0]).toBeGreaterThan(0);
    expect(inUnits([Math.PI], [1e-300]).sizes[0]).toBe(1);
    expect(inUnits([1], [1e-12, 1 / 3]).sizes[0]).toBeGreaterThan(0);
  });

  it("rounds sizes up and capacities down where no unit measures all", () => {
    const { capacities, sizes } = inUnits([Math.PI, Math.E], [Math.SQRT2, Math.PI / 2, Math.PI]);
    expect(capacities[0]).toBe(limit);
    expect(sizes.slice(1)).toEqual([limit / 2, limit]);
    expect(capacities[1]).toBe(Math.floor((Math.E / Math.PI) * limit));
    expect(sizes[0]).toBe(Math.ceil((Math.SQRT2 / Math.PI) * limit));
  });

  it("uses the room that a larger limit gives", () => {
    expect(inUnits([1e12 + 1], [1e12], 2 ** 53)).toEqual({ capacities: [1e12 + 1], sizes: [1e12] });
  });

  const decimal = fc
    .tuple(fc.integer({ min: 1, max: 999_999 }), fc.constantFrom(1, 10, 100, 1000))
    .map(([n, d]) => n / d);
  const amount = fc.oneof(decimal, fc.double({ min: 1e-6, max: 1e6, noNaN: true }));

  it("never lets more fit in units than in fact", () => {
    fc.assert(
      fc.property(
        fc.array(amount, { minLength: 1, maxLength: 4 }),
        fc.array(amount, { maxLength: 8 }),
        (caps, sizes) => {
          const units = inUnits(caps, sizes);
          caps.forEach((capacity, i) => {
            expect(units.capacities[i]).toBeLessThanOrEqual(limit);
            let used = 0;
            let sum = 0;
            sizes.forEach((size, k) => {
              if (used + units.sizes[k]! > units.capacities[i]!) return;
              used += units.sizes[k]!;
              sum += size;
            });
            expect(sum).toBeLessThanOrEqual(capacity * (1 + 1e-9));
          });
        },
      ),
      { numRuns: 500 },
    );
  });

  it("is exact on decimals: what fits in fact fits in units", () => {
    const tenths = fc.integer({ min: 1, max: 10_000 });
    fc.assert(
      fc.property(tenths, fc.array(tenths, { minLength: 1, maxLength: 8 }), (capacity, sizes) => {
        const units = inUnits(
          [capacity / 10],
          sizes.map((size) => size / 10),
        );
        const inFact = sizes.reduce((sum, size) => sum + size, 0) <= capacity;
        expect(units.sizes.reduce((sum, size) => sum + size, 0) <= units.capacities[0]!).toBe(inFact);
      }),
    );
  });
});
