/**
 * The reference backend: the same verbs and the same answers, bit for bit, in plain TypeScript. Slower; for pages whose
 * content security policy forbids WebAssembly, and for tests.
 */
import type { Backend, Kernels } from "./lehr.js";
import { memoryReference } from "./pack/reference/memory/index.js";
import { packerReference } from "./pack/reference/packer.js";
import { repackReference } from "./pack/reference/repack.js";
import { packReference } from "./pack/reference.js";
import { placeReference } from "./place/reference.js";
import { sequenceReference } from "./sequence/reference.js";

const kernels: Kernels = {
  place: placeReference,
  sequence: sequenceReference,
  pack: packReference,
  packer: packerReference,
  repack: repackReference,
  memory: memoryReference,
};

/** The backend without WebAssembly. Bit for bit the same answers; how much slower is in docs/performance.md. */
export const reference: Backend = {
  name: "reference",
  load: async () => kernels,
  loadSync: () => kernels,
};
