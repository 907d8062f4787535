/**
 * Indices in the order of their keys, the greatest first, equal keys by index. Two stable radix passes over the keys
 * scaled to integers of two digits, then an insertion pass that puts right what the scaling could not tell apart; if
 * that runs long, because many keys are close together, a merge sort instead. Linear but for that.
 */
const MOST_DIGIT_BITS = 11;
/** Insertion steps per key, on average, before the merge sort takes over. */
const PATIENCE = 8;

/** `keys`: finite and not negative. */
export function descendingOrder(keys: StaticArray<f64>): StaticArray<i32> {
  const count = keys.length;
  let order = new StaticArray<i32>(count);
  for (let i = 0; i < count; i++) order[i] = i;
  if (count > PATIENCE) order = radixOrder(keys, order);
  if (!insertionSort(keys, order)) order = mergeSort(keys, order);
  return order;
}

function radixOrder(keys: StaticArray<f64>, identity: StaticArray<i32>): StaticArray<i32> {
  const count = keys.length;
  let greatest = 0.0;
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    if (key > greatest) greatest = key;
  }
  // About as many buckets as keys: fewer leave work to the insertion, more cost time to clear.
  const digitBits = min(32 - <i32>clz(count), MOST_DIGIT_BITS);
  const buckets = 1 << digitBits;
  const mostDigits = buckets * buckets - 1;
  const scale = <f64>mostDigits / greatest;
  if (!(scale < Infinity)) return identity;
  const digits = new StaticArray<i32>(count);
  const low = new StaticArray<i32>(buckets);
  const high = new StaticArray<i32>(buckets);
  for (let i = 0; i < count; i++) {
    const ascending = mostDigits - min(<i32>(keys[i] * scale), mostDigits);
    digits[i] = ascending;
    low[ascending & (buckets - 1)]++;
    high[ascending >> digitBits]++;
  }
  turnIntoStarts(low);
  turnIntoStarts(high);
  const byLow = new StaticArray<i32>(count);
  for (let i = 0; i < count; i++) byLow[low[digits[i] & (buckets - 1)]++] = i;
  const order = identity;
  for (let i = 0; i < count; i++) {
    const index = byLow[i];
    order[high[digits[index] >> digitBits]++] = index;
  }
  return order;
}

/** Counts per bucket become the positions where each bucket starts. */
function turnIntoStarts(counts: StaticArray<i32>): void {
  let start = 0;
  for (let bucket = 0, buckets = counts.length; bucket < buckets; bucket++) {
    const count = counts[bucket];
    counts[bucket] = start;
    start += count;
  }
}

/** False when it gave up; `order` is then a permutation as good as any. */
function insertionSort(keys: StaticArray<f64>, order: StaticArray<i32>): bool {
  const count = order.length;
  let steps = count * PATIENCE;
  for (let i = 1; i < count; i++) {
    const index = order[i];
    let hole = i;
    while (hole > 0 && precedes(keys, index, order[hole - 1])) {
      order[hole] = order[hole - 1];
      hole--;
    }
    order[hole] = index;
    steps -= i - hole;
    if (steps < 0) return false;
  }
  return true;
}

function mergeSort(keys: StaticArray<f64>, order: StaticArray<i32>): StaticArray<i32> {
  const count = order.length;
  let from = order;
  let to = new StaticArray<i32>(count);
  for (let width = 1; width < count; width <<= 1) {
    for (let start = 0; start < count; start += width << 1) {
      const middle = min(start + width, count);
      const end = min(middle + width, count);
      let left = start;
      let right = middle;
      for (let out = start; out < end; out++) {
        const takeRight = left == middle || (right < end && precedes(keys, from[right], from[left]));
        to[out] = takeRight ? from[right++] : from[left++];
      }
    }
    const sorted = to;
    to = from;
    from = sorted;
  }
  return from;
}

// @ts-ignore: decorator
@inline
function precedes(keys: StaticArray<f64>, a: i32, b: i32): bool {
  return keys[a] > keys[b] || (keys[a] == keys[b] && a < b);
}
