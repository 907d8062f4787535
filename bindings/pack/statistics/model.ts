import type { Dollars } from "../../cluster/model.js";

/** How well a packing uses its bins. Plain data. What bins already held before the items counts as held. */
export interface PackingStatistics {
  items: { placed: number; unplaced: number };
  value: { placed: number; unplaced: number };
  /** Copies. Used: holding at least one item. */
  bins: { used: number; total: number; lowerBound: number };
  /** Of the bins used. */
  cost: Dollars;
  /**
   * Of what is free over all bins, the share that an item of the problem, each as likely as the others, could not use where
   * it is (F of Weng et al. 2023); what `local-search` minimises by the objective `fragmentation`. If items need GPUs: of
   * devices; an item can use those of a bin with the share that it needs, if the bin can take it. Else: of all resources,
   * each weighing what is demanded of it; an item can use everything in a bin that can take it, and nothing in others. 0
   * when nothing is free. Gangs and separations are left aside; so are items that could never be placed.
   */
  fragmentation: number;
  /** By first appearance in the bins. Devices count as the resource `gpu`, last unless a bin has that as an amount. */
  resources: ResourceStatistics[];
  /** Of devices; absent when no bin has any. */
  gpus?: GpuStatistics;
}

/** How one resource is used, in its own unit. */
export interface ResourceStatistics {
  resource: string;
  /** Over all bins. */
  all: Utilisation;
  /** Over the bins used. */
  used: Utilisation;
  /** Shares held of the single bins that are used and have the resource; absent when there is none. */
  balance?: { min: number; mean: number; max: number };
}

/** How much there is, and how much of it is held. */
export interface Utilisation {
  capacity: number;
  held: number;
  /** held ÷ capacity, 0 without capacity. */
  share: number;
}

/** In devices, over all bins. */
export interface GpuStatistics {
  total: number;
  used: number;
  free: number;
  /** Devices of which nothing is held. */
  freeWhole: number;
  /** Free on devices of which something is held. */
  freeBroken: number;
  /** freeBroken ÷ free, 0 when nothing is free: how much of it no item can take that asks for whole devices. */
  fragmentation: number;
  /**
   * Free in bins that have less left of some other resource than any item of the problem with GPUs needs of it: nothing
   * can use these GPUs. 0 when the problem has no such items.
   */
  stranded: number;
}
