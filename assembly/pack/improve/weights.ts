/** Weight of what fills a bin in every resource. */
const FULL: f64 = 1048576;

/**
 * What items weigh: Σ share · size, rounded down to integers so that sums are exact. Sizes are parts of the capacity, a
 * resource's share is the total of its sizes over that of all resources: scarce ones weigh more.
 *
 * @param demand [items × stride] rows with Infinity weigh nothing
 * @param capacity [stride]
 */
export function itemWeights(
  demand: StaticArray<f64>,
  capacity: StaticArray<f64>,
  items: i32,
  stride: i32,
): StaticArray<f64> {
  const share = sharesOf(demand, capacity, items, stride);
  const weight = new StaticArray<f64>(items);
  for (let i = 0; i < items; i++) weight[i] = rowWeight(demand, i, share, capacity, stride);
  return weight;
}

/** [stride] Share of each resource; all 0 when nothing is needed. */
export function sharesOf(
  demand: StaticArray<f64>,
  capacity: StaticArray<f64>,
  items: i32,
  stride: i32,
): StaticArray<f64> {
  const share = new StaticArray<f64>(stride);
  let shares: f64 = 0;
  for (let h = 0; h < stride; h++) {
    if (capacity[h] == 0) continue;
    let total: f64 = 0;
    for (let i = 0; i < items; i++) {
      const amount = demand[i * stride + h];
      if (amount < Infinity) total += amount;
    }
    share[h] = total / capacity[h];
    shares += share[h];
  }
  if (shares > 0) for (let h = 0; h < stride; h++) share[h] /= shares;
  return share;
}

export function rowWeight(
  rows: StaticArray<f64>,
  row: i32,
  share: StaticArray<f64>,
  capacity: StaticArray<f64>,
  stride: i32,
): f64 {
  let sum: f64 = 0;
  for (let h = 0; h < stride; h++) {
    if (capacity[h] > 0) sum += share[h] * (rows[row * stride + h] / capacity[h]);
  }
  return sum < Infinity ? Math.floor(sum * FULL) : 0;
}
