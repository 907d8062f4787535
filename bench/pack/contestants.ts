import { firstFitDecreasing } from "bin-packer";
import { createLehrSync, wasm } from "../../bindings/index.js";
import type { PackInstance, PackSolution } from "../../bindings/pack/instance.js";
import { type PresetName, presets } from "../../bindings/pack/options.js";
import { packReference } from "../../bindings/pack/reference.js";
import { Random } from "../../bindings/random.js";
import { type Contestant, checkAnswers } from "../measure.js";
import { createFirstFit } from "../rivals/first-fit.js";
import { names } from "./names.js";
import { encoded, mixedSizes, mixedVectors, vectorProblem } from "./problems.js";

export interface Row {
  name: string;
  items: number;
  contestants: Contestant[];
}

/** The reference and the package look at every bin for every item; items up to which they are waited for. */
const patience = { reference: 1_000, package: 10_000 };

/** First fit decreasing of one resource. */
export function firstFitRow(items: number): Row {
  const problems = seeds(items).map((seed) => mixedSizes(items, new Random(seed)));
  const tuned = createFirstFit(items);
  const typed = problems.map((sizes) => Float64Array.from(sizes));
  const javascript = {
    name: names.javascript,
    calls: typed.map((sizes) => () => 1 + tuned(sizes, 1000).reduce((most, bin) => Math.max(most, bin), -1)),
  };
  const library = {
    name: names.package,
    // It sorts what it is given.
    calls: problems.map((sizes) => () => firstFitDecreasing(sizes.slice(), (size) => size, 1000).bins.length),
  };
  const rows = problems.map((sizes) =>
    vectorProblem(
      sizes.map((size) => [size]),
      [1000],
    ),
  );
  const rivals = items <= patience.package ? [javascript, library] : [javascript];
  return rowOf(`first-fit-decreasing, ${items} items`, items, "first-fit-decreasing", rows, rivals);
}

export function vectorRow(items: number, resources: number, algorithm: PresetName): Row {
  const capacity = Array.from({ length: resources }, () => 1000);
  const rows = seeds(items).map((seed) => vectorProblem(mixedVectors(items, resources, new Random(seed)), capacity));
  return rowOf(`${algorithm}, ${items} items of ${resources} resources`, items, algorithm, rows, []);
}

function rowOf(
  name: string,
  items: number,
  algorithm: PresetName,
  problems: ReturnType<typeof vectorProblem>[],
  rivals: Contestant[],
): Row {
  const instances = problems.map(encoded);
  const { pack } = wasm.loadSync();
  const lehr = createLehrSync();
  const contestants: Contestant[] = [
    {
      name: names.kernel,
      calls: instances.map((instance) => () => binsOf(pack.construct(instance, presets[algorithm]))),
    },
    { name: names.whole, calls: problems.map((problem) => () => lehr.pack(problem, { algorithm }).binsUsed) },
    ...rivals,
  ];
  if (items <= patience.reference) contestants.push(reference(instances, algorithm));
  checkAnswers(name, contestants);
  return { name, items, contestants };
}

function reference(instances: readonly PackInstance[], algorithm: PresetName): Contestant {
  return {
    name: names.reference,
    calls: instances.map((instance) => () => binsOf(packReference.construct(instance, presets[algorithm]))),
  };
}

/** Equal bins are opened in order. */
function binsOf({ bin }: PackSolution): number {
  return 1 + bin.reduce((most, b) => Math.max(most, b), -1);
}

/** More of small instances, which a branch predictor would memorise. */
function seeds(items: number): number[] {
  return Array.from({ length: items < 1_000 ? 40 : 5 }, (_, k) => k + 1);
}
