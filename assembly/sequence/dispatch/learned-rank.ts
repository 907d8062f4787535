import { Instance } from "../instance";
import { ScannedCandidates } from "./scanned-candidates";

/**
 * Learning to rank with its guard against starvation. Of every `threshold + quantum` decisions that leave a request
 * waiting, it is promoted during the last `quantum`, and served before all that are not.
 */
@final
export class LearnedRankCandidates extends ScannedCandidates {
  /** [requests] Decisions that left it waiting since it was demoted last. */
  private starvation: StaticArray<i32>;

  constructor(
    instance: Instance,
    /** By score. */
    order: StaticArray<i32>,
    private threshold: i32,
    private quantum: i32,
  ) {
    super(instance, order);
    this.starvation = new StaticArray<i32>(order.length);
  }

  protected keyOf(request: i32): f64 {
    return this.starvation[request] < this.threshold ? 1 : 0;
  }

  decided(): void {
    for (let at = 0, count = this.candidateCount; at < count; at++) {
      const request = this.candidates[at];
      if (this.isTaken[request]) continue;
      const decisions = this.starvation[request] + 1;
      this.starvation[request] = decisions - this.threshold < this.quantum ? decisions : 0;
    }
  }
}
