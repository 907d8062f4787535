/** The public API. */
import { InvalidOptionsError } from "./errors.js";
import { type Backend, type Lehr, lehrOn } from "./lehr.js";
import { wasm } from "./wasm/default.js";

/** What `createLehr` and `createLehrSync` may be told. */
export interface CreateOptions {
  /** @default wasm */
  backend?: Backend;
}

/**
 * Loads the kernels.
 *
 * @throws InvalidOptionsError
 * @throws KernelError when the engine cannot compile the kernels, or may not; `lehr/reference` needs no WebAssembly
 */
export async function createLehr(options: CreateOptions = {}): Promise<Lehr> {
  const backend = backendOf(options);
  return lehrOn(backend, await backend.load());
}

/** The same without a promise. Some engines refuse to compile on the main thread; `createLehr` works there too. */
export function createLehrSync(options: CreateOptions = {}): Lehr {
  const backend = backendOf(options);
  return lehrOn(backend, backend.loadSync());
}

function backendOf(options: CreateOptions): Backend {
  if (typeof options !== "object" || options === null) throw new InvalidOptionsError("options", "must be an object");
  for (const name of Object.keys(options)) {
    if (name !== "backend") throw new InvalidOptionsError(name, "is unknown; known is backend");
  }
  const { backend = wasm } = options;
  if (typeof backend?.load !== "function" || typeof backend.loadSync !== "function") {
    throw new InvalidOptionsError("backend", "must be wasm, wasmFrom(…), or reference from lehr/reference");
  }
  return backend;
}

export type * from "./cluster/model.js";
export type { ErrorCode, Problem } from "./errors.js";
export { InvalidOptionsError, InvalidProblemError, InvalidResultError, KernelError, LehrError } from "./errors.js";
export type { Backend, Kernels, Lehr } from "./lehr.js";
export type * from "./pack/explain/model.js";
export { explainItem } from "./pack/explain.js";
export type { PreparedPacking, PreparedPackingRun } from "./pack/index.js";
export { KvBlocks, type KvBlocksOptions, type KvFigures } from "./pack/memory/kv-blocks.js";
export type {
  Allocation,
  MemoryBuffer,
  MemoryProblem,
  PlacedBuffer,
} from "./pack/memory/model.js";
export type {
  BufferOrder,
  MemoryAlgorithm,
  MemoryCombination,
  MemoryOptions,
  MemoryRun,
  PlaceChoice,
} from "./pack/memory/options.js";
export { type AllocationStatistics, allocationStatistics } from "./pack/memory/statistics.js";
export { type AllocationViolation, type AllocationViolationCode, verifyAllocation } from "./pack/memory/verify.js";
export type * from "./pack/model.js";
export type {
  BinByBin,
  BinChoice,
  BinOrder,
  Combination as PackCombination,
  ItemByItem,
  ItemOrder,
  ItemScore,
  PackAlgorithm,
  PackObjective,
  PackOptions,
  PackRun,
  PackWarmStart,
  PresetName as PackPresetName,
  Weighting,
} from "./pack/options.js";
export type * from "./pack/packer/model.js";
export type { Packer, PackerFactory } from "./pack/packer.js";
export type { BinCopy, Move, MoveEnd, Repack, RepackGoal, Repacking, RepackOptions } from "./pack/repack.js";
export type * from "./pack/statistics/model.js";
export { packingStatistics } from "./pack/statistics.js";
export type { PackingViolation, PackingViolationCode } from "./pack/verify/codes.js";
export { verifyPacking } from "./pack/verify.js";
export type * from "./place/explain/model.js";
export { explainTask } from "./place/explain.js";
export type { PreparedPlacement, PreparedRun } from "./place/index.js";
export type * from "./place/model.js";
export type {
  AlgorithmName,
  Combination,
  ContestName,
  NodeRule,
  PlaceOptions,
  PresetName,
  PriorityRule,
  Run,
} from "./place/options.js";
export type * from "./place/statistics/model.js";
export { placementStatistics } from "./place/statistics.js";
export type { PlacementViolation, PlacementViolationCode } from "./place/verify/codes.js";
export { verifyPlacement } from "./place/verify.js";
export type { Search, SearchProgress, SearchRunOptions } from "./search.js";
export type * from "./sequence/explain/model.js";
export { explainRequest } from "./sequence/explain.js";
export type * from "./sequence/fit/model.js";
export { fitLatencyModel } from "./sequence/fit.js";
export type { PreparedSequence, PreparedSequenceRun } from "./sequence/index.js";
export type * from "./sequence/model.js";
export type {
  ObjectiveMix,
  ObjectiveName,
  SequenceAlgorithm,
  SequenceOptions,
  SequenceRule,
  SequenceRun,
  Starvation,
  WarmStart,
} from "./sequence/options.js";
export { type LatencyModelName, latencyModels } from "./sequence/presets.js";
export type * from "./sequence/sequencer/model.js";
export type { Sequencer, SequencerFactory } from "./sequence/sequencer.js";
export type * from "./sequence/statistics/model.js";
export { sequenceStatistics } from "./sequence/statistics.js";
export type { SequenceViolation, SequenceViolationCode } from "./sequence/verify/codes.js";
export { verifySequence } from "./sequence/verify.js";
export type { Violation } from "./violation.js";
export { wasmFrom } from "./wasm/backend.js";
export { wasm } from "./wasm/default.js";
