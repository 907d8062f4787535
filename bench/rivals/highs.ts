import highsModule from "highs";

// Its types are those of its CommonJS build, where the loader is `default`; as an ES module it is the loader itself.
const loadHighs = highsModule as unknown as typeof highsModule.default;

/** What the solver found, and whether it proved that there are no fewer bins. */
interface ExactPacking {
  bins: number;
  optimal: boolean;
  /** Bin of each item. */
  bin: number[];
}

export type ExactPacker = (sizes: readonly number[], capacity: number, atMost: number) => ExactPacking;

/**
 * Bin packing as an assignment problem for HiGHS, a solver of mixed integer programs, in WebAssembly too.
 *
 * `x_i_j`: item i is in bin j; `y_j`: bin j is used; least Σ y. Equal bins are told apart no more than needed: they are
 * used in order, and item i lies in one of the first i + 1. Every bin holds what it can, and an item lies in a used bin
 * (which follows, and makes the relaxation tighter).
 *
 * @param seconds limit on each solution
 */
export async function loadExactPacker(seconds: number): Promise<ExactPacker> {
  const highs = await loadHighs();
  return (sizes, capacity, atMost) => {
    const { Status, Columns } = highs.solve(model(sizes, capacity, atMost), { time_limit: seconds, random_seed: 1 });
    const value = (name: string) => Math.round((Columns[name] as { Primal: number } | undefined)?.Primal ?? 0);
    const bins = Array.from({ length: atMost }, (_, j) => j);
    const bin = sizes.map((_, i) => bins.findIndex((j) => value(`x_${i}_${j}`) === 1));
    return { bins: new Set(bin).size, optimal: Status === "Optimal" && !bin.includes(-1), bin };
  };
}

/** In the LP format. */
function model(sizes: readonly number[], capacity: number, atMost: number): string {
  const bins = Array.from({ length: atMost }, (_, j) => j);
  const binsOf = (i: number) => bins.slice(0, i + 1);
  const itemsOf = (j: number) => sizes.flatMap((size, i) => (i < j ? [] : [{ i, size }]));
  const once = sizes.map(
    (_, i) =>
      `${binsOf(i)
        .map((j) => `x_${i}_${j}`)
        .join(" + ")} = 1`,
  );
  const room = bins.map(
    (j) =>
      `${itemsOf(j)
        .map(({ i, size }) => `${size} x_${i}_${j}`)
        .join(" + ")} - ${capacity} y_${j} <= 0`,
  );
  const used = sizes.flatMap((_, i) => binsOf(i).map((j) => `x_${i}_${j} - y_${j} <= 0`));
  const order = bins.slice(1).map((j) => `y_${j - 1} - y_${j} >= 0`);
  const variables = [...bins.map((j) => `y_${j}`), ...sizes.flatMap((_, i) => binsOf(i).map((j) => `x_${i}_${j}`))];
  return [
    "Minimize",
    bins.map((j) => `y_${j}`).join(" + "),
    "Subject To",
    ...once,
    ...room,
    ...used,
    ...order,
    "Binary",
    ...variables,
    "End",
  ].join("\n");
}
