import type { Server } from "../../bindings/sequence/model.js";
import type { Dispatch, SequencerRequest } from "../../bindings/sequence/sequencer/model.js";

/** A request as the books know it. */
interface Entry {
  arrival: number;
  tokens: number;
}

/** A request that was sent to a server. */
interface Sent {
  id: string;
  start: number;
  /** Prompt and output, as planned or, once it is known, as it was. */
  tokens: number;
}

/**
 * Who waits, runs and is done, in plain sets, and everything that was ever sent to a server. It decides nothing; it says
 * what a decision breaks, computed from the full log.
 */
export class Books {
  readonly waiting = new Map<string, Entry>();
  readonly running = new Map<string, Entry & { server: string; sent: Sent }>();
  /** How often each id was added, and what became of it. */
  readonly count = { added: 0, completed: 0, removed: 0, tokens: 0 };
  readonly log: ReadonlyMap<string, Sent[]>;
  now = 0;

  constructor(readonly servers: readonly Server[]) {
    this.log = new Map(servers.map(({ id }) => [id, []]));
  }

  isPresent(id: string): boolean {
    return this.waiting.has(id) || this.running.has(id);
  }

  /** Whether some server could take it, were there nothing else. */
  isServable(request: SequencerRequest): boolean {
    return this.servers.some((server) => tokensOf(request) <= mostTokens(server));
  }

  add(request: SequencerRequest): void {
    this.waiting.set(request.id, { arrival: request.arrival ?? this.now, tokens: tokensOf(request) });
    this.count.added++;
  }

  remove(id: string): boolean {
    const isPresent = this.waiting.delete(id) || this.running.delete(id);
    if (isPresent) this.count.removed++;
    return isPresent;
  }

  start({ server, requests }: Dispatch): void {
    for (const id of requests) {
      const entry = this.waiting.get(id)!;
      const sent = { id, start: this.now, tokens: entry.tokens };
      this.log.get(server)!.push(sent);
      this.running.set(id, { ...entry, server, sent });
      this.waiting.delete(id);
    }
  }

  complete(id: string, promptTokens: number, outputTokens: number): void {
    const { sent } = this.running.get(id)!;
    sent.tokens = promptTokens + outputTokens;
    this.running.delete(id);
    this.count.completed++;
    this.count.tokens += sent.tokens;
  }

  /** What is wrong with starting these requests on a server now, in words. */
  faults(server: Server, ids: readonly string[]): string[] {
    const { id, maxBatch, kvTokens = Infinity, availableFrom = 0, limits = {} } = server;
    const { requestsPerMinute = Infinity, tokensPerMinute = Infinity, concurrency = Infinity } = limits;
    const strangers = ids.filter((request) => !this.waiting.has(request));
    if (strangers.length > 0) return [`${strangers} do not wait`];
    const entries = ids.map((request) => this.waiting.get(request)!);
    const runs = [...this.running.values()].filter((entry) => entry.server === id);
    const lastMinute = this.log.get(id)!.filter(({ start }) => start + 60 > this.now);
    const checks: [string, boolean][] = [
      ["a request is there twice", new Set(ids).size < ids.length],
      ["a request has not arrived", entries.some(({ arrival }) => arrival > this.now)],
      ["the server is not available yet", this.now < availableFrom],
      ["a batch runs already", server.execution !== "slots" && runs.length > 0],
      ["too many run at once", runs.length + ids.length > Math.min(maxBatch, concurrency)],
      ["too many tokens are held", sum(runs) + sum(entries) > kvTokens],
      ["too many requests in a minute", lastMinute.length + ids.length > requestsPerMinute],
      ["too many tokens in a minute", sum(lastMinute) + sum(entries) > tokensPerMinute],
    ];
    return checks.filter(([, isBroken]) => isBroken).map(([fault]) => fault);
  }
}

function tokensOf({ promptTokens, predictedOutputTokens }: SequencerRequest): number {
  return promptTokens + predictedOutputTokens!;
}

function mostTokens({ kvTokens = Infinity, limits = {} }: Server): number {
  return Math.min(kvTokens, limits.tokensPerMinute ?? Infinity);
}

function sum(entries: readonly { tokens: number }[]): number {
  return entries.reduce((total, { tokens }) => total + tokens, 0);
}
