import type { EncodedItem } from "../../packer/instance.js";
import { candidates, freeGpu, type Node, wantsGpu } from "./node.js";

/** What a node has at most in this cluster: the scale of the scores below. */
export interface Largest {
  companion: number;
  /** Units. */
  gpu: number;
}

/** ⌊100 · (1 − half of what is left of either resource)⌋. */
export function bestFitScore(companionLeft: number, gpuLeft: number, largest: Largest): number {
  return Math.floor(100 * (1 - ratio(companionLeft, largest.companion) / 2 - ratio(gpuLeft, largest.gpu) / 2));
}

/** ⌊100 · (1 − half the product of what is free and what is needed)⌋. */
export function dotProductScore(free: Largest, need: Largest, largest: Largest): number {
  const companion = ratio(free.companion, largest.companion) * ratio(need.companion, largest.companion);
  const gpu = ratio(free.gpu, largest.gpu) * ratio(need.gpu, largest.gpu);
  return Math.floor(100 * (1 - (companion + gpu) / 2));
}

function ratio(amount: number, largest: number): number {
  return largest === 0 ? 0 : amount / largest;
}

/**
 * Devices in use come first (50 to 100), then idle devices of a node in use (33 to 50), then idle nodes, the smallest
 * first.
 */
export function packingScore(node: Node, item: EncodedItem, gpuUnits: number): number {
  if (!wantsGpu(item)) return 0;
  const idle = node.gpus.filter((free) => free === gpuUnits).length;
  if (idle === node.gpus.length) return Math.max(33 - idle, idle);
  const partial = node.gpus.filter((free) => free >= item.gpuShare && free < gpuUnits);
  if (item.gpuCount > 0) return Math.max(50 - item.gpuCount, 33);
  if (partial.length === 0) return 49;
  const percent = Math.floor((Math.min(...partial) * 100) / gpuUnits);
  return Math.max(100 - Math.floor(percent / 10), 50);
}

/** Nodes with nothing but such items (75 to 100), with such items (50 to 75), idle ones (25 to 50), others; the fullest first. */
export function clusteringScore(node: Node, item: EncodedItem, largestGpu: number): number {
  if (!wantsGpu(item)) return 0;
  const used = Math.floor((25 * (largestGpu - freeGpu(node))) / largestGpu);
  if (node.companions.has(item.gpuCount)) return used + (node.companions.size === 1 ? 75 : 50);
  return used + (node.companions.size === 0 ? 25 : 0);
}

/** The device with the least room that has enough, the first of these; or the first idle ones. */
export function tightest(node: Node, item: EncodedItem, gpuUnits: number): number {
  if (!wantsGpu(item)) return 0;
  const room = (set: number) => node.gpus[31 - Math.clz32(set)]!;
  const sets = candidates(node, item, gpuUnits);
  return item.gpuShare > 0 ? sets.reduce((best, set) => (room(set) < room(best) ? set : best)) : sets[0]!;
}
