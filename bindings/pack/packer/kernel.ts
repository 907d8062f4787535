import type { Arena } from "../../wasm/arena.js";
import type { Host, Session } from "../../wasm/host.js";
import type {
  EncodedItem,
  FreeUnits,
  PackerInstance,
  PackerKernel,
  PackerSettings,
  PackerState,
  Place,
  TypicalItems,
} from "./instance.js";
import { packerRules } from "./model.js";

/** What the kernel scores a node where the item does not fit. */
const unfit = -(2 ** 31);

/** The packer by the Wasm kernels: a session of its own for every cluster. */
export function packerKernel(host: Host): PackerKernel {
  return {
    open: (instance, settings) =>
      new KernelPacker(host.session("packer", inputsOf(instance, settings)), instance, settings),
  };
}

/** Arrays that last: addresses in the memory of the session. */
interface Addresses {
  packer: number;
  demand: number;
  place: number;
  scores: number;
  fragments: number;
}

class KernelPacker implements PackerState {
  readonly #at: Addresses;

  constructor(
    private readonly session: Session,
    private readonly instance: PackerInstance,
    { rule, seed, typical }: PackerSettings,
  ) {
    const { resources, gpuUnits, companion, bins } = instance;
    this.#at = session.call((arena) => {
      const { exports, inputs } = arena;
      const [cluster, scoring] = [inputs.slice(0, 6), inputs.slice(6)];
      const expected = copyTypical(arena, typical);
      return {
        packer: exports.openPacker(
          ...[resources, gpuUnits, companion, ...cluster, packerRules.indexOf(rule), seed, ...scoring, expected],
        ),
        demand: arena.newFloat64(resources),
        place: arena.newInt32(2),
        scores: arena.newInt32(bins),
        fragments: arena.newFloat64(bins),
      };
    });
  }

  place(item: EncodedItem, decision: number): Place | undefined {
    const { packer, place } = this.#at;
    return this.session.call((arena) => {
      const placed = arena.exports.placeItem(packer, ...this.#copyItem(arena, item), decision, place);
      if (!placed) return undefined;
      const [bin, gpus] = new Int32Array(arena.exports.memory.buffer, place, 2);
      return { bin: bin!, gpus: gpus! };
    });
  }

  add(item: EncodedItem, place: Place): void {
    this.#occupy(item, place, 1);
  }

  remove(item: EncodedItem, place: Place): void {
    this.#occupy(item, place, -1);
  }

  scores(item: EncodedItem): (number | undefined)[] {
    const { packer, scores } = this.#at;
    return this.session.call((arena) => {
      arena.exports.scoreNodes(packer, ...this.#copyItem(arena, item), scores);
      return Array.from(arena.readInt32(scores, this.instance.bins), (score) => (score === unfit ? undefined : score));
    });
  }

  fragments(): Float64Array {
    const { packer, fragments } = this.#at;
    return this.session.call((arena) => {
      arena.exports.measureFragments(packer, fragments);
      return arena.readFloat64(fragments, this.instance.bins);
    });
  }

  free(): FreeUnits {
    const { bins, resources, kind, firstGpu } = this.instance;
    const devices = kind.reduce((sum, k) => sum + firstGpu[k + 1]! - firstGpu[k]!, 0);
    return this.session.call((arena) => {
      const mark = arena.exports.mark();
      const [amounts, gpus] = [arena.newFloat64(bins * resources), arena.newInt32(devices)];
      arena.exports.readFree(this.#at.packer, amounts, gpus);
      const free = { amounts: arena.readFloat64(amounts, bins * resources), gpus: arena.readInt32(gpus, devices) };
      arena.exports.release(mark);
      return free;
    });
  }

  expect(typical: TypicalItems): void {
    this.session.call((arena) => arena.exports.expectItems(this.#at.packer, copyTypical(arena, typical)));
  }

  #occupy(item: EncodedItem, { bin, gpus }: Place, sign: 1 | -1): void {
    this.session.call((arena) => {
      arena.exports.occupyNode(this.#at.packer, ...this.#copyItem(arena, item), bin, gpus, sign);
    });
  }

  /** As the kernel takes it. */
  #copyItem({ exports }: Arena, { demand, gpuCount, gpuShare, models }: EncodedItem) {
    new Float64Array(exports.memory.buffer, this.#at.demand, demand.length).set(demand);
    return [this.#at.demand, gpuCount, gpuShare, models] as const;
  }
}

/** In the order of the kernel's parameters: six of the cluster, then those of the scores. */
function inputsOf(instance: PackerInstance, { weight, shapeAt, shapeScore }: PackerSettings) {
  const { free, capacity, kind, model, firstGpu, gpuFree } = instance;
  return [free, capacity, kind, model, firstGpu, gpuFree, weight, shapeAt, shapeScore];
}

function copyTypical(arena: Arena, { weight, companion, gpuCount, gpuShare, models }: TypicalItems): number {
  return arena.exports.typicalItems(
    ...[weight, companion, gpuCount, gpuShare, models].map((values) => arena.copyIn(values)),
  );
}
