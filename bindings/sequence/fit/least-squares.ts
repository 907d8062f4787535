/** Least squares over a handful of columns, each with an entry for every row. */

export type Column = Float64Array;

/**
 * The x with no x[j] below 0 that minimises |Σ x[j] · columns[j] − target|: the active set method of Lawson and Hanson,
 * "Solving Least Squares Problems" (1974), chapter 23.
 *
 * @param columns independent (see `rankOf`)
 */
export function nonNegativeLeastSquares(columns: readonly Column[], target: Column): number[] {
  let x = columns.map(() => 0);
  const free = new Set<number>();
  for (;;) {
    const entering = mostGaining(columns, free, x, target);
    if (entering === undefined) return x;
    free.add(entering);
    let wanted = solveFor(free, columns, target);
    // What gains goes up, unless rounding has turned it round: then there is nothing left to gain.
    if (!(wanted[entering]! > 0)) return x;
    while ([...free].some((j) => !(wanted[j]! > 0))) {
      x = moveTowards(wanted, x, free);
      wanted = solveFor(free, columns, target);
    }
    x = wanted;
  }
}

/** How many of the columns are independent: Gram–Schmidt on columns of length 1, the longest remainder first. */
export function rankOf(columns: readonly Column[]): number {
  const rest = columns.filter((column) => norm(column) > 0).map((column) => scaled(column, 1 / norm(column)));
  for (let rank = 0; ; rank++) {
    const sizes = rest.map(norm);
    const longest = sizes.indexOf(Math.max(...sizes));
    if (!(sizes[longest]! > tolerance)) return rank;
    const [pivot] = rest.splice(longest, 1) as [Column];
    const unit = scaled(pivot, 1 / sizes[longest]!);
    for (const column of rest) eliminate(column, unit);
  }
}

/** Relative; far above what double precision rounds, and far below what measurements can tell. */
const tolerance = 1e-9;

/** Of the columns that are not free, the one whose rise from 0 shortens the remainder most; undefined when none does. */
function mostGaining(columns: readonly Column[], free: ReadonlySet<number>, x: readonly number[], target: Column) {
  const remainder = Float64Array.from(target);
  for (const [j, column] of columns.entries()) subtract(remainder, column, x[j]!);
  let most = tolerance * norm(target);
  let entering: number | undefined;
  for (const [j, column] of columns.entries()) {
    const gain = free.has(j) ? 0 : dot(column, remainder) / norm(column);
    if (gain <= most) continue;
    most = gain;
    entering = j;
  }
  return entering;
}

/** From x towards `wanted`, as far as nothing falls below 0; what has come to 0 stays there and is not free any more. */
function moveTowards(wanted: readonly number[], x: readonly number[], free: Set<number>): number[] {
  const share = (j: number) => (wanted[j]! > 0 ? Infinity : x[j]! / (x[j]! - wanted[j]!));
  const shares = x.map((_, j) => (free.has(j) ? share(j) : Infinity));
  const least = Math.min(...shares);
  return x.map((value, j) => {
    if (shares[j]! > least) return value + least * (wanted[j]! - value);
    free.delete(j);
    return 0;
  });
}

/**
 * Least squares over the free columns, the others at 0. Modified Gram–Schmidt, the target being treated as one more
 * column, which is as stable as Householder's method (Björck 1967).
 */
function solveFor(free: ReadonlySet<number>, columns: readonly Column[], target: Column): number[] {
  const order = [...free];
  const rest = order.map((j) => Float64Array.from(columns[j]!));
  const remainder = Float64Array.from(target);
  const diagonal: number[] = [];
  const triangle: number[][] = [];
  const right: number[] = [];
  for (const [k, column] of rest.entries()) {
    diagonal.push(norm(column));
    const unit = scaled(column, 1 / diagonal[k]!);
    triangle.push(rest.map((other, i) => (i > k ? eliminate(other, unit) : 0)));
    right.push(eliminate(remainder, unit));
  }
  const solution = columns.map(() => 0);
  for (let k = order.length - 1; k >= 0; k--) {
    const known = order.reduce((sum, j, i) => sum + (i > k ? triangle[k]![i]! * solution[j]! : 0), 0);
    solution[order[k]!] = (right[k]! - known) / diagonal[k]!;
  }
  return solution;
}

/** Takes out of the column what lies along the unit vector, and returns how much that was. */
function eliminate(column: Column, unit: Column): number {
  const along = dot(column, unit);
  subtract(column, unit, along);
  return along;
}

function subtract(column: Column, other: Column, times: number): void {
  for (let i = 0; i < column.length; i++) column[i] = column[i]! - times * other[i]!;
}

function scaled(column: Column, factor: number): Column {
  return column.map((value) => value * factor);
}

function dot(a: Column, b: Column): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[i]!;
  return sum;
}

function norm(column: Column): number {
  return Math.sqrt(dot(column, column));
}
