import type { Seconds } from "../../cluster/model.js";
import type { Request, Server } from "../model.js";
import type { ServiceState, WaitingState } from "./model.js";
import { Service } from "./service.js";
import { type Waiting, waitingOf } from "./waiting.js";

/** The requests that wait. */
export class Backlog {
  /** Those that have come, as they came; those that came at once as they were added. */
  readonly #arrived = new Map<string, Waiting>();
  /** Those whose arrival lies ahead. */
  readonly #coming = new Map<string, Waiting>();
  readonly service = new Service();

  constructor(
    private readonly servers: readonly Server[],
    private readonly maxWait: Seconds,
  ) {}

  get size(): number {
    return this.#arrived.size + this.#coming.size;
  }

  get arrived(): ReadonlyMap<string, Waiting> {
    return this.#arrived;
  }

  get coming(): ReadonlyMap<string, Waiting> {
    return this.#coming;
  }

  get(id: string): Waiting | undefined {
    return this.#arrived.get(id) ?? this.#coming.get(id);
  }

  add(request: Request): void {
    this.#coming.set(request.id, waitingOf(request, this.servers, this.maxWait));
  }

  delete(item: Waiting): void {
    const { id } = item.request;
    if (this.#arrived.delete(id)) this.service.leave(item.request);
    else this.#coming.delete(id);
  }

  /** Lets in what has come by now. Says whether anything has. */
  admit(now: Seconds, decisions: number): boolean {
    const before = this.#arrived.size;
    for (const [id, item] of this.#coming) {
      if (item.request.arrival > now) continue;
      this.#coming.delete(id);
      item.since = decisions;
      this.#arrived.set(id, item);
      this.service.arrive(item.request);
    }
    return this.#arrived.size > before;
  }

  state(): WaitingState[] {
    return [...this.#arrived.values(), ...this.#coming.values()].map(({ request, since }) => ({ request, since }));
  }

  restore(waiting: readonly WaitingState[], service: ServiceState, now: Seconds): void {
    for (const { request, since } of waiting) {
      const item = waitingOf(request, this.servers, this.maxWait);
      item.since = since;
      (request.arrival > now ? this.#coming : this.#arrived).set(request.id, item);
    }
    this.service.restore(
      service,
      Array.from(this.#arrived.values(), ({ request }) => request),
    );
  }
}
