import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type {
  EncodedItem,
  PackerInstance,
  PackerSettings,
  PackerState,
  Place,
  TypicalItems,
} from "../../../bindings/pack/packer/instance.js";
import { packerRules } from "../../../bindings/pack/packer/model.js";
import { packerReference } from "../../../bindings/pack/reference/packer.js";
import { packerKernels } from "./kernels.js";

/** Amounts on a coarse grid, so that items fill nodes and scores tie. */
const gpuUnits = 12;

interface Kind {
  cpu: number;
  memory: number;
  model: number;
  gpus: number[];
}

const kind: fc.Arbitrary<Kind> = fc
  .record({
    cpu: fc.integer({ min: 0, max: 32 }),
    memory: fc.integer({ min: 0, max: 16 }),
    model: fc.integer({ min: 0, max: 2 }),
    gpus: fc.array(fc.constantFrom(0, 3, 7, 12, 12, 12), { maxLength: 8 }),
  })
  .map((kind) => ({ ...kind, model: kind.gpus.length === 0 ? -1 : kind.model }));

const instance: fc.Arbitrary<PackerInstance> = fc
  .record({
    kinds: fc.array(kind, { minLength: 1, maxLength: 4 }),
    nodes: fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
    companion: fc.constantFrom(0, 0, 0, -1),
  })
  .map(({ kinds, nodes, companion }) => {
    const amounts = Float64Array.from(kinds.flatMap(({ cpu, memory }) => [cpu, memory]));
    const firstGpu = Int32Array.from([
      0,
      ...kinds.map((_, k) => kinds.slice(0, k + 1).flatMap(({ gpus }) => gpus).length),
    ]);
    return {
      kinds: kinds.length,
      bins: nodes.length,
      resources: 2,
      free: amounts,
      capacity: amounts.map((amount) => amount * 2),
      kind: Int32Array.from(nodes, (n) => n % kinds.length),
      gpuUnits,
      model: Int32Array.from(kinds, ({ model }) => model),
      firstGpu,
      gpuFree: Int32Array.from(kinds.flatMap(({ gpus }) => gpus)),
      companion,
    };
  });

const item: fc.Arbitrary<EncodedItem> = fc
  .record({
    cpu: fc.integer({ min: 0, max: 9 }),
    memory: fc.integer({ min: 0, max: 4 }),
    gpu: fc.oneof(
      fc.constant({ gpuCount: 0, gpuShare: 0 }),
      fc.record({ gpuCount: fc.integer({ min: 1, max: 4 }), gpuShare: fc.constant(0) }),
      fc.record({ gpuCount: fc.constant(0), gpuShare: fc.integer({ min: 1, max: gpuUnits }) }),
    ),
    models: fc.constantFrom(-1, -1, -1, 1, 3, 4, 0),
  })
  .map(({ cpu, memory, gpu, models }) => ({ demand: Float64Array.of(cpu, memory), ...gpu, models }));

const typical = (companion: number): fc.Arbitrary<TypicalItems> =>
  fc.array(fc.tuple(item, fc.integer({ min: 1, max: 50 })), { maxLength: 8 }).map((items) => ({
    items: items.length,
    weight: Float64Array.from(items, ([, weight]) => weight),
    companion: Float64Array.from(items, ([{ demand }]) => (companion < 0 ? 0 : demand[companion]!)),
    gpuCount: Int32Array.from(items, ([{ gpuCount }]) => gpuCount),
    gpuShare: Int32Array.from(items, ([{ gpuShare }]) => gpuShare),
    models: Int32Array.from(items, ([{ models }]) => models),
  }));

const scoring = fc.record({
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  weight: fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 3, maxLength: 3 }).map((w) => Int32Array.from(w)),
  shape: fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 100 }), fc.integer({ min: 0, max: 100 })), {
    minLength: 1,
    maxLength: 4,
    selector: ([at]) => at,
  }),
});

/** What is done to a packer: place an item, take back an earlier one, or expect others. */
const scenario = instance.chain((instance) =>
  fc.record({
    instance: fc.constant(instance),
    scoring,
    typical: typical(instance.companion),
    later: typical(instance.companion),
    palette: fc.array(item, { minLength: 1, maxLength: 5 }),
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat()), { maxLength: 40 }),
  }),
);

describe.each(packerRules)("%s", (rule) => {
  for (const { name, kernel } of packerKernels.slice(0, 2)) {
    test(`the ${name} build decides as the reference`, () => {
      fc.assert(
        fc.property(scenario, ({ instance, scoring: { shape, ...rest }, typical, later, palette, steps }) => {
          const points = shape.sort(([a], [b]) => a - b);
          const settings: PackerSettings = {
            rule,
            ...rest,
            shapeAt: Int32Array.from(points, ([at]) => at),
            shapeScore: Int32Array.from(points, ([, score]) => score),
            typical,
          };
          const [actual, expected] = [kernel.open(instance, settings), packerReference.open(instance, settings)];
          const run = (state: PackerState) => logOf(state, palette, steps, later);
          expect(run(actual)).toEqual(run(expected));
        }),
        { numRuns: 60 },
      );
    });
  }
});

test("more different items than slots", () => {
  const instance: PackerInstance = {
    kinds: 1,
    bins: 5,
    resources: 1,
    free: Float64Array.of(100_000),
    capacity: Float64Array.of(100_000),
    kind: new Int32Array(5),
    gpuUnits,
    model: Int32Array.of(-1),
    firstGpu: Int32Array.of(0, 0),
    gpuFree: new Int32Array(),
    companion: 0,
  };
  const nothing = { weight: new Float64Array(), companion: new Float64Array(), gpuCount: new Int32Array() };
  const settings: PackerSettings = {
    rule: "best-fit",
    seed: 0,
    weight: Int32Array.of(1, 1),
    shapeAt: Int32Array.of(0),
    shapeScore: Int32Array.of(0),
    typical: { items: 0, ...nothing, gpuShare: new Int32Array(), models: new Int32Array() },
  };
  const items = Array.from({ length: 900 }, (_, i) => ({
    demand: Float64Array.of(1 + ((i * 37) % 600)),
    gpuCount: 0,
    gpuShare: 0,
    models: -1,
  }));
  const run = (state: PackerState) => items.map((item, i) => state.place(item, i));
  const expected = run(packerReference.open(instance, settings));
  for (const { kernel } of packerKernels) expect(run(kernel.open(instance, settings))).toEqual(expected);
});

function logOf(state: PackerState, palette: EncodedItem[], steps: [number, number][], later: TypicalItems): unknown[] {
  const placed: { item: EncodedItem; place: Place }[] = [];
  const log: unknown[] = [];
  steps.forEach(([action, choice], decision) => {
    const item = palette[choice % palette.length]!;
    if (action === 0 && placed.length > 0) {
      const [gone] = placed.splice(choice % placed.length, 1);
      state.remove(gone!.item, gone!.place);
    } else if (action === 1 && decision > 20) {
      state.expect(later);
    } else if (action === 2) {
      log.push(state.scores(item), [...state.fragments()]);
    } else {
      const place = state.place(item, decision);
      if (place) placed.push({ item, place });
      log.push(place);
    }
  });
  log.push(state.free(), state.scores(palette[0]!), [...state.fragments()]);
  return log;
}
