import { MinHeap } from "./heap";
import { Instance } from "./instance";

/**
 * What a server with slots is doing. Requests start in the order in which they are handed in, each as soon as it has
 * arrived, a slot is free and its tokens fit.
 */
@final
export class Slots {
  /** By end. Some may have ended before the latest start. */
  private running: MinHeap;
  private heldTokens: f64 = 0;
  /** Start of the latest request. */
  private latest: f64;

  constructor(
    private instance: Instance,
    private server: i32,
  ) {
    this.running = new MinHeap(min(instance.maxBatch[server], instance.requests));
    this.latest = instance.available[server];
  }

  /** As if nothing had started yet. */
  reset(): void {
    this.running.clear();
    this.heldTokens = 0;
    this.latest = this.instance.available[this.server];
  }

  /** When a slot is free, and none has to start earlier. */
  get freeAt(): f64 {
    const isFull = this.running.size == this.instance.maxBatch[this.server];
    return isFull ? max(this.latest, this.running.leastKey) : this.latest;
  }

  /** Starts a request no earlier than `time`. Returns when. */
  start(request: i32, time: f64): f64 {
    const instance = this.instance;
    const tokens = instance.tokens[request];
    const running = this.running;
    let start = max(this.latest, time);
    while (running.size > 0 && (running.leastKey <= start || !this.hasRoomFor(tokens))) {
      start = max(start, running.leastKey);
      this.heldTokens -= instance.tokens[running.pop()];
    }
    running.push(start + instance.execution(this.server, request, instance.maxBatch[this.server]), request);
    this.heldTokens += tokens;
    this.latest = start;
    return start;
  }

  private hasRoomFor(tokens: f64): bool {
    const instance = this.instance;
    const server = this.server;
    return this.running.size < instance.maxBatch[server] && this.heldTokens + tokens <= instance.kvTokens[server];
  }
}
