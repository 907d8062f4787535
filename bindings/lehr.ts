import { type PlaceVerb, placeVerb } from "./place/index.js";
import type { PlaceKernel } from "./place/instance.js";
import { type SequenceVerb, sequenceVerb } from "./sequence/index.js";
import type { SequenceKernel } from "./sequence/instance.js";
import { type SequencerFactory, sequencerOn } from "./sequence/sequencer.js";

/** The kernels of one backend, one per verb. */
export interface Kernels {
  place: PlaceKernel;
  sequence: SequenceKernel;
}

/** Where kernels come from. A value to hand to `createLehr`. */
export interface Backend {
  readonly name: string;
  load(): Promise<Kernels>;
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
  /** For hot paths: validates and encodes once, runs often. */
  readonly prepare: { readonly place: PlaceVerb["prepare"]; readonly sequence: SequenceVerb["prepare"] };
  /** For algorithms that get better the longer they run: step by step, with an end that the caller chooses. */
  readonly search: { readonly sequence: SequenceVerb["search"] };
}

export function lehrOn(backend: Backend, kernels: Kernels): Lehr {
  const { place, prepare: preparePlace } = placeVerb(kernels.place);
  const { sequence, prepare: prepareSequence, search } = sequenceVerb(kernels.sequence);
  return {
    backend: backend.name,
    place,
    sequence,
    sequencer: sequencerOn(kernels.sequence),
    prepare: { place: preparePlace, sequence: prepareSequence },
    search: { sequence: search },
  };
}
