import { firstFitDecreasing } from "bin-packer";
import fc from "fast-check";
import { expect, test } from "vitest";
import { uniformItems } from "../../bench/pack/families.js";
import { encoded, vectorProblem } from "../../bench/pack/problems.js";
import { loadExactPacker } from "../../bench/rivals/highs.js";
import { presets } from "../../bindings/pack/options.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Random } from "../../bindings/random.js";

test("HiGHS finds packings that hold and the fewest bins", async () => {
  const solve = await loadExactPacker(60);
  // First fit decreasing takes 3 bins for the first, and 2 do.
  const known = [
    { sizes: [4, 4, 3, 3, 3, 3], capacity: 10, fewest: 2 },
    { sizes: [6, 6, 6, 1, 1], capacity: 10, fewest: 3 },
    { sizes: [5, 5, 5, 5, 5], capacity: 10, fewest: 3 },
  ];
  for (const { sizes, capacity, fewest } of known) {
    const { bins, optimal, bin } = solve(sizes, capacity, sizes.length);
    expect({ bins, optimal }).toEqual({ bins: fewest, optimal: true });
    const filled = sizes.map((_, j) => sizes.reduce((sum, size, i) => sum + (bin[i] === j ? size : 0), 0));
    expect(Math.max(...filled)).toBeLessThanOrEqual(capacity);
    expect(bin.every((j) => j >= 0)).toBe(true);
  }
});

test("the package from npm packs as the reference does", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 60 }), fc.integer(), (items, seed) => {
      const { sizes, capacity } = uniformItems(items, new Random(seed));
      const rows = sizes.map((size) => [size]);
      const { bin } = packReference.construct(
        encoded(vectorProblem(rows, [capacity])),
        presets["first-fit-decreasing"],
      );
      const { bins } = firstFitDecreasing(sizes.slice(), (size) => size, capacity);
      const contents = bins.map((_, j) => sizes.filter((_, i) => bin[i] === j).sort((a, b) => b - a));
      expect(bins).toEqual(contents);
    }),
    { numRuns: 50 },
  );
});
