import type { Seconds } from "../cluster/model.js";
import type { MemoryProblem } from "../pack/memory/model.js";
import type { MemoryOptions } from "../pack/memory/options.js";
import type { Item, PackProblem } from "../pack/model.js";
import type { PackOptions } from "../pack/options.js";
import type { PackerBins, PackerOptions } from "../pack/packer/model.js";
import type { RepackOptions } from "../pack/repack.js";
import type { PlaceProblem } from "../place/model.js";
import type { PlaceOptions } from "../place/options.js";
import type { SequenceProblem } from "../sequence/model.js";
import type { SequenceOptions } from "../sequence/options.js";
import type { SequencerOptions, SequencerRequest } from "../sequence/sequencer/model.js";

/** What is fuzzed, printed on failure and kept in a corpus: everything that a call is given, as plain JSON. */
export type Case = PlaceCase | SequenceCase | SequencerCase | PackCase | PackerCase | RepackCase | AllocateCase;

export interface PlaceCase {
  call: "place";
  problem: PlaceProblem;
  options: PlaceOptions;
}

export interface SequenceCase {
  call: "sequence";
  problem: SequenceProblem;
  options: SequenceOptions;
}

/** A queue and what happens to it, one after the other. */
export interface SequencerCase {
  call: "sequencer";
  options: SequencerOptions;
  events: SequencerEvent[];
}

/** `pause` passes before. */
export type SequencerEvent = { pause: Seconds } & (
  | { add: SequencerRequest }
  | { remove: string }
  /** A server is asked what it shall start. */
  | { next: string }
  /** A server is asked when it is to be asked again. */
  | { wakeAt: string }
  /** The request that has run the longest, after the first so many, ends; the count wraps around. */
  | { complete: number; outputTokens: number }
  /** The queue is thrown away, and goes on from its snapshot. */
  | { restore: true }
);

export interface PackCase {
  call: "pack";
  problem: PackProblem;
  options: PackOptions;
}

/** A packer and what happens to it, one after the other. */
export interface PackerCase {
  call: "packer";
  cluster: PackerBins;
  options: PackerOptions;
  events: PackerEvent[];
}

export type PackerEvent =
  | { place: Item }
  | { remove: string }
  | { explain: Item }
  /** The packer is thrown away, and goes on from its snapshot. */
  | { restore: true };

export interface RepackCase {
  call: "repack";
  problem: PackProblem;
  /** By these, `pack` makes what is to be repacked. */
  start: PackOptions;
  options: RepackOptions;
}

export interface AllocateCase {
  call: "allocate";
  problem: MemoryProblem;
  options: MemoryOptions;
}

export type Call = Case["call"];
export type CaseOf<C extends Call> = Extract<Case, { call: C }>;

export const fuzzedVerbs = ["place", "sequence", "pack"] as const;
export type FuzzedVerb = (typeof fuzzedVerbs)[number];

/** The calls that belong to a verb. */
export const callsOfVerb = {
  place: ["place"],
  sequence: ["sequence", "sequencer"],
  pack: ["pack", "packer", "repack", "allocate"],
} as const satisfies Record<FuzzedVerb, readonly Call[]>;
