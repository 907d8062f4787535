/**
 * `sequence` in plain TypeScript: the twin that the WebAssembly kernels are tested against, and the backend where
 * WebAssembly is not allowed. It follows the papers and evaluates everything anew.
 */
import type { SequenceKernel } from "./instance.js";
import { dispatch } from "./reference/dispatch.js";
import { exhaust } from "./reference/exhaustive.js";
import { anneal, Search } from "./reference/search.js";

export const sequenceReference: SequenceKernel = {
  dispatch,
  exhaust,
  anneal,
  search: (instance, settings) => new Search(instance, settings),
};
