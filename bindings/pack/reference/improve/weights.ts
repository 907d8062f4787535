/** Weight of what fills a bin in every resource. */
const full = 2 ** 20;

type Rows = readonly (readonly number[])[];

/** As `assembly/pack/weights.ts`: Σ share · size, rounded down. */
export function itemWeights(demand: Rows, capacity: readonly number[]): number[] {
  const weightOf = rowWeight(demand, capacity);
  return demand.map(weightOf);
}

/** What a row of amounts weighs, by the shares of the resources in the demand. */
export function rowWeight(demand: Rows, capacity: readonly number[]): (row: readonly number[]) => number {
  const used = capacity.flatMap((units, h) => (units > 0 ? [h] : []));
  const total = (h: number) => demand.reduce((sum, row) => (row[h]! < Infinity ? sum + row[h]! : sum), 0);
  const parts = used.map((h) => total(h) / capacity[h]!);
  const sumOfParts = parts.reduce((sum, part) => sum + part, 0);
  const share = parts.map((part) => (sumOfParts > 0 ? part / sumOfParts : part));
  return (row) => {
    const sum = used.reduce((sum, h, k) => sum + share[k]! * (row[h]! / capacity[h]!), 0);
    return sum < Infinity ? Math.floor(sum * full) : 0;
  };
}
