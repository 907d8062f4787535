import fc from "fast-check";
import type {
  EncodedItem,
  PackerInstance,
  PackerKernel,
  PackerSettings,
  PackerState,
  Place,
  TypicalItems,
} from "../../../bindings/pack/packer/instance.js";
import type { PackerRule } from "../../../bindings/pack/packer/model.js";

/** Amounts on a coarse grid, so that items fill nodes and scores tie. */
export const gpuUnits = 12;

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
    companion: fc.constantFrom(0, 0, 1, -1),
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

export interface Scenario {
  instance: PackerInstance;
  scoring: {
    seed: number;
    weight: Int32Array<ArrayBuffer>;
    shape: [at: number, score: number][];
  };
  typical: TypicalItems;
  later: TypicalItems;
  palette: EncodedItem[];
  steps: [action: number, choice: number][];
}

/** What is done to a packer: to place an item, take back an earlier one, or expect others. */
export const scenario: fc.Arbitrary<Scenario> = instance.chain((instance) =>
  fc.record({
    instance: fc.constant(instance),
    scoring,
    typical: typical(instance.companion),
    later: typical(instance.companion),
    palette: fc.array(item, { minLength: 1, maxLength: 5 }),
    steps: fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), fc.nat()), { maxLength: 40 }),
  }),
);

/** What a packer answers, step by step. */
export function answersIn(kernel: PackerKernel, rule: PackerRule, scenario: Scenario): unknown[] {
  const { instance, scoring, typical, palette, steps, later } = scenario;
  const { shape, ...rest } = scoring;
  const points = [...shape].sort(([a], [b]) => a - b);
  const settings: PackerSettings = {
    rule,
    ...rest,
    shapeAt: Int32Array.from(points, ([at]) => at),
    shapeScore: Int32Array.from(points, ([, score]) => score),
    typical,
  };
  return logOf(kernel.open(instance, settings), palette, steps, later);
}

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
