import { Candidates } from "./candidates";
import { Instance } from "../instance";

/**
 * For rules by keys that change as time passes or requests are taken: every decision goes through all that waits, once to
 * find its candidates and once for each request that it takes. O(requests²) altogether.
 */
export abstract class ScannedCandidates extends Candidates {
  /** Requests not yet taken, in the order that decides between equal keys. */
  private pending: StaticArray<i32>;
  private pendingCount: i32;
  /** [requests] */
  protected isTaken: StaticArray<bool>;
  /** Those that the decision is about, in the same order. */
  protected candidates: StaticArray<i32>;
  protected candidateCount: i32 = 0;
  protected server: i32 = 0;
  protected time: f64 = 0;

  constructor(
    protected instance: Instance,
    /** [requests] */
    order: StaticArray<i32>,
  ) {
    super();
    const requests = order.length;
    this.pending = order;
    this.pendingCount = requests;
    this.isTaken = new StaticArray<bool>(requests);
    this.candidates = new StaticArray<i32>(requests);
  }

  /** The least is taken first. */
  protected abstract keyOf(request: i32): f64;

  arrive(request: i32): void {}

  consider(server: i32, time: f64): void {
    const instance = this.instance;
    const pending = this.pending;
    let pendingCount = 0;
    let candidateCount = 0;
    for (let at = 0, count = this.pendingCount; at < count; at++) {
      const request = pending[at];
      if (this.isTaken[request]) continue;
      pending[pendingCount++] = request;
      if (instance.arrival[request] > time || !instance.takes(server, request)) continue;
      this.candidates[candidateCount++] = request;
    }
    this.pendingCount = pendingCount;
    this.candidateCount = candidateCount;
    this.server = server;
    this.time = time;
  }

  first(room: f64): i32 {
    let first = -1;
    let leastKey = Infinity;
    for (let at = 0, count = this.candidateCount; at < count; at++) {
      const request = this.candidates[at];
      if (this.isTaken[request] || this.instance.tokens[request] > room) continue;
      const key = this.keyOf(request);
      if (first >= 0 && key >= leastKey) continue;
      first = request;
      leastKey = key;
    }
    return first;
  }

  take(request: i32): void {
    this.isTaken[request] = true;
  }

  decided(): void {}
}
