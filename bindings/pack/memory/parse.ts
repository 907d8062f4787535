import { Door } from "../../door.js";
import type { MemoryBuffer, MemoryProblem } from "./model.js";

/** Its buffers are pairwise compared: this many may all be alive at once. */
export const mostBuffers = 4_096;
/** Of all sizes and alignments together, and of the capacity. */
const largestAddress = 2 ** 50;

/** A problem that has passed the door: an own copy. */
export interface ParsedMemoryProblem {
  buffers: Required<MemoryBuffer>[];
  capacity: number;
}

const problemKeys = ["buffers", "capacity"] as const satisfies (keyof MemoryProblem)[];
const bufferKeys = ["id", "size", "start", "end", "alignment"] as const satisfies (keyof MemoryBuffer)[];

/**
 * Checks a problem, the only time that it is checked.
 * @throws InvalidProblemError with everything that is wrong
 */
export function parseMemoryProblem(value: unknown): ParsedMemoryProblem {
  return new Door().admit((door) => {
    const fields: Record<string, unknown> = { ...door.object(value) };
    for (const key of Object.keys(fields)) {
      if (!problemKeys.some((known) => known === key)) door.refuseUnknownKey(key, problemKeys);
    }
    door.require(fields, "buffers", "list the buffers");
    door.require(fields, "capacity", "say how large the address space is");
    const capacity = fields.capacity === undefined ? 1 : door.count("capacity", fields.capacity);
    const buffers = fields.buffers === undefined ? [] : parseBuffers(door, fields.buffers);
    const sum = buffers.reduce((sum, { size, alignment }) => sum + size + alignment, 0);
    if (sum > largestAddress) door.refuse("have sizes and alignments of more than 2^50 together", "buffers");
    return { buffers, capacity };
  });
}

function parseBuffers(door: Door, value: unknown): Required<MemoryBuffer>[] {
  door.enter("buffers");
  const ids = new Map<string, number>();
  const buffers = Array.from(door.array(value, mostBuffers) ?? [], (entry, index) => {
    door.enter(index);
    const buffer = parseBuffer(door, entry);
    const other = ids.get(buffer.id);
    if (buffer.id !== "" && other !== undefined) door.refuse(`is the id of buffer ${other} too`, "id");
    else ids.set(buffer.id, index);
    door.leave();
    return buffer;
  });
  door.leave();
  return buffers;
}

function parseBuffer(door: Door, value: unknown): Required<MemoryBuffer> {
  const buffer: Required<MemoryBuffer> = { id: "", size: 1, start: 0, end: 1, alignment: 1 };
  const object = door.object(value);
  if (!object) return buffer;
  const fields: Record<string, unknown> = { ...object };
  for (const key of Object.keys(fields)) {
    if (!bufferKeys.some((known) => known === key)) door.refuseUnknownKey(key, bufferKeys);
  }
  for (const key of ["id", "size", "start", "end"]) door.require(fields, key, "each buffer has one");
  const { id, size, start, end, alignment } = fields;
  if (id !== undefined) buffer.id = door.name("id", id);
  if (size !== undefined) buffer.size = door.count("size", size);
  if (start !== undefined) buffer.start = moment(door, "start", start);
  if (end !== undefined) buffer.end = moment(door, "end", end);
  if (alignment !== undefined) buffer.alignment = door.count("alignment", alignment);
  if (start !== undefined && end !== undefined && buffer.end <= buffer.start) {
    door.refuse(`must be above start, which is ${buffer.start}`, "end");
  }
  return buffer;
}

function moment(door: Door, key: string, value: unknown): number {
  const number = door.nonNegative(key, value);
  if (!Number.isInteger(number)) door.refuse(`must be a whole number, not ${number}`, key);
  return number;
}
