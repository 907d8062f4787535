import type { Allocation, MemoryProblem } from "../pack/memory/model.js";
import { table } from "./csv.js";

const columns = ["id", "lower", "upper", "size", "alignment", "offset"] as const;

/**
 * A line for each buffer, in the order of the problem, with the columns of MiniMalloc's solutions: its id, from when until
 * just before when it is alive, its size, its alignment where it has one, and its offset.
 *
 * Texts that a spreadsheet would run as formulas are treated as in `csv`.
 */
export function allocationCsv({ buffers }: MemoryProblem, { placed }: Allocation): string {
  const offsetOf = new Map(placed.map(({ buffer, offset }) => [buffer, offset]));
  const isAligned = buffers.some(({ alignment }) => alignment !== undefined);
  const shown = columns.filter((column) => column !== "alignment" || isAligned);
  return table(
    shown,
    buffers.map(({ id, start, end, size, alignment }) => {
      return { id, lower: start, upper: end, size, alignment, offset: offsetOf.get(id) };
    }),
  );
}
