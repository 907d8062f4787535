import type { Seconds } from "../../cluster/model.js";
import type { Limits } from "../model.js";

const minute = 60;

/** A request that a hosted API has been sent, as it counts against the minute. */
export interface Send {
  request: string;
  start: Seconds;
  tokens: number;
}

/**
 * What a server has been sent within the last minute: a send counts from its moment until 60 seconds later, that moment
 * excluded. Moments never go backwards.
 */
export class MinuteWindow {
  readonly #requestsPerMinute: number;
  readonly #tokensPerMinute: number;
  /** By start; those before `#first` no longer count. */
  #sends: Send[] = [];
  #first = 0;
  #tokens = 0;

  constructor({ requestsPerMinute = Infinity, tokensPerMinute = Infinity }: Limits) {
    this.#requestsPerMinute = requestsPerMinute;
    this.#tokensPerMinute = tokensPerMinute;
  }

  get sends(): readonly Send[] {
    return this.#sends.slice(this.#first);
  }

  record(send: Send): void {
    this.#sends.push(send);
    this.#tokens += send.tokens;
  }

  /** Its tokens turn out to be others than was thought. */
  correct(send: Send, tokens: number, now: Seconds): void {
    if (isPast(send, now)) return;
    this.#tokens += tokens - send.tokens;
    send.tokens = tokens;
  }

  /** Whether so many more requests, with so many tokens together, keep within the limits. */
  admits(requests: number, tokens: number): boolean {
    return this.#keeps(this.#sends.length - this.#first + requests, this.#tokens + tokens);
  }

  /** From when on one more request is admitted if nothing else is sent; 0 if it is by now. */
  admitsFrom(tokens: number): Seconds {
    let requests = this.#sends.length - this.#first + 1;
    let sum = this.#tokens + tokens;
    let from = 0;
    for (let i = this.#first; !this.#keeps(requests, sum) && i < this.#sends.length; i++) {
      requests--;
      sum -= this.#sends[i]!.tokens;
      from = this.#sends[i]!.start + minute;
    }
    return from;
  }

  /** When something will next cease to count; undefined when nothing counts. */
  get nextRelief(): Seconds | undefined {
    const first = this.#sends[this.#first];
    return first && first.start + minute;
  }

  /** Drops what no longer counts. */
  advance(now: Seconds): void {
    while (this.#first < this.#sends.length && isPast(this.#sends[this.#first]!, now)) {
      this.#tokens -= this.#sends[this.#first]!.tokens;
      this.#first++;
    }
    // Moving the rest only now and then costs constant time for each send.
    if (this.#first > this.#sends.length / 2) {
      this.#sends = this.#sends.slice(this.#first);
      this.#first = 0;
    }
  }

  #keeps(requests: number, tokens: number): boolean {
    return requests <= this.#requestsPerMinute && tokens <= this.#tokensPerMinute;
  }
}

/** The same sum as in `admitsFrom`: a send is past at the very moment that was named. */
function isPast({ start }: Send, now: Seconds): boolean {
  return start + minute <= now;
}
