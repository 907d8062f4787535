import { type Form, hasForm, haveForm, list, number, text } from "../../form.js";
import type { Violation } from "../../violation.js";
import type { Allocation, MemoryBuffer, MemoryProblem, PlacedBuffer } from "./model.js";
import { type ParsedMemoryProblem, parseMemoryProblem } from "./parse.js";

/** Something that an allocation claims and its problem does not bear out. */
export type AllocationViolation = Violation<AllocationViolationCode>;

/** Stable names of what can be wrong with an allocation. */
export type AllocationViolationCode =
  /** A field is missing, unknown or not of its type. Nothing else is checked then. */
  | "malformed"
  /** The problem has no such buffer. */
  | "unknown-buffer"
  /** A buffer is placed twice. */
  | "duplicate-buffer"
  /** A buffer is not placed. */
  | "missing-buffer"
  /** An offset is no whole number of at least 0. */
  | "wrong-offset"
  /** An offset is no multiple of the buffer's alignment. */
  | "misaligned"
  /** Two buffers that are alive at the same time overlap. */
  | "overlap"
  /** `height` is not the highest end. */
  | "wrong-height"
  /** `lowerBound` is not the largest sum of sizes that are alive at once. */
  | "wrong-bound"
  /** `status` disagrees with height and capacity. */
  | "wrong-status";

type Report = (code: AllocationViolationCode, path: string, message: string) => void;
type Placed = Required<MemoryBuffer> & { offset: number; path: string };

/**
 * Checks an allocation against its problem alone; of `run`, nothing is looked at. Works on anybody's allocation: the order
 * of `placed` is free. O(buffers log buffers + pairs alive at once).
 *
 * @param allocation Any value; one that has not the form of an allocation yields `malformed` violations.
 * @returns Everything that is wrong; empty when the allocation holds.
 * @throws InvalidProblemError when the problem itself is invalid.
 */
export function verifyAllocation(problem: MemoryProblem, allocation: unknown): AllocationViolation[] {
  const parsed = parseMemoryProblem(problem);
  const violations: AllocationViolation[] = [];
  const report: Report = (code, path, message) => violations.push({ code, path, message });
  if (!hasAllocationForm(allocation, report)) return violations;
  const placed = placedOf(parsed, allocation, report);
  checkOverlaps(placed, report);
  checkTotals(parsed, allocation, placed, report);
  return violations;
}

const allocationForm: Form<Allocation> = {
  status: { expected: '"complete" or "partial"', accepts: (value) => value === "complete" || value === "partial" },
  placed: list,
  height: number,
  lowerBound: number,
  run: { expected: "anything", accepts: () => true, optional: true },
};
const placedForm: Form<PlacedBuffer> = { buffer: text, offset: number };

function hasAllocationForm(value: unknown, report: Report): value is Allocation {
  const note = (path: string, message: string) => report("malformed", path, message);
  return hasForm(value, allocationForm, "", note) && haveForm(value.placed, placedForm, "/placed", note);
}

function placedOf({ buffers }: ParsedMemoryProblem, { placed }: Allocation, report: Report): Placed[] {
  const left = new Map(buffers.map((buffer) => [buffer.id, buffer]));
  const known = new Set(left.keys());
  const all: Placed[] = [];
  for (const [index, { buffer: id, offset }] of placed.entries()) {
    const path = `/placed/${index}`;
    const buffer = left.get(id);
    if (!buffer) {
      const code = known.has(id) ? "duplicate-buffer" : "unknown-buffer";
      report(code, `${path}/buffer`, known.has(id) ? "is placed twice" : "the problem has no such buffer");
      continue;
    }
    left.delete(id);
    if (!Number.isSafeInteger(offset) || offset < 0) {
      report("wrong-offset", `${path}/offset`, "must be a whole number of at least 0");
      continue;
    }
    if (offset % buffer.alignment !== 0) {
      report("misaligned", `${path}/offset`, `is no multiple of ${buffer.alignment}`);
    }
    all.push({ ...buffer, offset, path });
  }
  for (const id of left.keys()) report("missing-buffer", "/placed", `buffer "${id}" is not placed`);
  return all;
}

function checkOverlaps(placed: readonly Placed[], report: Report): void {
  const byStart = [...placed].sort((a, b) => a.start - b.start);
  for (const [index, a] of byStart.entries()) {
    for (let next = index + 1; next < byStart.length && byStart[next]!.start < a.end; next++) {
      const b = byStart[next]!;
      if (a.offset >= b.offset + b.size || b.offset >= a.offset + a.size) continue;
      report("overlap", b.path, `buffers "${a.id}" and "${b.id}" overlap, from time ${b.start} on`);
    }
  }
}

function checkTotals(
  { buffers, capacity }: ParsedMemoryProblem,
  { status, height, lowerBound }: Allocation,
  placed: readonly Placed[],
  report: Report,
): void {
  const highest = placed.reduce((most, { offset, size }) => Math.max(most, offset + size), 0);
  if (height !== highest) report("wrong-height", "/height", `the highest end is ${highest}`);
  const bound = mostAlive(buffers);
  if (lowerBound !== bound) report("wrong-bound", "/lowerBound", `the largest sum alive at once is ${bound}`);
  const due = highest > capacity ? "partial" : "complete";
  if (status !== due) report("wrong-status", "/status", `must be "${due}": ${highest} of ${capacity} units`);
}

function mostAlive(buffers: readonly Required<MemoryBuffer>[]): number {
  // Ends come first: what ends at an instant is not alive at it.
  const changes = buffers
    .flatMap(({ size, start, end }) => [
      { at: start, change: size },
      { at: end, change: -size },
    ])
    .sort((a, b) => a.at - b.at || a.change - b.change);
  let alive = 0;
  let most = 0;
  for (const { change } of changes) {
    alive += change;
    most = Math.max(most, alive);
  }
  return most;
}
