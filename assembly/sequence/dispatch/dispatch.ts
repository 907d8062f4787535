/**
 * Plans by a rule, as a simulation over time. The server that can begin something first acts, ties to the lower index,
 * until nothing waits. A server with static batches fills one with what the rule puts first among the requests that have
 * arrived and that it can take, passing over those whose tokens do not fit any more. One with slots takes the first
 * alone, and starts nothing before that request.
 *
 * A decision costs O(servers) and what the rule's candidates cost.
 */
import { Candidates } from "./candidates";
import { Instance } from "../instance";
import { Slots } from "../slots";
import { ascendingOrder } from "../../sort";

@final
export class Dispatch {
  /** Requests by arrival, then by index. */
  private coming: StaticArray<i32>;
  private arrived: i32 = 0;
  private now: f64 = 0;
  /** [servers] Requests that have arrived, wait, and can run there. */
  private waiting: StaticArray<i32>;
  /** [servers] Position in `coming` before which nothing can run there that has yet to arrive. */
  private next: StaticArray<i32>;
  /** [servers] Batches started; with slots, requests started. */
  private batches: StaticArray<i32>;
  /** [servers] End of the latest batch. */
  private free: StaticArray<f64>;
  /** [servers] null where batches are static. */
  private slots: StaticArray<Slots | null>;
  /** [requests] Members of the batch that is being chosen. */
  private members: StaticArray<i32>;

  constructor(
    private instance: Instance,
    private candidates: Candidates,
    /** [requests] The plan, to be filled: server, number of the batch there, start. */
    private serverOf: StaticArray<i32>,
    private batchOf: StaticArray<i32>,
    private startOf: StaticArray<f64>,
  ) {
    const servers = instance.servers;
    this.coming = ascendingOrder(instance.arrival);
    this.waiting = new StaticArray<i32>(servers);
    this.next = new StaticArray<i32>(servers);
    this.batches = new StaticArray<i32>(servers);
    this.free = new StaticArray<f64>(servers);
    this.slots = new StaticArray<Slots | null>(servers);
    this.members = new StaticArray<i32>(instance.requests);
    for (let s = 0; s < servers; s++) {
      this.free[s] = instance.available[s];
      if (instance.slots[s] == 1) this.slots[s] = new Slots(instance, s);
    }
  }

  run(): void {
    let left = this.instance.requests;
    while (left > 0) {
      const server = this.firstToAct();
      this.passTo(this.timeOf(server));
      const count = this.chooseBatch(server);
      this.start(server, count);
      left -= count;
    }
  }

  private firstToAct(): i32 {
    let first = 0;
    let earliest = Infinity;
    for (let s = 0, servers = this.instance.servers; s < servers; s++) {
      const time = this.timeOf(s);
      if (time >= earliest) continue;
      first = s;
      earliest = time;
    }
    return first;
  }

  /** When the server can begin something; Infinity when nothing is left for it. */
  private timeOf(server: i32): f64 {
    const slots = this.slots[server];
    const free = slots === null ? this.free[server] : slots.freeAt;
    // What waits has arrived by now, and the server would have acted before if it could have.
    if (this.waiting[server] > 0) return max(free, this.now);
    const coming = this.coming;
    let next = max(this.next[server], this.arrived);
    while (next < coming.length && !this.instance.takes(server, coming[next])) next++;
    this.next[server] = next;
    return next < coming.length ? max(free, this.instance.arrival[coming[next]]) : Infinity;
  }

  private passTo(time: f64): void {
    this.now = time;
    const coming = this.coming;
    for (; this.arrived < coming.length; this.arrived++) {
      const request = coming[this.arrived];
      if (this.instance.arrival[request] > time) break;
      this.candidates.arrive(request);
      this.countWaiting(request, 1);
    }
  }

  /** Returns the number of members. */
  private chooseBatch(server: i32): i32 {
    const instance = this.instance;
    const most = instance.slots[server] == 1 ? 1 : instance.maxBatch[server];
    let room = min(instance.kvTokens[server], f64.MAX_VALUE);
    let count = 0;
    this.candidates.consider(server, this.now);
    while (count < most) {
      const request = this.candidates.first(room);
      if (request < 0) break;
      room -= instance.tokens[request];
      this.candidates.take(request);
      this.countWaiting(request, -1);
      this.members[count++] = request;
    }
    this.candidates.decided();
    return count;
  }

  /** Starts the members, of which there are `count`. */
  private start(server: i32, count: i32): void {
    const slots = this.slots[server];
    const batch = this.batches[server]++;
    if (slots !== null) {
      this.record(this.members[0], server, batch, slots.start(this.members[0], this.now));
      return;
    }
    let longest = 0.0;
    for (let at = 0; at < count; at++) {
      const request = this.members[at];
      this.record(request, server, batch, this.now);
      longest = max(longest, this.instance.execution(server, request, count));
    }
    this.free[server] = this.now + longest;
  }

  private record(request: i32, server: i32, batch: i32, start: f64): void {
    this.serverOf[request] = server;
    this.batchOf[request] = batch;
    this.startOf[request] = start;
  }

  private countWaiting(request: i32, change: i32): void {
    for (let s = 0, servers = this.instance.servers; s < servers; s++) {
      if (this.instance.takes(s, request)) this.waiting[s] += change;
    }
  }
}
