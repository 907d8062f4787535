/**
 * Rows of amounts, one per item or bin, each padded with zeros to `stride`, an even number of resources, so that two fit
 * a vector.
 */

export function strideOf(resources: i32): i32 {
  return (resources + 1) & ~1;
}

// @ts-ignore: decorator
@inline
function rowAt(rows: StaticArray<f64>, row: i32, stride: i32): usize {
  return changetype<usize>(rows) + ((<usize>row * stride) << 3);
}

/** Whether a demand is at most the room everywhere. */
// @ts-ignore: decorator
@inline
export function fits(demand: StaticArray<f64>, item: i32, room: StaticArray<f64>, bin: i32, stride: i32): bool {
  let d = rowAt(demand, item, stride);
  let r = rowAt(room, bin, stride);
  const end = d + (<usize>stride << 3);
  while (d < end) {
    if (v128.any_true(f64x2.gt(v128.load(d), v128.load(r)))) return false;
    d += 16;
    r += 16;
  }
  return true;
}

/** Whether it is once `out` has left. */
// @ts-ignore: decorator
@inline
export function fitsWithout(demand: StaticArray<f64>, item: i32, out: i32, room: StaticArray<f64>, bin: i32, stride: i32): bool {
  let d = rowAt(demand, item, stride);
  let o = rowAt(demand, out, stride);
  let r = rowAt(room, bin, stride);
  const end = d + (<usize>stride << 3);
  while (d < end) {
    if (v128.any_true(f64x2.gt(v128.load(d), f64x2.add(v128.load(r), v128.load(o))))) return false;
    d += 16;
    o += 16;
    r += 16;
  }
  return true;
}

/** Whether it is once two have left. */
// @ts-ignore: decorator
@inline
export function fitsWithoutTwo(
  demand: StaticArray<f64>,
  item: i32,
  out: i32,
  other: i32,
  room: StaticArray<f64>,
  bin: i32,
  stride: i32,
): bool {
  let d = rowAt(demand, item, stride);
  let o = rowAt(demand, out, stride);
  let q = rowAt(demand, other, stride);
  let r = rowAt(room, bin, stride);
  const end = d + (<usize>stride << 3);
  while (d < end) {
    const sum = f64x2.add(f64x2.add(v128.load(r), v128.load(o)), v128.load(q));
    if (v128.any_true(f64x2.gt(v128.load(d), sum))) return false;
    d += 16;
    o += 16;
    q += 16;
    r += 16;
  }
  return true;
}

// @ts-ignore: decorator
@inline
export function addRow(rows: StaticArray<f64>, row: i32, demand: StaticArray<f64>, item: i32, stride: i32): void {
  let d = rowAt(demand, item, stride);
  let r = rowAt(rows, row, stride);
  const end = d + (<usize>stride << 3);
  while (d < end) {
    v128.store(r, f64x2.add(v128.load(r), v128.load(d)));
    d += 16;
    r += 16;
  }
}

// @ts-ignore: decorator
@inline
export function subtractRow(rows: StaticArray<f64>, row: i32, demand: StaticArray<f64>, item: i32, stride: i32): void {
  let d = rowAt(demand, item, stride);
  let r = rowAt(rows, row, stride);
  const end = d + (<usize>stride << 3);
  while (d < end) {
    v128.store(r, f64x2.sub(v128.load(r), v128.load(d)));
    d += 16;
    r += 16;
  }
}

/** Rows with their padding. */
export function paddedRows(rows: StaticArray<f64>, count: i32, resources: i32): StaticArray<f64> {
  const stride = strideOf(resources);
  const padded = new StaticArray<f64>(count * stride);
  for (let row = 0; row < count; row++) {
    for (let h = 0; h < resources; h++) padded[row * stride + h] = rows[row * resources + h];
  }
  return padded;
}
