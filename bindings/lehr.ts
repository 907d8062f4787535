import { type PlaceVerb, placeVerb } from "./place/index.js";
import type { PlaceKernel } from "./place/instance.js";

/** The kernels of one backend, one per verb. */
export interface Kernels {
  place: PlaceKernel;
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
  /** For hot paths: validates and encodes once, runs often. */
  readonly prepare: { readonly place: PlaceVerb["prepare"] };
}

export function lehrOn(backend: Backend, kernels: Kernels): Lehr {
  const { place, prepare } = placeVerb(kernels.place);
  return { backend: backend.name, place, prepare: { place: prepare } };
}
