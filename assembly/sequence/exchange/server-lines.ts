/** A line for each static server, and one for each slot of the others; one for all slots whose tokens are limited together. */
import { Instance } from "../instance";
import { Line } from "./lines";
import { SlotQueue } from "./slot-queue";

/** The empty lines of all servers. */
export function linesOf(instance: Instance): StaticArray<Line> {
  const requests = instance.requests;
  let mostTokens = 0.0;
  for (let r = 0; r < requests; r++) mostTokens = max(mostTokens, instance.tokens[r]);

  const shared = new StaticArray<bool>(instance.servers);
  let count = 0;
  for (let s = 0; s < instance.servers; s++) {
    const slots = slotsOf(instance, s);
    // The tokens of the slots are limited together if those of so many requests could be too many.
    shared[s] = slots > 0 && mostTokens * <f64>slots > instance.kvTokens[s];
    count += shared[s] ? 1 : max(slots, 1);
  }

  const lines = new StaticArray<Line>(count);
  for (let s = 0, l = 0; s < instance.servers; s++) {
    const slots = slotsOf(instance, s);
    const available = instance.available[s];
    for (let end = l + (shared[s] ? 1 : max(slots, 1)); l < end; l++) {
      const line = new Line(s, s * requests, available);
      if (slots == 0) line.room = instance.maxBatch[s];
      else line.pace = <f64>instance.maxBatch[s];
      if (shared[s]) line.queue = new SlotQueue(slots, instance.kvTokens[s], available);
      lines[l] = line;
    }
  }
  return lines;
}

/** Slots that can be in use; 0 of a static server. */
function slotsOf(instance: Instance, s: i32): i32 {
  return instance.slots[s] == 1 ? min(instance.maxBatch[s], instance.requests) : 0;
}
