import { Instance } from "../instance";
import { latestStart, Ranking } from "./ranking";
import { ascendingOrder } from "../../sort";

/** The requests in order of urgency, and their ranking on each server; like servers share one. */
@final
export class RankedRequests {
  /** 64-bit words of a set of requests. */
  words: i32;
  /** [requests] By latest start on the server where that is latest. */
  order: StaticArray<i32>;
  /** [requests] Place of each request in that order: its bit. */
  bit: StaticArray<i32>;
  private rankings: StaticArray<Ranking>;

  constructor(instance: Instance) {
    const requests = instance.requests;
    const words = (requests + 63) >> 6;
    const urgency = new StaticArray<f64>(requests);
    for (let r = 0; r < requests; r++) urgency[r] = latestAnywhere(instance, r);
    const order = ascendingOrder(urgency);
    const bit = new StaticArray<i32>(requests);
    for (let b = 0; b < requests; b++) bit[order[b]] = b;
    const rankings = new StaticArray<Ranking>(instance.servers);
    for (let s = 0; s < instance.servers; s++) {
      let like = 0;
      while (like < s && !areAlike(instance, like, s)) like++;
      rankings[s] = like < s ? rankings[like] : new Ranking(instance, s, bit, words);
    }
    this.words = words;
    this.order = order;
    this.bit = bit;
    this.rankings = rankings;
  }

  // @ts-ignore: decorator
  @inline
  on(s: i32): Ranking {
    return this.rankings[s];
  }
}

function latestAnywhere(instance: Instance, r: i32): f64 {
  let latest = -Infinity;
  for (let s = 0; s < instance.servers; s++) {
    if (instance.base[s * instance.requests + r] < Infinity) latest = max(latest, latestStart(instance, s, r));
  }
  return latest;
}

/** Whether requests take the same time on both servers, and keep their promises alike. */
function areAlike(instance: Instance, a: i32, b: i32): bool {
  if (instance.maxBatch[a] != instance.maxBatch[b]) return false;
  const requests = instance.requests;
  for (let i = a * requests, j = b * requests; i < (a + 1) * requests; i++, j++) {
    if (
      instance.base[i] != instance.base[j] ||
      instance.perRequest[i] != instance.perRequest[j] ||
      instance.promiseBase[i] != instance.promiseBase[j] ||
      instance.promisePerRequest[i] != instance.promisePerRequest[j] ||
      instance.batchLimit[i] != instance.batchLimit[j]
    ) {
      return false;
    }
  }
  return true;
}
