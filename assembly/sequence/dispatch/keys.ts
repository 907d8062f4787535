import { Instance } from "../instance";
import { Rule } from "./rules";

/**
 * [requests] Keys on a server, the least first, of a rule whose keys do not change with time; of `MooreHodgson`, those
 * that decide between equal due dates.
 */
export function keysOf(instance: Instance, rule: Rule, ageing: f64, server: i32): StaticArray<f64> {
  const requests = instance.requests;
  const keys = new StaticArray<f64>(requests);
  const size = instance.maxBatch[server];
  for (let r = 0; r < requests; r++) {
    if (!instance.takes(server, r)) {
      keys[r] = Infinity;
      continue;
    }
    const execution = instance.execution(server, r, size);
    switch (rule) {
      case Rule.FirstCome:
        keys[r] = instance.arrival[r];
        break;
      case Rule.ShortestFirst:
      case Rule.MooreHodgson:
        keys[r] = execution;
        break;
      case Rule.LongestFirst:
        keys[r] = -execution;
        break;
      case Rule.EarliestDeadline:
        keys[r] = instance.deadline[r];
        break;
      case Rule.LeastSlack:
        keys[r] = latestStart(instance, server, r);
        break;
      case Rule.Priority:
        // At time t it is weight + ageing · (t − arrival), the greatest first. All candidates have the same t.
        keys[r] = ageing * instance.arrival[r] - instance.weight[r];
        break;
      default:
        keys[r] = execution / instance.weight[r];
    }
  }
  return keys;
}

/** That meets the deadline in a full batch. */
export function latestStart(instance: Instance, server: i32, request: i32): f64 {
  const at = server * instance.requests + request;
  const size = <f64>instance.maxBatch[server];
  return instance.deadline[request] - (instance.promiseBase[at] + size * instance.promisePerRequest[at]);
}
