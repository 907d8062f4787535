import { placeInGaps } from "./gaps";
import { MemoryInstance } from "./instance";
import { BufferOrder, orderOf } from "./orders";
import { Skyline } from "./skyline";

/** By position in the list of choices. */
export const enum PlaceChoice {
  FirstFit,
  BestFit,
  Skyline,
}

/** Fills `offset` [buffers]; returns the height. */
export function constructAllocation(
  instance: MemoryInstance,
  order: BufferOrder,
  choice: PlaceChoice,
  offset: StaticArray<f64>,
): f64 {
  const sequence = orderOf(instance, order);
  if (choice == PlaceChoice.Skyline) return new Skyline(instance).place(sequence, Infinity, offset);
  return placeInGaps(instance, sequence, choice == PlaceChoice.BestFit, offset);
}
