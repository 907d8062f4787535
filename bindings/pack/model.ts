import type { Dollars, Node } from "../cluster/model.js";
import type { PackRun } from "./options.js";

/** What `pack` is asked: items, and the bins that they may go into. */
export interface PackProblem {
  items: readonly Item[];
  bins: readonly Bin[];
  groups?: readonly Group[];
}

/** What is to be packed: a model, a job, a pod. */
export interface Item {
  id: string;
  /** Amounts of named resources. A bin without a resource that is needed cannot take the item. */
  needs?: Readonly<Record<string, number>>;
  /** Whole devices, or a share of one. */
  gpus?: GpuCount | GpuShare;
  /** Models of GPU that will do. Absent: any. */
  models?: readonly string[];
  /** Id of a gang: all of its items are placed, or none. */
  group?: string;
  /** Items with the same name are kept on different bins. */
  separate?: string;
  /**
   * What placing it is worth. Not negative.
   * @default 1
   */
  value?: number;
}

/** Whole devices of one bin. */
export interface GpuCount {
  /** Positive integer. */
  count: number;
}

/** Part of one device, which other items may share. */
export interface GpuShare {
  /** Of one device, above 0 and at most 1. */
  share: number;
}

/** What binds the items of a gang beside all or nothing. */
export interface Group {
  id: string;
  /** The items' bins share their location down to this level. */
  within?: LocationLevel;
  /** `preferred`: elsewhere if that is the only way. @default "required" */
  strength?: "required" | "preferred";
}

/** The levels of a location, coarsest first. */
export const locationLevels = ["cloud", "region", "zone", "rack"] as const;
/** How close the bins of a gang are to each other. */
export type LocationLevel = (typeof locationLevels)[number];

/** A node, or several alike, and what already sits there. */
export interface Bin extends Node {
  /** Copies. Positive integer. @default 1 */
  count?: number;
  /** What each copy already holds. */
  load?: Load;
  /** Of a copy that is used. @default `pricePerHour`, else 1 */
  cost?: Dollars;
}

/** What sits in a bin before anything is packed. */
export interface Load {
  needs?: Readonly<Record<string, number>>;
  /** Shares of devices by index, from 0. */
  gpus?: readonly DeviceShare[];
}

/** How much of a device is held. */
export interface DeviceShare {
  /** Of the device in its bin, from 0. */
  index: number;
  /** Above 0, at most 1. */
  share: number;
}

/** How many bins a packing takes. */
export interface PackedBins {
  /** Copies of bins that hold at least one of the items. */
  binsUsed: number;
  /** Of these. */
  cost: Dollars;
}

/** What `pack` answers. */
export interface Packing extends PackedBins {
  /** `partial` when some item could not be placed. */
  status: "complete" | "partial";
  /** Placed items, in the order of the problem. */
  placed: PlacedItem[];
  /** Items that were not placed, in the order of the problem. */
  unplaced: UnplacedItem[];
  /** Proven: no packing of all items takes fewer bins. */
  lowerBound: number;
  /** Given back as options, it yields the same packing. */
  run: PackRun;
}

/** Where an item sits. */
export interface PlacedItem {
  item: string;
  bin: string;
  /** Number of the copy, from 0. */
  copy: number;
  /** Devices that it holds, by index; empty without GPUs. */
  gpus: DeviceShare[];
}

/** An item without a place, and why. */
export interface UnplacedItem {
  item: string;
  reason: string;
  /** True: no packing could have placed it. False: this algorithm found no way. */
  proven: boolean;
}
