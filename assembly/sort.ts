const RUN = 8;

/**
 * Indices in ascending order of their keys, equal keys by index. Keys may be infinite. A pass over as many buckets as keys
 * brings most into order, a merge sort, which passes over what is sorted, the rest.
 */
export function ascendingOrder(keys: StaticArray<f64>): StaticArray<i32> {
  const count = keys.length;
  let order = bucketOrder(keys);
  let other = new StaticArray<i32>(count);
  for (let from = 0; from < count; from += RUN) insertionSort(keys, order, from, min(from + RUN, count));
  for (let width = RUN; width < count; width *= 2) {
    for (let from = 0; from < count; from += 2 * width) {
      merge(keys, order, other, from, min(from + width, count), min(from + 2 * width, count));
    }
    const merged = other;
    other = order;
    order = merged;
  }
  return order;
}

function bucketOrder(keys: StaticArray<f64>): StaticArray<i32> {
  const count = keys.length;
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < count; i++) {
    const key = keys[i];
    if (key > -Infinity && key < least) least = key;
    if (key < Infinity && key > greatest) greatest = key;
  }
  const order = new StaticArray<i32>(count);
  const perKey = <f64>count / (greatest - least);
  if (!(perKey > 0 && perKey < Infinity)) {
    for (let i = 0; i < count; i++) order[i] = i;
    return order;
  }
  const first = new StaticArray<i32>(count + 2);
  for (let i = 0; i < count; i++) first[bucketOf(keys[i], least, perKey, count) + 1]++;
  for (let bucket = 0; bucket <= count; bucket++) first[bucket + 1] += first[bucket];
  for (let i = 0; i < count; i++) order[first[bucketOf(keys[i], least, perKey, count)]++] = i;
  return order;
}

/** Does not fall as the key rises. */
// @ts-ignore: decorator
@inline
function bucketOf(key: f64, least: f64, perKey: f64, last: i32): i32 {
  return <i32>max(0.0, min(<f64>last, (key - least) * perKey));
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

function merge(
  keys: StaticArray<f64>,
  source: StaticArray<i32>,
  target: StaticArray<i32>,
  from: i32,
  middle: i32,
  to: i32,
): void {
  let left = from;
  let right = middle;
  if (right == to || keys[source[middle - 1]] <= keys[source[middle]]) {
    for (let at = from; at < to; at++) target[at] = source[at];
    return;
  }
  for (let at = from; at < to; at++) {
    const takeRight = left == middle || (right < to && keys[source[right]] < keys[source[left]]);
    target[at] = takeRight ? source[right++] : source[left++];
  }
}
