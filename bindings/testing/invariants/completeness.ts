import type { Bin, Item, Packing, PackProblem, PlacedItem } from "../../pack/model.js";
import { parsePackProblem } from "../../pack/parse.js";
import { obstaclesFor } from "../../pack/verify/fit.js";
import { Rules } from "../../pack/verify/rules.js";
import type { Placement, PlaceProblem } from "../../place/model.js";
import type { Sequence, SequenceProblem } from "../../sequence/model.js";

/**
 * Ids of tasks left out for nothing: nothing proves that they cannot be placed, and all nodes are linked, so that nothing is
 * in their way but what can be waited for.
 */
export function leftOutTasks({ cluster }: PlaceProblem, { unplaced }: Placement): string[] {
  if (cluster.network && !cluster.network.world) return [];
  return unplaced.flatMap(({ task, proven }) => (proven ? [] : [task]));
}

/** Ids of requests left out for nothing: what fits on a server can wait for it. */
export function leftOutRequests(_: SequenceProblem, { unplaced }: Sequence): string[] {
  return unplaced.flatMap(({ request, proven }) => (proven ? [] : [request]));
}

/** Ids of items, gangs aside, that could be added to the packing as it is. */
export function leftOutItems(problem: PackProblem, { unplaced, placed }: Packing): string[] {
  const { items, kinds } = new Rules(parsePackProblem(problem));
  const copies = problem.bins.flatMap((bin) =>
    Array.from({ length: bin.count ?? 1 }, (_, copy) => copyOf(bin, copy, items, placed)),
  );
  return unplaced.flatMap(({ item: id }) => {
    const item = items.get(id)!;
    const fits = copies.some(({ bin, held, devices, names }) => {
      if (item.separate !== undefined && names.includes(item.separate)) return false;
      return obstaclesFor(item, { kind: kinds.get(bin)!, held, devices }, 0).length === 0;
    });
    return fits && item.group === undefined ? [id] : [];
  });
}

/** What a copy of a bin holds. */
function copyOf(
  { id, gpus, load }: Bin,
  copy: number,
  items: ReadonlyMap<string, Item>,
  placed: readonly PlacedItem[],
) {
  const held = new Map(Object.entries(load?.needs ?? {}));
  const devices = Array.from({ length: gpus?.count ?? 0 }, () => 0);
  const names: string[] = [];
  for (const { index, share } of load?.gpus ?? []) devices[index]! += share;
  for (const entry of placed.filter((entry) => entry.bin === id && entry.copy === copy)) {
    const { needs = {}, separate } = items.get(entry.item)!;
    for (const [name, amount] of Object.entries(needs)) held.set(name, (held.get(name) ?? 0) + amount);
    for (const { index, share } of entry.gpus) devices[index]! += share;
    if (separate !== undefined) names.push(separate);
  }
  return { bin: id, held, devices, names };
}
