import type { SequenceInstance } from "./instance.js";

const millisecond = 1e6;

/**
 * Iterations of `anneal` unless said otherwise: about what a millisecond allows, the search for starts included. A rough
 * model in nanoseconds of a desktop machine; it looks at sizes alone, so that the same problem always gets the same.
 */
export function defaultSchedule({ requests, maxBatch, slots }: SequenceInstance): number {
  const preparing = 400 * requests;
  const hasSlots = slots.includes(1);
  const exchange = hasSlots ? 60 + 0.3 * requests : 60;
  const room = maxBatch.reduce((sum, size) => sum + size, 0) / Math.max(1, maxBatch.length);
  const batches = Math.ceil(requests / room);
  const skeleton = batches * (15 + requests / 64);
  const share = hasSlots || batches > 128 ? 0 : requests / (requests + 100);
  const left = Math.max(millisecond / 2, millisecond - preparing);
  return Math.floor(left / (share * skeleton + (1 - share) * exchange));
}
