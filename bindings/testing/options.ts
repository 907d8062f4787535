import fc from "fast-check";
import { bufferOrders, type MemoryOptions, placeChoices } from "../pack/memory/options.js";
import {
  binChoices,
  binOrders,
  itemOrders,
  itemScores,
  type Combination as PackCombination,
  type PackOptions,
  type PresetName as PackPresetName,
  packObjectives,
  presets as packPresets,
  weightings,
} from "../pack/options.js";
import { type PackerOptions, packerRules } from "../pack/packer/model.js";
import type { RepackOptions } from "../pack/repack.js";
import {
  type Combination,
  contests,
  dynamicPriorityRules,
  nodeRules,
  otherNodeRules,
  type PlaceOptions,
  presets,
  priorityRules,
} from "../place/options.js";
import {
  algorithms,
  type ObjectiveMix,
  type ObjectiveName,
  objectives,
  rules,
  type SequenceOptions,
} from "../sequence/options.js";
import type { SequencerAlgorithm, SequencerOptions } from "../sequence/sequencer/model.js";
import { optional, plain, rarely } from "./drawing.js";

const seed = fc.integer({ min: 0, max: 0xffffffff });

/** Every valid combination of rules of `place`. */
export const placeCombinations: readonly Combination[] = priorityRules
  .flatMap((priority) => nodeRules.map((node) => ({ priority, node })))
  .filter(({ priority, node }) => !(isOneOf(dynamicPriorityRules, priority) && isOneOf(otherNodeRules, node)))
  .flatMap((rules) => (["insertion", "append"] as const).map((timeline) => ({ ...rules, timeline })))
  .flatMap((rules) => (["list", "batch"] as const).map((ready) => ({ ...rules, ready })));

/** Valid options of `place`, by every algorithm and combination. */
export function placeOptions(): fc.Arbitrary<PlaceOptions> {
  const names = Object.keys({ ...presets, ...contests }) as (keyof typeof presets | keyof typeof contests)[];
  return fc
    .record({
      algorithm: fc.oneof(
        { arbitrary: fc.constantFrom(...names), weight: 1 },
        { arbitrary: fc.constantFrom(...placeCombinations), weight: 2 },
      ),
      averageCommunication: optional(fc.constantFrom("linked-pairs" as const, "all-pairs" as const)),
      seed: rarely(seed),
    })
    .map(plain);
}

/** Valid options of `sequence`, by every algorithm but `exhaustive`, which is for a handful of requests. */
export function sequenceOptions(): fc.Arbitrary<SequenceOptions> {
  return fc.oneof({ arbitrary: sequenceRuleOptions(), weight: 2 }, { arbitrary: annealing(), weight: 1 });
}

/** The same by rules alone. */
export function sequenceRuleOptions(): fc.Arbitrary<SequenceOptions> {
  const positive = fc.integer({ min: 1, max: 6 });
  return fc.oneof(
    fc.record({ algorithm: fc.constantFrom(...rules), objective: sequenceObjective() }),
    fc.record({ algorithm: fc.constant("priority" as const), ageing: fc.constantFrom(0, 0.1, 3) }),
    fc.record({
      algorithm: fc.constant("learned-rank" as const),
      starvation: fc.record({ threshold: positive, quantum: positive }),
    }),
  );
}

export function sequenceObjective(): fc.Arbitrary<ObjectiveName | ObjectiveMix> {
  const weight = fc.constantFrom(0.1, 1, 3);
  const mix = fc.record({ tardiness: weight, latency: weight, cost: weight }, { requiredKeys: [] });
  return fc.oneof(
    { arbitrary: fc.constantFrom<ObjectiveName>(...objectives), weight: 4 },
    { arbitrary: mix.filter((mix) => Object.keys(mix).length > 0), weight: 1 },
  );
}

/** Every combination of rules of `pack`. */
export function packCombinations(): fc.Arbitrary<PackCombination> {
  return fc.oneof(
    fc.record({
      order: fc.constantFrom(...itemOrders),
      choice: fc.constantFrom(...binChoices),
      weights: fc.constantFrom("unit", "average", "reciprocal"),
      bins: fc.constantFrom(...binOrders),
    }),
    fc.record({
      score: fc.constantFrom(...itemScores),
      weights: fc.constantFrom(...weightings),
      bins: fc.constantFrom(...binOrders),
    }),
  );
}

/** Valid options of `pack`, by every algorithm and combination. */
export function packOptions(): fc.Arbitrary<PackOptions> {
  const names = Object.keys(packPresets) as PackPresetName[];
  return fc.oneof(
    fc.record({ algorithm: fc.constantFrom(...names, "best" as const) }),
    fc.record({ algorithm: packCombinations() }),
    shortSearch("local-search" as const).chain((search) =>
      fc.record({ objective: fc.constantFrom(...packObjectives) }).map((objective) => ({ ...search, ...objective })),
    ),
  );
}

/** Valid options of `allocate`, by every algorithm and combination. */
export function memoryOptions(): fc.Arbitrary<MemoryOptions> {
  const combination = fc.record({ order: fc.constantFrom(...bufferOrders), choice: fc.constantFrom(...placeChoices) });
  return fc.oneof(
    fc.record({ algorithm: fc.oneof(fc.constant("best" as const), combination) }),
    shortSearch("anneal" as const),
  );
}

/** Valid options of `lehr.packer`, but for a sample of typical items. */
export function packerOptions(): fc.Arbitrary<PackerOptions> {
  const weights = fc.dictionary(fc.constantFrom("cpu", "memory", "gpu"), fc.nat(100));
  const byAllocation = ["most-allocated", "least-allocated", "requested-to-capacity-ratio"] as const;
  const shape = fc
    .uniqueArray(fc.nat(100), { minLength: 1, maxLength: 4 })
    .chain((points) =>
      fc
        .array(fc.nat(100), { minLength: points.length, maxLength: points.length })
        .map((scores) =>
          points.sort((a, b) => a - b).map((utilization, index) => ({ utilization, score: scores[index]! })),
        ),
    );
  return fc
    .oneof(
      fc.record({ rule: fc.constantFrom(...packerRules), seed: optional(seed) }),
      fc.record({ rule: fc.constantFrom(...byAllocation), seed: optional(seed), weights }),
      fc.record({ rule: fc.constant("requested-to-capacity-ratio" as const), weights: optional(weights), shape }),
    )
    .map(plain);
}

/** Valid options of `lehr.repack`. */
export function repackOptions(): fc.Arbitrary<RepackOptions> {
  return fc
    .record({ maxMoves: optional(fc.nat(10)), goal: optional(fc.constantFrom("bins" as const, "gpus" as const)) })
    .map(plain);
}

/** Valid options of `lehr.sequencer`, but for its servers. */
export function sequencerOptions(): fc.Arbitrary<Omit<SequencerOptions, "servers">> {
  const names = algorithms.filter((name): name is SequencerAlgorithm => name !== "exhaustive" && name !== "anneal");
  const maxWait = optional(fc.constantFrom(0, 10, 60));
  return fc
    .oneof(
      fc.record({ algorithm: fc.constantFrom(...names), maxWait }),
      fc.record({
        algorithm: fc.constant("anneal" as const),
        maxWait,
        objective: optional(sequenceObjective()),
        seed: optional(seed),
        schedule: fc.constantFrom(1, 20, 50),
      }),
    )
    .map(plain);
}

function annealing(): fc.Arbitrary<SequenceOptions> {
  return fc
    .tuple(shortSearch("anneal" as const), optional(sequenceObjective()))
    .map(([search, objective]) => plain({ ...search, objective }));
}

/** Of an anytime algorithm: a few iterations, to the end of its cooling or not. */
function shortSearch<Name extends string>(algorithm: Name) {
  const schedule = 50;
  return fc.record({
    algorithm: fc.constant(algorithm),
    seed: fc.nat(9),
    schedule: fc.constant(schedule),
    iterations: fc.oneof(fc.constant(schedule), fc.nat(schedule)),
  });
}

function isOneOf(list: readonly string[], value: string): boolean {
  return list.includes(value);
}
