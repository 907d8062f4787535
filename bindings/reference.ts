/**
 * The reference backend: the same verbs and the same answers, bit for bit, in plain TypeScript. Slower; for pages whose
 * content security policy forbids WebAssembly, and for tests.
 */
import type { Backend, Kernels } from "./lehr.js";
import { placeReference } from "./place/reference.js";
import { sequenceReference } from "./sequence/reference.js";

const kernels: Kernels = { place: placeReference, sequence: sequenceReference };

export const reference: Backend = {
  name: "reference",
  load: async () => kernels,
  loadSync: () => kernels,
};
