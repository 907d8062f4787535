import { Instance } from "../instance";
import { WaitingList } from "./waiting-list";

/** What waits, and the order in which a rule takes it. */
export abstract class Candidates {
  /** The request has arrived. By arrival, then by index. */
  abstract arrive(request: i32): void;
  /** A decision begins: which requests `server` starts at `time`. */
  abstract consider(server: i32, time: f64): void;
  /** The request to take next, of at most so many tokens, a finite number; −1 when there is none. */
  abstract first(room: f64): i32;
  abstract take(request: i32): void;
  /** The decision is made. */
  abstract decided(): void;
}

/** For rules by keys that stay the same: a sorted list for each server. */
@final
export class RankedCandidates extends Candidates {
  private considered: i32 = 0;

  constructor(
    private instance: Instance,
    /** [servers] */
    private lists: StaticArray<WaitingList>,
  ) {
    super();
  }

  arrive(request: i32): void {
    for (let s = 0, servers = this.lists.length; s < servers; s++) {
      if (this.instance.takes(s, request)) this.lists[s].add(request);
    }
  }

  consider(server: i32, time: f64): void {
    this.considered = server;
  }

  first(room: f64): i32 {
    return this.lists[this.considered].first(room);
  }

  take(request: i32): void {
    for (let s = 0, servers = this.lists.length; s < servers; s++) this.lists[s].remove(request);
  }

  decided(): void {}
}
