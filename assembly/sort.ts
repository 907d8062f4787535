const RUN = 8;

/**
 * Indices in ascending order of their keys, equal keys by index. Keys may be infinite. A pass over as many buckets as keys
 * brings most into order; merge sort the rest, bucket by bucket.
 */
export function ascendingOrder(keys: StaticArray<f64>): StaticArray<i32> {
  const count = keys.length;
  const order = new StaticArray<i32>(count);
  const scratch = new StaticArray<i32>(count);
  const ends = fillBuckets(keys, order);
  for (let bucket = 0, from = 0; bucket < ends.length; bucket++) {
    const to = ends[bucket];
    if (to > from + 1) sort(keys, order, scratch, from, to);
    from = to;
  }
  return order;
}

/** Where each bucket ends. Keys of a bucket are at most those of the next; in a bucket they stand by index. */
function fillBuckets(keys: StaticArray<f64>, order: StaticArray<i32>): StaticArray<i32> {
  const count = keys.length;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    if (key > -Infinity && key < least) least = key;
    if (key < Infinity && key > greatest) greatest = key;
  }
  const perKey = <f64>count / (greatest - least);
  if (!(perKey > 0 && perKey < Infinity)) {
    for (let i = 0; i < count; i++) order[i] = i;
    const whole = new StaticArray<i32>(1);
    whole[0] = count;
    return whole;
  }
  const end = new StaticArray<i32>(count + 2);
  for (let i = 0; i < count; i++) end[bucketOf(keys[i], least, perKey, count) + 1]++;
  for (let bucket = 0; bucket <= count; bucket++) end[bucket + 1] += end[bucket];
  for (let i = 0; i < count; i++) order[end[bucketOf(keys[i], least, perKey, count)]++] = i;
  return end;
}

/** Does not fall as the key rises. */
// @ts-ignore: decorator
@inline
function bucketOf(key: f64, least: f64, perKey: f64, last: i32): i32 {
  return <i32>max(0.0, min(<f64>last, (key - least) * perKey));
}

function sort(keys: StaticArray<f64>, order: StaticArray<i32>, scratch: StaticArray<i32>, from: i32, to: i32): void {
  if (to - from <= RUN) return insertionSort(keys, order, from, to);
  const middle = (from + to) >>> 1;
  sort(keys, order, scratch, from, middle);
  sort(keys, order, scratch, middle, to);
  if (keys[order[middle - 1]] > keys[order[middle]]) merge(keys, order, scratch, from, middle, to);
}

function insertionSort(keys: StaticArray<f64>, order: StaticArray<i32>, from: i32, to: i32): void {
  for (let i = from + 1; i < to; i++) {
    const index = order[i];
    const key = keys[index];
    let at = i;
    for (; at > from && keys[order[at - 1]] > key; at--) order[at] = order[at - 1];
    order[at] = index;
  }
}

/** Two sorted halves; the left one, put aside, leaves room for the result. */
function merge(
  keys: StaticArray<f64>,
  order: StaticArray<i32>,
  scratch: StaticArray<i32>,
  from: i32,
  middle: i32,
  to: i32,
): void {
  for (let k = from; k < middle; k++) scratch[k] = order[k];
  let left = from;
  let right = middle;
  for (let at = from; left < middle; at++) {
    const takeRight = right < to && keys[order[right]] < keys[scratch[left]];
    order[at] = takeRight ? order[right++] : scratch[left++];
  }
}
