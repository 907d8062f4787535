/** For those who test schedulers: arbitraries of problems and options for fast-check. */
export { bins } from "./bins.js";
export { buffers } from "./buffers.js";
export { clusters } from "./clusters.js";
export { type Counterexample, type Reproduction, UnsoundSchedulerError } from "./counterexample.js";
export { type Judgement, type RelationName, relationNames } from "./invariants/relation.js";
export { items } from "./items.js";
export * from "./knobs.js";
export {
  memoryOptions,
  packerOptions,
  packOptions,
  placeOptions,
  repackOptions,
  sequenceOptions,
  sequencerOptions,
} from "./options.js";
export { memoryProblems, packProblems, placeProblems, sequenceProblems } from "./problems.js";
export { requests } from "./requests.js";
export { servers } from "./servers.js";
export { expectSchedulerSound, type Scheduler, type SoundnessOptions } from "./sound.js";
export { type ItemEvent, type ItemTrace, itemTraces, type RequestTrace, requestTraces } from "./traces.js";
export type { Problems, Results, Verb } from "./verbs.js";
export { workflows } from "./workflows.js";
