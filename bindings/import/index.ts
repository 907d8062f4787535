/** Problems from files: YAML or JSON with human units, and WfFormat. Published as `lehr/import`. */

export { type ProblemSources, readProblem } from "./problem-file.js";
export { InvalidSourceError, type Source, type SourceProblem } from "./source.js";
export { importWfFormat, isWfFormat, type WfFormatOptions } from "./wfformat.js";
