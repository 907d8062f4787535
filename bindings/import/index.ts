/** Problems from files: YAML or JSON with human units, CSV, WfFormat. Published as `lehr/import`. */

export { readMeasurements } from "./measurements-csv.js";
export { readMemoryProblem } from "./memory-file.js";
export { importMinimalloc } from "./minimalloc.js";
export { type PackSources, readPackProblem } from "./pack-file.js";
export { type ProblemSources, readProblem } from "./problem-file.js";
export { readSequenceProblem, type SequenceFileOptions, type SequenceSources } from "./sequence-file.js";
export { InvalidSourceError, type Source, type SourceProblem } from "./source.js";
export type { SplitwiseSelection } from "./splitwise.js";
export { importWfFormat, isWfFormat, type WfFormatOptions } from "./wfformat.js";
