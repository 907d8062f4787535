import type { Dollars, Seconds } from "../../cluster/model.js";
import { largestBatch, pricePerSecond } from "../encode.js";
import { executionOf, secondsAt, tokensOf } from "../latency.js";
import type { Request, Server } from "../model.js";
import { MinuteWindow, type Send } from "./minute-window.js";
import type { Waiting } from "./waiting.js";

export interface Running {
  request: Request;
  start: Seconds;
  /** Predicted. */
  end: Seconds;
  /** How it counts against limits per minute; undefined when the server has none, or it no longer counts. */
  send: Send | undefined;
}

/** A server, what runs on it, and what it has been sent in the last minute. */
export class ServerState {
  readonly running = new Map<string, Running>();
  readonly slots: number;
  readonly isStatic: boolean;
  readonly availableFrom: Seconds;
  /** Undefined without limits per minute. */
  readonly minute: MinuteWindow | undefined;
  #heldTokens = 0;

  constructor(
    readonly server: Server,
    /** Its position among the servers. */
    readonly index: number,
  ) {
    const { limits = {} } = server;
    this.slots = largestBatch(server);
    this.isStatic = server.execution !== "slots";
    this.availableFrom = server.availableFrom ?? 0;
    if (limits.requestsPerMinute !== undefined || limits.tokensPerMinute !== undefined) {
      this.minute = new MinuteWindow(limits);
    }
  }

  /** How many more requests can start; on a static server none while a batch runs. */
  get freeSlots(): number {
    return this.isStatic && this.running.size > 0 ? 0 : this.slots - this.running.size;
  }

  /** Tokens that running requests leave. */
  get freeTokens(): number {
    return (this.server.kvTokens ?? Infinity) - this.#heldTokens;
  }

  canRun({ execution }: Waiting): boolean {
    return execution[this.index]! < Infinity;
  }

  /** Starts requests together, and says when the last of them is predicted to end. */
  start(batch: readonly Waiting[], now: Seconds): Seconds {
    const size = this.isStatic ? batch.length : this.slots;
    let last = now;
    for (const { request, tokens } of batch) {
      const end = now + secondsAt(executionOf(this.server.latency, request).whole, size);
      const send = this.minute && { request: request.id, start: now, tokens };
      if (send) this.minute?.record(send);
      this.run({ request, start: now, end, send });
      last = Math.max(last, end);
    }
    return last;
  }

  /** One more request runs. */
  run(running: Running): void {
    this.running.set(running.request.id, running);
    this.#heldTokens += tokensOf(running.request);
  }

  /** A request no longer runs. Says what the time costs that ends with it. */
  leave({ request, start }: Running, now: Seconds): Dollars {
    this.running.delete(request.id);
    this.#heldTokens -= tokensOf(request);
    const isEnd = !this.isStatic || this.running.size === 0;
    return isEnd ? (now - start) * pricePerSecond(this.server) : 0;
  }

  /**
   * From when on there is room for a request if what runs ends as predicted and nothing else starts. It may lie in the
   * past: then there is room, or something runs for longer than predicted.
   */
  roomFrom({ tokens }: Waiting): Seconds {
    const from = Math.max(this.availableFrom, this.minute?.admitsFrom(tokens) ?? 0);
    let { freeSlots, freeTokens } = this;
    if (freeSlots > 0 && tokens <= freeTokens) return from;
    const ends = [...this.running.values()].sort((a, b) => a.end - b.end);
    if (this.isStatic) return Math.max(from, ends.at(-1)!.end);
    const enough = ends.find(({ request }) => {
      freeSlots++;
      freeTokens += tokensOf(request);
      return freeSlots > 0 && tokens <= freeTokens;
    });
    return Math.max(from, enough!.end);
  }
}

/** What a server is about to start together. */
export class Draft {
  readonly batch: Waiting[] = [];
  #tokens = 0;

  constructor(
    private readonly state: ServerState,
    /** Most requests. */
    private readonly size: number,
  ) {}

  get isFull(): boolean {
    return this.batch.length >= this.size;
  }

  /** Whether there is room now for one more request with so many tokens. */
  fits(tokens: number): boolean {
    const sum = this.#tokens + tokens;
    const { freeTokens, minute } = this.state;
    return !this.isFull && sum <= freeTokens && (minute?.admits(this.batch.length + 1, sum) ?? true);
  }

  take(waiting: Waiting): void {
    this.batch.push(waiting);
    this.#tokens += waiting.tokens;
  }
}
