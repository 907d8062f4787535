import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodePackProblem } from "../../bindings/pack/encode.js";
import { packVerb } from "../../bindings/pack/index.js";
import { packJudge } from "../../bindings/pack/judge.js";
import type { Bin, Item, PackProblem } from "../../bindings/pack/model.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import { packReference } from "../../bindings/pack/reference.js";
import { verifyPacking } from "../../bindings/pack/verify.js";

const encode = (problem: PackProblem) => encodePackProblem(parsePackProblem(problem));
const { pack } = packVerb(packReference, packJudge);
const withNeeds = (amounts: readonly number[]): Item[] => amounts.map((m, i) => ({ id: `${i}`, needs: { m } }));
const withShares = (shares: readonly number[]): Item[] => shares.map((share, i) => ({ id: `${i}`, gpus: { share } }));

describe("arrays", () => {
  const { instance } = encode({
    items: [
      { id: "a", needs: { cpu: 0.5, memory: 3 }, gpus: { count: 2 }, models: ["H100", "L4"], value: 4 },
      { id: "foreign", needs: { disk: 1 } },
      { id: "b", gpus: { share: 0.25 }, group: "g", separate: "s" },
      { id: "torn", group: "lost" },
      { id: "large", needs: { cpu: 100 }, group: "lost" },
      { id: "c", needs: { memory: 1 }, group: "g", separate: "t" },
    ],
    bins: [
      { id: "plain", capacity: { cpu: 4 }, location: { cloud: "x", rack: "1" }, pricePerHour: 3 },
      {
        id: "gpu",
        count: 2,
        capacity: { cpu: 8, memory: 16 },
        gpus: { model: "L4", count: 3 },
        load: { needs: { memory: 2 }, gpus: [{ index: 1, share: 0.5 }] },
        location: { cloud: "x" },
        cost: 7,
      },
    ],
    groups: [{ id: "g", within: "cloud", strength: "preferred" }],
  });

  test("items that fit nowhere are left out, with their gangs", () => {
    expect(instance.items).toBe(3);
    expect([...instance.input]).toEqual([0, 2, 5]);
  });

  test("each resource has a scale of its own, in whole units", () => {
    expect([...instance.demand]).toEqual([1, 3, 0, 0, 0, 1]);
    expect([...instance.capacity]).toEqual([8, 0, 16, 16]);
    expect([...instance.free]).toEqual([8, 0, 16, 14]);
  });

  test("devices are counted in units of a share", () => {
    expect(instance.gpuUnits).toBe(4);
    expect([...instance.gpuCount]).toEqual([2, 0, 0]);
    expect([...instance.gpuShare]).toEqual([0, 1, 0]);
    expect([...instance.firstGpu]).toEqual([0, 0, 3]);
    expect([...instance.gpuFree]).toEqual([4, 2, 4]);
    expect([...instance.model]).toEqual([-1, 0]);
    expect([...instance.models]).toEqual([1, -1, -1]);
  });

  test("copies, costs and values", () => {
    expect([...instance.kind]).toEqual([0, 1, 1]);
    expect([...instance.cost]).toEqual([3, 7]);
    expect([...instance.value]).toEqual([4, 1, 1]);
  });

  test("gangs, separations and places by number", () => {
    expect([...instance.group]).toEqual([-1, 0, 0]);
    expect([...instance.groupLevel]).toEqual([0]);
    expect([...instance.groupRequired]).toEqual([0]);
    expect([...instance.separate]).toEqual([-1, 0, 1]);
    const [cloud, , , rack, other, , , elsewhere] = instance.location;
    expect(other).toBe(cloud);
    expect(elsewhere).not.toBe(rack);
  });
});

describe("amounts that no unit measures", () => {
  const odd = 0.123456789123;
  const gpus: Bin[] = [{ id: "x", count: 3, gpus: { model: "A", count: 1 } }];

  test("where units measure everything, nothing is relaxed", () => {
    const { instance, relaxed } = encode({ items: withShares([0.5, 1 / 3]), bins: gpus });
    expect(relaxed).toBe(instance);
  });

  test("shares: what fits fits in fact, and no bound is proven that does not hold", () => {
    const problem = { items: withShares([1 / 3, 1 / 3, 1 / 3, odd, 1 - odd]), bins: gpus };
    const packing = pack(problem, { algorithm: "best" });
    expect(verifyPacking(problem, packing)).toEqual([]);
    // Two bins are enough.
    expect(packing.lowerBound).toBe(2);
  });

  test("thirds still fit three times beside an odd share", () => {
    const packing = pack({ items: withShares([1 / 3, 1 / 3, 1 / 3, odd]), bins: gpus });
    expect(packing.binsUsed).toBe(2);
  });

  test("bounds are no more than the optimum, and packings hold", () => {
    const unit = 2 ** 46;
    // Exact as a number, and so are sums of a few; some pairs fill a bin exactly.
    const amount = fc.bigInt({ min: 1n, max: 2n ** 46n - 1n }).map((units) => Number(units) / unit);
    const amounts = fc.array(fc.tuple(amount, fc.boolean()), { minLength: 1, maxLength: 4 }).map((drawn) => {
      return drawn.flatMap(([size, paired]) => (paired ? [size, 1 - size] : [size]));
    });
    fc.assert(
      fc.property(amounts, fc.constantFrom("needs", "shares"), (sizes, kind) => {
        const problem: PackProblem =
          kind === "needs"
            ? { items: withNeeds(sizes), bins: [{ id: "x", count: 8, capacity: { m: 1 } }] }
            : { items: withShares(sizes), bins: [{ id: "x", count: 8, gpus: { model: "A", count: 1 } }] };
        const packing = pack(problem, { algorithm: "best" });
        expect(verifyPacking(problem, packing)).toEqual([]);
        expect(packing.lowerBound).toBeLessThanOrEqual(fewestBins(sizes));
      }),
      { numRuns: 300 },
    );
  });
});

/** Of capacity 1, by trying everything. */
function fewestBins(sizes: readonly number[], bins: readonly number[] = []): number {
  const [size, ...rest] = sizes;
  if (size === undefined) return bins.length;
  const filled = bins.flatMap((load, b) => (load + size <= 1 ? [fewestBins(rest, bins.with(b, load + size))] : []));
  return Math.min(fewestBins(rest, [...bins, size]), ...filled);
}
