import type { SequenceInstance } from "../instance.js";
import { execution } from "./evaluate.js";

/** What a server is doing while a plan grows. */
export interface ServerState {
  readonly index: number;
  /** Requests that it takes in one decision at most. */
  readonly mostAtOnce: number;
  /** Batches started; with slots, requests started. */
  readonly batches: number;
  takes(r: number): boolean;
  /** When it can start something. */
  freeAt(): number;
  /** Starts these together, no earlier than `time`. Returns when. */
  run(batch: readonly number[], time: number): number;
}

export function stateOf(instance: SequenceInstance, s: number): ServerState {
  return instance.slots[s] === 1 ? new SlotServer(instance, s) : new StaticServer(instance, s);
}

/** One batch after the other. */
class StaticServer implements ServerState {
  batches = 0;
  #free: number;

  constructor(
    readonly instance: SequenceInstance,
    readonly index: number,
  ) {
    this.#free = instance.available[index]!;
  }

  get mostAtOnce() {
    return this.instance.maxBatch[this.index]!;
  }

  takes(r: number) {
    return execution(this.instance, this.index, r, 1) < Infinity;
  }

  freeAt() {
    return this.#free;
  }

  run(batch: readonly number[], time: number) {
    this.batches += 1;
    this.#free = time + Math.max(...batch.map((r) => execution(this.instance, this.index, r, batch.length)));
    return time;
  }
}

/** Requests start in order, each as soon as there is a slot and room for its tokens. */
class SlotServer implements ServerState {
  readonly mostAtOnce = 1;
  batches = 0;
  /** Start of the latest request. */
  #latest: number;
  /** Ends after `latest`. */
  #running: { end: number; tokens: number }[] = [];

  constructor(
    readonly instance: SequenceInstance,
    readonly index: number,
  ) {
    this.#latest = instance.available[index]!;
  }

  takes(r: number) {
    return execution(this.instance, this.index, r, 1) < Infinity;
  }

  freeAt() {
    return this.#running.length < this.instance.maxBatch[this.index]! ? this.#latest : this.#firstEnd();
  }

  run([request]: readonly number[], time: number) {
    const { instance, index } = this;
    const r = request!;
    this.#passTo(time);
    while (!this.#hasRoomFor(r)) this.#passTo(this.#firstEnd());
    const end = this.#latest + execution(instance, index, r, instance.maxBatch[index]!);
    this.#running.push({ end, tokens: instance.tokens[r]! });
    this.batches += 1;
    return this.#latest;
  }

  #passTo(time: number) {
    this.#latest = time;
    this.#running = this.#running.filter(({ end }) => end > time);
  }

  #firstEnd() {
    return Math.min(...this.#running.map(({ end }) => end));
  }

  #hasRoomFor(r: number) {
    const held = this.#running.reduce((sum, { tokens }) => sum + tokens, this.instance.tokens[r]!);
    return held <= this.instance.kvTokens[this.index]!;
  }
}
