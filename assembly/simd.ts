/**
 * Two neighbouring numbers of an array as one vector: the pair at `index`, or up to three pairs further on. That part of
 * the address is given as a literal, which the load takes for free.
 */
// @ts-ignore: decorator
@inline
export function load2(array: StaticArray<f64>, index: i32, pair: i32 = 0): v128 {
  const at = changetype<usize>(array) + (<usize>index << 3);
  if (pair == 0) return v128.load(at);
  if (pair == 1) return v128.load(at, 16);
  if (pair == 2) return v128.load(at, 32);
  return v128.load(at, 48);
}

// @ts-ignore: decorator
@inline
export function store2(array: StaticArray<f64>, index: i32, value: v128, pair: i32 = 0): void {
  const at = changetype<usize>(array) + (<usize>index << 3);
  if (pair == 0) v128.store(at, value);
  else if (pair == 1) v128.store(at, value, 16);
  else if (pair == 2) v128.store(at, value, 32);
  else v128.store(at, value, 48);
}

/** Four neighbouring integers of an array as one vector. */
// @ts-ignore: decorator
@inline
export function load4(array: StaticArray<i32>, index: i32): v128 {
  return v128.load(changetype<usize>(array) + (<usize>index << 2));
}

// @ts-ignore: decorator
@inline
export function store4(array: StaticArray<i32>, index: i32, value: v128): void {
  v128.store(changetype<usize>(array) + (<usize>index << 2), value);
}

/** Lane-wise maximum. One machine instruction, unlike `f64x2.max`; equal to it where there is neither NaN nor −0. */
// @ts-ignore: decorator
@inline
export function max2(a: v128, b: v128): v128 {
  return f64x2.pmax(a, b);
}

/** Lane-wise minimum, under the same condition. */
// @ts-ignore: decorator
@inline
export function min2(a: v128, b: v128): v128 {
  return f64x2.pmin(a, b);
}

/** The greater of two numbers without a branch, unlike `max`; equal to it under the same condition. */
// @ts-ignore: decorator
@inline
export function greater(a: f64, b: f64): f64 {
  return f64x2.extract_lane(max2(f64x2.splat(a), f64x2.splat(b)), 0);
}

/** The lesser of the two lanes. */
// @ts-ignore: decorator
@inline
export function leastLane(v: v128): f64 {
  return f64x2.extract_lane(min2(v, v128.shuffle<f64>(v, v, 1, 0)), 0);
}
