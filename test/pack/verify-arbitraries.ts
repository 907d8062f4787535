import fc from "fast-check";
import type { Bin, DeviceShare, Item, Packing, PackProblem } from "../../bindings/pack/model.js";
import { packProblems } from "../../bindings/testing/index.js";
import { choices, type Draw, drawing } from "../drawing.js";

export interface Answered {
  problem: PackProblem;
  packing: Packing;
}

/**
 * Problems with a packing that holds: items into the first copy that takes them, from a copy that is drawn. Made with the
 * plainest means, so that it owes nothing to what it tests. Amounts are short fractions, whose sums are off by little.
 */
export function answered(): fc.Arbitrary<Answered> {
  return fc.tuple(packProblems({ numbers: "tenths", items: "random" }), choices()).map(([problem, choices]) => {
    return { problem, packing: drawnPacking(problem, drawing(choices)) };
  });
}

interface Spot {
  bin: Bin;
  copy: number;
  free: Record<string, number>;
  devices: number[];
  names: string[];
}

/** Items of a gang are placed in a single bin, so that they are together whatever is required. */
function drawnPacking({ items, bins }: PackProblem, draw: Draw): Packing {
  const spots = bins.flatMap((bin) => Array.from({ length: bin.count ?? 1 }, (_, copy) => spotOf(bin, copy)));
  const placed: Packing["placed"] = [];
  const left = new Set(items);
  const turns = items.map((item) =>
    item.group === undefined ? [item] : items.filter(({ group }) => group === item.group),
  );
  for (const turn of turns) {
    // One in eight is left out for nothing.
    if (!left.has(turn[0]!) || draw(8) === 0) continue;
    const first = draw(bins.length);
    for (let offset = 0; offset < bins.length; offset++) {
      const bin = bins[(first + offset) % bins.length];
      const tried = structuredClone(spots.filter((spot) => spot.bin === bin));
      const places = turn.map((item) => placeIn(tried, item));
      if (!places.every((place) => place !== undefined)) continue;
      tried.forEach((spot) => {
        Object.assign(spots.find(({ bin, copy }) => bin.id === spot.bin.id && copy === spot.copy)!, { ...spot, bin });
      });
      placed.push(...places);
      for (const item of turn) left.delete(item);
      break;
    }
  }
  const used = spots.filter(({ bin, copy }) => placed.some((place) => place.bin === bin.id && place.copy === copy));
  return {
    status: left.size === 0 ? "complete" : "partial",
    placed,
    unplaced: [...left].map(({ id }) => ({ item: id, reason: "left out", proven: false })),
    binsUsed: used.length,
    cost: used.reduce((sum, { bin }) => sum + (bin.cost ?? bin.pricePerHour ?? 1), 0),
    lowerBound: Math.min(1, used.length),
    run: { algorithm: "first-fit" },
  };
}

function spotOf(bin: Bin, copy: number): Spot {
  const free = { ...bin.capacity };
  for (const [name, amount] of Object.entries(bin.load?.needs ?? {})) free[name]! -= amount;
  const devices = Array.from({ length: bin.gpus?.count ?? 0 }, () => 1);
  for (const { index, share } of bin.load?.gpus ?? []) devices[index]! -= share;
  return { bin, copy, free, devices, names: [] };
}

function placeIn(spots: readonly Spot[], item: Item): Packing["placed"][number] | undefined {
  const { needs = {}, gpus, models, separate } = item;
  for (const spot of spots) {
    if (separate !== undefined && spot.names.includes(separate)) continue;
    if (Object.entries(needs).some(([name, amount]) => !((spot.free[name] ?? 0) >= amount - 1e-12))) continue;
    if (gpus && models && !models.includes(spot.bin.gpus?.model ?? "")) continue;
    const share = gpus && "share" in gpus ? gpus.share : 1;
    const count = !gpus ? 0 : "count" in gpus ? gpus.count : 1;
    const fitting = [...spot.devices.keys()].filter((index) => spot.devices[index]! >= share - 1e-12).slice(0, count);
    if (fitting.length < count) continue;
    for (const [name, amount] of Object.entries(needs)) spot.free[name]! -= amount;
    for (const index of fitting) spot.devices[index]! -= share;
    if (separate !== undefined) spot.names.push(separate);
    const held: DeviceShare[] = fitting.map((index) => ({ index, share }));
    return { item: item.id, bin: spot.bin.id, copy: spot.copy, gpus: held };
  }
  return undefined;
}
