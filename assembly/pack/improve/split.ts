/** Placements after which a split is given up; two more for each item. */
const PLACEMENTS = 200;

/**
 * Whether items go into two bins: depth first, each into the first bin if it fits, then into the second; the first item
 * has no choice.
 *
 * @param items the first `count` of it, largest first
 * @param side filled with the bin, 0 or 1, of each on success
 */
export function splitInTwo(
  items: StaticArray<i32>,
  count: i32,
  size: StaticArray<i64>,
  capacity: i64,
  side: StaticArray<i32>,
): bool {
  let room0 = capacity;
  let room1 = capacity;
  let left = PLACEMENTS + 2 * count;
  let depth = 0;
  side[0] = -1;
  while (depth < count && left > 0) {
    const weight = size[items[depth]];
    // What was tried last is taken back.
    let choice = side[depth];
    if (choice == 0) room0 += weight;
    if (choice == 1) room1 += weight;
    choice++;
    if (choice == 0 && weight > room0) choice = 1;
    if (choice == 1 && (depth == 0 || weight > room1)) choice = 2;
    if (choice == 2) {
      if (depth-- == 0) return false;
      continue;
    }
    if (choice == 0) room0 -= weight;
    else room1 -= weight;
    side[depth] = choice;
    left--;
    if (++depth < count) side[depth] = -1;
  }
  return depth == count;
}
