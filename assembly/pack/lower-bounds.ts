/**
 * Fewest bins that items of one resource can take (Martello and Toth 1990, Lower bounds and reduction procedures for the
 * bin packing problem). O(n) on sorted sizes.
 */
import { Sizes } from "./sizes";

/** L1: total size over capacity, rounded up. */
function volumeBound(sizes: Sizes): i32 {
  return ceilDivide(sizes.total, sizes.capacity);
}

/**
 * L2, at least L1. For a threshold a ≤ capacity / 2, items above capacity − a and those above capacity / 2 take a bin
 * each; the first leave no room for items of a or more, the second what they leave. L2 is the best over all a.
 */
export function martelloTothBound(sizes: Sizes): i32 {
  const size = sizes.size;
  const count = sizes.count;
  const capacity = sizes.capacity;
  let bound = volumeBound(sizes);
  // size[0 … large) > capacity / 2; size[0 … huge) > capacity − a; size[large … small) ≥ a.
  let large = 0;
  let largeTotal: i64 = 0;
  while (large < count && 2 * size[large] > capacity) largeTotal += size[large++];
  let huge = large;
  let hugeTotal = largeTotal;
  let mediumTotal: i64 = 0;
  for (let i = large; i < count; i++) {
    mediumTotal += size[i];
    if (i + 1 < count && size[i + 1] == size[i]) continue;
    const threshold = size[i];
    while (huge > 0 && size[huge - 1] <= capacity - threshold) hugeTotal -= size[--huge];
    const left = <i64>(large - huge) * capacity - (largeTotal - hugeTotal);
    const beyond = mediumTotal - left;
    bound = max(bound, large + (beyond > 0 ? ceilDivide(beyond, capacity) : 0));
  }
  return max(bound, large);
}

function ceilDivide(a: i64, b: i64): i32 {
  return <i32>((a + b - 1) / b);
}
