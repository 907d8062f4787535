import type { DeviceShare, LocationLevel } from "../model.js";

/** Where an item sits, or why it sits nowhere. Plain data. */
export interface ItemExplanation {
  item: string;
  placed?: PlacedItemExplanation;
  unplaced?: UnplacedItemExplanation;
  /** The gist, for reading. */
  sentence: string;
}

/** Where an item sits, and beside what. */
export interface PlacedItemExplanation {
  bin: string;
  /** Number of the copy, from 0. */
  copy: number;
  /** How many there are of the bin. */
  copies: number;
  /** Devices that it holds. */
  gpus: DeviceShare[];
  /** The other items of the copy. */
  companions: string[];
  /** What the copy has, and what is free of it beside all that it holds. */
  free: { resource: string; capacity: number; free: number }[];
  /** What is free of each device, 0 to 1. */
  freeGpus: number[];
}

/** What keeps an item out of every bin. */
export interface UnplacedItemExplanation {
  /** What the packing says. */
  reason: string;
  proven: boolean;
  /** Of all bins. */
  copies: number;
  /** Copies that, as the packing fills them, would take this item by itself. */
  takers: number;
  /** What keeps it out of the others; a copy may count in several. The one of most copies first. */
  obstructions: Obstruction[];
  /** Of an item in a gang. */
  gang?: {
    id: string;
    /** All of its items. */
    items: string[];
    /** Those that no copy would take, as the packing fills it. */
    fitNowhere: string[];
    /** What they are required to share. */
    within?: LocationLevel;
  };
}

/** What keeps an item out of a number of copies. */
export type Obstruction =
  /** Less of the resource is free than it needs. `most`: that is free in any of them. */
  | { what: "resource"; resource: string; copies: number; needed: number; most: number }
  /** The GPUs are of a model that will not do. */
  | { what: "model"; copies: number }
  /** Fewer devices than it asks for have enough room. */
  | { what: "devices"; copies: number }
  /** An item sits there that it is kept apart from. */
  | { what: "separation"; copies: number };
