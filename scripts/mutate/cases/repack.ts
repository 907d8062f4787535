import fc from "fast-check";
import type { PackInstance } from "../../../bindings/pack/instance.js";
import { packReference } from "../../../bindings/pack/reference.js";
import { goals } from "../../../bindings/pack/repack/instance.js";
import { packCombinations } from "../../../bindings/testing/options.js";
import { packInstance, vectors } from "../../../test/pack/instances.js";
import { roomMade, roomMadeStart } from "../../../test/pack/repack/room-made.js";
import { type Case, drawn } from "./case.js";

export function repackCases(): Case[] {
  return [
    { name: "room made", run: ({ repack }) => repack.repack(roomMade, roomMadeStart, "bins", roomMade.items) },
    ...repackings("up to 16 items", 1_500, 16, packInstance({ maxItems: 16, maxCopies: 8 })),
    ...repackings("up to 40 items", 1_500, 40, packInstance({ maxItems: 40, maxCopies: 8 })),
    ...repackings("crowded", 1_000, 60, crowded),
  ];
}

function repackings(name: string, count: number, most: number, instances: fc.Arbitrary<PackInstance>): Case[] {
  const started = fc
    .record({
      instance: instances,
      combination: packCombinations(),
      goal: fc.constantFrom(...goals),
      maxMoves: fc.nat(most),
    })
    .map((drawn) => ({ ...drawn, start: packReference.construct(drawn.instance, drawn.combination) }));
  return drawn(name, count, started, ({ repack }, { instance, start, goal, maxMoves }) =>
    repack.repack(instance, start, goal, Math.min(maxMoves, instance.items)),
  );
}

/** Several resources, of which now one, now another is short: making room for one item may leave more for another. */
const crowded = fc.integer({ min: 2, max: 3 }).chain((resources) => {
  const row = fc.array(fc.nat(8), { minLength: resources, maxLength: resources });
  return fc
    .array(row, { minLength: 30, maxLength: 60, size: "max" })
    .map((rows) => vectors(rows, Array<number>(resources).fill(20)));
});
