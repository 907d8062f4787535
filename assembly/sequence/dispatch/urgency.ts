import { Instance } from "../instance";
import { ScannedCandidates } from "./scanned-candidates";

/** HexGen-Flow: the share of the time left until the deadline that is the step's, less its execution time. */
@final
export class UrgentCandidates extends ScannedCandidates {
  constructor(
    instance: Instance,
    /** [requests] */
    private stepsLeft: StaticArray<i32>,
  ) {
    super(instance, byIndex(instance.requests));
  }

  protected keyOf(request: i32): f64 {
    const instance = this.instance;
    const execution = instance.execution(this.server, request, instance.maxBatch[this.server]);
    return (instance.deadline[request] - this.time) / <f64>this.stepsLeft[request] - execution;
  }
}

function byIndex(requests: i32): StaticArray<i32> {
  const order = new StaticArray<i32>(requests);
  for (let r = 0; r < requests; r++) order[r] = r;
  return order;
}
