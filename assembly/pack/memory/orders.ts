import { ascendingOrder } from "../../sort";
import { MemoryInstance } from "./instance";

/** By position in the list of orders. */
export const enum BufferOrder {
  Size,
  Area,
  Lifetime,
  Contention,
  Start,
}

export const BUFFER_ORDERS = 5;

/** Buffers in the order in which they are placed. Ties fall to the lower index. */
export function orderOf(instance: MemoryInstance, order: BufferOrder): StaticArray<i32> {
  if (order == BufferOrder.Contention) return byContention(instance);
  const keys = new StaticArray<f64>(instance.buffers);
  for (let i = 0; i < instance.buffers; i++) keys[i] = keyOf(instance, order, i);
  return ascendingOrder(keys);
}

function keyOf(instance: MemoryInstance, order: BufferOrder, i: i32): f64 {
  const lifetime = instance.end[i] - instance.start[i];
  switch (order) {
    case BufferOrder.Size:
      return -instance.size[i];
    case BufferOrder.Area:
      return -instance.size[i] * lifetime;
    case BufferOrder.Lifetime:
      return -lifetime;
    default:
      return instance.start[i];
  }
}

/** Many contend for the same peak; among these, the larger area comes first. */
function byContention(instance: MemoryInstance): StaticArray<i32> {
  const byArea = orderOf(instance, BufferOrder.Area);
  const keys = new StaticArray<f64>(instance.buffers);
  for (let k = 0; k < instance.buffers; k++) keys[k] = -instance.contention[byArea[k]];
  const order = ascendingOrder(keys);
  for (let k = 0; k < instance.buffers; k++) order[k] = byArea[order[k]];
  return order;
}
