/** The public API. */
import { type Backend, type Lehr, lehrOn } from "./lehr.js";
import { wasm } from "./wasm/backend.js";

export interface CreateOptions {
  /** @default wasm */
  backend?: Backend;
}

/** Loads the kernels, compiling them off the main thread where the engine does. */
export async function createLehr({ backend = wasm }: CreateOptions = {}): Promise<Lehr> {
  return lehrOn(backend, await backend.load());
}

/** Loads the kernels at once. */
export function createLehrSync({ backend = wasm }: CreateOptions = {}): Lehr {
  return lehrOn(backend, backend.loadSync());
}

export type * from "./cluster/model.js";
export type { ErrorCode, Problem } from "./errors.js";
export { InvalidOptionsError, InvalidProblemError, InvalidResultError, KernelError, LehrError } from "./errors.js";
export type { Backend, Kernels, Lehr } from "./lehr.js";
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
export type { Violation } from "./violation.js";
export { wasm, wasmFrom } from "./wasm/backend.js";
