import { type PackVerb, packVerb } from "./pack/index.js";
import type { PackKernel } from "./pack/instance.js";
import { packJudge } from "./pack/judge.js";
import { type MemoryVerb, memoryVerb } from "./pack/memory/index.js";
import type { MemoryKernel } from "./pack/memory/instance.js";
import type { PackerKernel } from "./pack/packer/instance.js";
import { type PackerFactory, packerOn } from "./pack/packer.js";
import type { RepackKernel } from "./pack/repack/instance.js";
import { type Repack, repackOn } from "./pack/repack.js";
import { type PlaceVerb, placeVerb } from "./place/index.js";
import type { PlaceKernel } from "./place/instance.js";
import { type SequenceVerb, sequenceVerb } from "./sequence/index.js";
import type { SequenceKernel } from "./sequence/instance.js";
import { type SequencerFactory, sequencerOn } from "./sequence/sequencer.js";

/** The kernels of one backend, one per verb. */
export interface Kernels {
  place: PlaceKernel;
  sequence: SequenceKernel;
  pack: PackKernel;
  packer: PackerKernel;
  repack: RepackKernel;
  memory: MemoryKernel;
}

/** Where kernels come from. A value to hand to `createLehr`. */
export interface Backend {
  readonly name: string;
  /** @throws KernelError when the engine cannot compile the kernels, or may not */
  load(): Promise<Kernels>;
  /** The same without a promise. @throws KernelError also where compiling on the main thread is refused */
  loadSync(): Kernels;
}

/** The verbs, on one backend. */
export interface Lehr {
  /** Name of the backend. */
  readonly backend: string;
  /** Places a workflow's tasks on a cluster's nodes. */
  readonly place: PlaceVerb["place"];
  /** Says in what order, in which batch and on which server waiting requests are served. */
  readonly sequence: SequenceVerb["sequence"];
  /** A queue for a running gateway, which decides request by request; from a snapshot, it goes on where that was taken. */
  readonly sequencer: SequencerFactory;
  /** Says which items go into which bins. */
  readonly pack: PackVerb["pack"];
  /** The nodes of a running cluster, on which items are placed one by one; from a snapshot, it goes on where that was taken. */
  readonly packer: PackerFactory;
  /** Says which items to move where, one after the other, to free whole bins or GPUs. */
  readonly repack: Repack;
  /** Gives buffers with lifetimes their places in one address space. */
  readonly allocate: MemoryVerb["allocate"];
  /** For hot paths: validates and encodes once, runs often. */
  readonly prepare: {
    /** For `place`. */
    readonly place: PlaceVerb["prepare"];
    /** For `sequence`. */
    readonly sequence: SequenceVerb["prepare"];
    /** For `pack`. */
    readonly pack: PackVerb["prepare"];
  };
  /** For algorithms that get better the longer they run: step by step, with an end that the caller chooses. */
  readonly search: {
    /** The annealing of `sequence`. */
    readonly sequence: SequenceVerb["search"];
    /** The local search of `pack`. */
    readonly pack: PackVerb["search"];
    /** The annealing of `allocate`. */
    readonly allocate: MemoryVerb["search"];
  };
}

export function lehrOn(backend: Backend, kernels: Kernels): Lehr {
  const { place, prepare: preparePlace } = placeVerb(kernels.place);
  const { sequence, prepare: prepareSequence, search: searchSequence } = sequenceVerb(kernels.sequence);
  const { pack, prepare: preparePack, search: searchPack } = packVerb(kernels.pack, packJudge);
  const { allocate, search: searchAllocation } = memoryVerb(kernels.memory);
  return {
    backend: backend.name,
    place,
    sequence,
    sequencer: sequencerOn(kernels.sequence),
    pack,
    packer: packerOn(kernels.packer),
    repack: repackOn(kernels.repack),
    allocate,
    prepare: { place: preparePlace, sequence: prepareSequence, pack: preparePack },
    search: { sequence: searchSequence, pack: searchPack, allocate: searchAllocation },
  };
}
