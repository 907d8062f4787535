import fc from "fast-check";
import { expect, test } from "vitest";
import { nonNegativeLeastSquares, rankOf } from "../../bindings/sequence/fit/least-squares.js";

const entry = fc.integer({ min: -9, max: 9 });
const problems = fc.tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 4, max: 8 })).chain(([width, height]) => {
  const column = fc.array(entry, { minLength: height, maxLength: height }).map((c) => Float64Array.from(c));
  return fc.record({ columns: fc.array(column, { minLength: width, maxLength: width }), target: column });
});

test("no choice of columns without the others comes closer", () => {
  fc.assert(
    fc.property(problems, ({ columns, target }) => {
      fc.pre(exactRank(columns) === columns.length);
      const x = nonNegativeLeastSquares(columns, target);
      expect(Math.min(...x)).toBeGreaterThanOrEqual(0);
      expect(squares(columns, x, target)).toBeCloseTo(leastOfAllSubsets(columns, target), 6);
    }),
    { numRuns: 1000 },
  );
});

test("the rank is that of exact arithmetic", () => {
  const dependent = problems.map(({ columns }) => [...columns, columns[0]!.map((v, i) => 2 * v - columns.at(-1)![i]!)]);
  const any = fc.oneof(
    problems.map(({ columns }) => columns),
    dependent,
  );
  fc.assert(
    fc.property(any, (columns) => {
      expect(rankOf(columns)).toBe(exactRank(columns));
    }),
    { numRuns: 1000 },
  );
});

test("the rank does not depend on units", () => {
  const columns = [Float64Array.of(1e-12, 2e-12, 3e-12), Float64Array.of(1e12, 2e12, 4e12), Float64Array.of(1, 2, 3)];
  expect(rankOf(columns)).toBe(2);
  expect(rankOf([new Float64Array(3)])).toBe(0);
  expect(rankOf([])).toBe(0);
});

function squares(columns: readonly Float64Array[], x: readonly number[], target: Float64Array): number {
  return target.reduce((sum, t, i) => sum + (columns.reduce((s, c, j) => s + c[i]! * x[j]!, 0) - t) ** 2, 0);
}

/** The optimum is the unconstrained one of the columns that it uses: of all choices, the best without negatives. */
function leastOfAllSubsets(columns: readonly Float64Array[], target: Float64Array): number {
  let least = Infinity;
  for (let subset = 0; subset < 1 << columns.length; subset++) {
    const chosen = columns.filter((_, j) => (subset >> j) & 1);
    const x = normalEquations(chosen, target);
    if (x.every((value) => value >= -1e-12)) least = Math.min(least, squares(chosen, x, target));
  }
  return least;
}

/** Gauss elimination with pivoting on AᵀA x = Aᵀb. */
function normalEquations(columns: readonly Float64Array[], target: Float64Array): number[] {
  const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i]!, 0);
  const rows = columns.map((column) => [...columns.map((other) => dot(column, other)), dot(column, target)]);
  return eliminated(rows).map((row) => row.at(-1)!);
}

function eliminated(rows: number[][]): number[][] {
  for (const [k] of rows.entries()) {
    const pivot = rows.slice(k).reduce((best, row) => (Math.abs(row[k]!) > Math.abs(best[k]!) ? row : best), rows[k]!);
    rows.splice(rows.indexOf(pivot), 1);
    rows.splice(
      k,
      0,
      pivot.map((value) => value / pivot[k]!),
    );
    for (const [i, row] of rows.entries()) {
      if (i !== k) rows[i] = row.map((value, j) => value - row[k]! * rows[k]![j]!);
    }
  }
  return rows;
}

/** By fractions of integers: Bareiss's elimination without division, which is exact on small whole numbers. */
function exactRank(columns: readonly Float64Array[]): number {
  let rows = columns.map((column) => Array.from(column, BigInt));
  let rank = 0;
  for (let k = 0; k < columns[0]!.length; k++) {
    const pivot = rows.find((row) => row[k] !== 0n);
    if (pivot === undefined) continue;
    rank++;
    rows = rows
      .filter((row) => row !== pivot)
      .map((row) => row.map((value, j) => value * pivot[k]! - row[k]! * pivot[j]!));
  }
  return rank;
}
