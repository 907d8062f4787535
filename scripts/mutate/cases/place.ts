import fc from "fast-check";
import type { PlaceProblem } from "../../../bindings/place/model.js";
import { placeProblems } from "../../../bindings/testing/index.js";
import { instanceOf, roundedFinish, settings, settingsOf } from "../../../test/place/instances.js";
import { dwarfedProblem, largeProblem, shapes } from "../../../test/place/large-problems.js";
import { type Case, drawn } from "./case.js";

/** Hundreds of tasks, for what shows only on long timelines and queues. */
const large = fc
  .record({
    seed: fc.nat(0xffffffff),
    shape: fc.constantFrom(...shapes),
    tasks: fc.integer({ min: 100, max: 600 }),
    nodes: fc.integer({ min: 1, max: 20 }),
    shared: fc.boolean(),
    whole: fc.boolean(),
  })
  .map(largeProblem);

const dwarfed = fc.record({ seed: fc.nat(0xffffffff), tasks: fc.integer({ min: 20, max: 200 }) }).map(dwarfedProblem);

export function placeCases(): Case[] {
  return [
    { name: "rounded finish", run: ({ place }) => place(instanceOf(roundedFinish), settingsOf("heft")) },
    ...placements("workflow", 3_000, placeProblems()),
    ...placements("large workflow", 60, large),
    ...placements("dwarfed tasks", 60, dwarfed),
  ];
}

function placements(name: string, count: number, problems: fc.Arbitrary<PlaceProblem>): Case[] {
  return drawn(name, count, fc.tuple(problems.map(instanceOf), settings()), ({ place }, [instance, how]) =>
    place(instance, how),
  );
}
