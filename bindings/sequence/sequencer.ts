import type { Seconds } from "../cluster/model.js";
import { Door, described } from "../door.js";
import { LehrError, printable } from "../errors.js";
import { limits } from "../limits.js";
import { suggestion } from "../suggestion.js";
import { tokenCost } from "./encode.js";
import type { SequenceKernel } from "./instance.js";
import { plannedOutput } from "./latency.js";
import type { Server } from "./model.js";
import { readNow, readOutputTokens, readRequest } from "./sequencer/arguments.js";
import { Backlog } from "./sequencer/backlog.js";
import { Chooser } from "./sequencer/chooser.js";
import type {
  Dispatch,
  SequencerOptions,
  SequencerRequest,
  SequencerSnapshot,
  SequencerTotals,
} from "./sequencer/model.js";
import { type Running, ServerState } from "./sequencer/server-state.js";
import { resolveSequencerOptions, type SequencerSettings } from "./sequencer/settings.js";
import { readSnapshot } from "./sequencer/snapshot.js";

/**
 * Makes queues on a kernel.
 *
 * @throws InvalidOptionsError
 * @throws InvalidProblemError for servers or a snapshot that are not valid
 */
export function sequencerOn(kernel: SequenceKernel): SequencerFactory {
  return (options, snapshot) => {
    const settings = resolveSequencerOptions(options, kernel);
    if (snapshot === undefined) return new Sequencer(settings);
    const { servers } = settings;
    return new Sequencer(
      settings,
      new Door().admit((door) => readSnapshot(door, "snapshot", snapshot, servers)),
    );
  };
}

/**
 * Makes a queue; with a snapshot, one that goes on where that was taken.
 *
 * @throws InvalidOptionsError
 * @throws InvalidProblemError for servers or a snapshot that are not valid
 */
export type SequencerFactory = (options: SequencerOptions, snapshot?: SequencerSnapshot) => Sequencer;

/**
 * The queue of a running gateway. It has no clock and no timers: `now`, in seconds since any beginning, is told with every
 * call and never goes backwards. What it decides depends on nothing but the calls before.
 *
 * A call that is refused changes nothing. Methods throw InvalidProblemError with pointers to what is wrong, and LehrError
 * with the code `unknown-id` for servers, and requests to complete, that there are not.
 */
export class Sequencer {
  readonly #servers: readonly Server[];
  readonly #states: ReadonlyMap<string, ServerState>;
  readonly #backlog: Backlog;
  readonly #chooser: Chooser;
  /** Where each running request runs. */
  readonly #runsOn = new Map<string, ServerState>();
  #now = 0;
  #decisions = 0;
  #totals: SequencerTotals = { completed: 0, tokens: 0, cost: 0 };

  /** @internal `snapshot` has been checked for these settings. */
  constructor(settings: SequencerSettings, snapshot?: SequencerSnapshot) {
    const { servers, maxWait } = settings;
    this.#servers = servers;
    const states = servers.map((server, index) => new ServerState(server, index));
    this.#states = new Map(states.map((state) => [state.server.id, state]));
    this.#backlog = new Backlog(servers, maxWait);
    this.#chooser = new Chooser(settings, states, this.#backlog);
    if (snapshot) this.#restore(snapshot);
  }

  /** How many requests wait, those included whose arrival is still to come. */
  get waiting(): number {
    return this.#backlog.size;
  }

  /** How many requests run. */
  get running(): number {
    return this.#runsOn.size;
  }

  /** Since the queue began, its snapshots included. */
  get totals(): SequencerTotals {
    return { ...this.#totals };
  }

  /** Queues a request. Its id must neither wait nor run already, and some server must be able to take it. */
  add(request: SequencerRequest, now: Seconds): void {
    const [moment, added] = new Door().admit((door) => {
      const moment = readNow(door, now, this.#now);
      const added = readRequest(door, "request", request, moment, this.#servers);
      const place = this.#backlog.get(added.id) ? "waits" : this.#runsOn.has(added.id) ? "runs" : undefined;
      if (place) {
        door.enter("request");
        door.refuse(`"${printable(added.id)}" ${place} already; give every request an id of its own`, "id");
        door.leave();
      }
      if (this.#backlog.size >= limits.requests) door.refuse(`is full: ${limits.requests} requests wait`);
      return [moment, added] as const;
    });
    this.#backlog.add(added);
    this.#advance(moment);
  }

  /**
   * Takes a request back, whether it waits or runs; false when it does neither. One that ran still counts against limits
   * per minute, and as served to its tenant, as it was planned.
   */
  remove(id: string, now: Seconds): boolean {
    this.#advance(this.#moment(now));
    const state = this.#runsOn.get(id);
    if (state) {
      this.#stop(state, state.running.get(id)!);
      return true;
    }
    const waiting = this.#backlog.get(id);
    if (!waiting) return false;
    this.#backlog.delete(waiting);
    this.#chooser.invalidate();
    return true;
  }

  /**
   * What the server shall start now, and is then taken to have started: a batch, on a server with slots as many requests
   * as are to start. Undefined when nothing is; the batch before must have been completed on a static server.
   */
  next(server: string, now: Seconds): Dispatch | undefined {
    const state = this.#stateOf(server);
    this.#advance(this.#moment(now));
    const batch = this.#chooser.choose(state, this.#now, this.#decisions);
    if (batch.length === 0) return undefined;
    const end = state.start(batch, this.#now);
    for (const item of batch) {
      const { request } = item;
      this.#runsOn.set(request.id, state);
      this.#backlog.service.charge(request, request.promptTokens, plannedOutput(request));
      this.#backlog.delete(item);
    }
    this.#decisions += state.isStatic ? 1 : batch.length;
    return { server, start: this.#now, end, requests: batch.map(({ request }) => request.id) };
  }

  /**
   * A running request has ended with so many tokens of output. Its slot is free, or its batch when it was the last of it.
   * What counts against tokens per minute, and as served to its tenant, is corrected from planned to actual tokens.
   */
  complete(id: string, now: Seconds, outputTokens: number): void {
    const state = this.#runsOn.get(id);
    if (!state) throw unknownId(`no request runs as ${described(id)}`, id, this.#runsOn.keys());
    const [moment, output] = new Door().admit((door) => {
      return [readNow(door, now, this.#now), readOutputTokens(door, outputTokens)] as const;
    });
    this.#advance(moment);
    const running = state.running.get(id)!;
    this.#stop(state, running);
    const { request, send } = running;
    const tokens = request.promptTokens + output;
    if (send) state.minute?.correct(send, tokens, this.#now);
    this.#backlog.service.charge(request, 0, output - plannedOutput(request));
    this.#totals.completed++;
    this.#totals.tokens += tokens;
    this.#totals.cost += tokenCost(state.server, { ...request, predictedOutputTokens: output });
  }

  /**
   * When to ask for the server's next requests again if nothing is added, removed, completed or started elsewhere until
   * then; `now` itself when some may start. It may be too early, never too late. Undefined: only such an event helps.
   */
  wakeAt(server: string, now: Seconds): Seconds | undefined {
    const state = this.#stateOf(server);
    this.#advance(this.#moment(now));
    return this.#chooser.wakeAt(state, this.#now, this.#decisions);
  }

  /** All that the queue knows: a new queue with the same options and this snapshot goes on exactly as this one. */
  snapshot(): SequencerSnapshot {
    const states = [...this.#states.values()];
    const { made, isStale, plan } = this.#chooser.state;
    return structuredClone({
      version: 1,
      now: this.#now,
      decisions: this.#decisions,
      waiting: this.#backlog.state(),
      running: states.flatMap(({ server, running }) => {
        return Array.from(running.values(), ({ request, start, end }) => ({ request, server: server.id, start, end }));
      }),
      sends: states.flatMap(({ server, minute }) => {
        return (minute?.sends ?? []).map((send) => ({ ...send, server: server.id }));
      }),
      service: this.#backlog.service.state(),
      plan: {
        made,
        isStale,
        servers: plan.map((batches, s) => ({ server: states[s]!.server.id, batches: batches.map((ids) => [...ids]) })),
      },
      totals: this.#totals,
    });
  }

  #restore({ now, decisions, waiting, running, sends, service, plan, totals }: SequencerSnapshot): void {
    this.#now = now;
    this.#decisions = decisions;
    this.#totals = totals;
    this.#backlog.restore(waiting, service, now);
    for (const { server, ...rest } of running) {
      const state = this.#stateOf(server);
      state.run({ ...rest, send: undefined });
      this.#runsOn.set(rest.request.id, state);
    }
    for (const { server, ...send } of sends) {
      const { minute, running } = this.#stateOf(server);
      const sent = running.get(send.request);
      if (sent?.start === send.start) sent.send = send;
      minute?.record(send);
    }
    const ids = [...this.#states.keys()];
    // A plan for other servers is as good as none, but to start the next from.
    const isForThese = plan.servers.length === ids.length && plan.servers.every(({ server }, s) => server === ids[s]);
    const batchesOf = new Map(plan.servers.map(({ server, batches }) => [server, batches]));
    this.#chooser.restore({
      made: plan.made,
      isStale: plan.isStale || !isForThese,
      plan: ids.map((id) => batchesOf.get(id) ?? []),
    });
  }

  #stateOf(server: string): ServerState {
    const state = this.#states.get(server);
    if (!state) throw unknownId(`there is no server ${described(server)}`, server, this.#states.keys());
    return state;
  }

  #moment(now: Seconds): Seconds {
    return new Door().admit((door) => readNow(door, now, this.#now));
  }

  #advance(now: Seconds): void {
    this.#now = now;
    for (const { minute } of this.#states.values()) minute?.advance(now);
    if (this.#backlog.admit(now, this.#decisions)) this.#chooser.invalidate();
  }

  /** A request no longer runs. */
  #stop(state: ServerState, running: Running): void {
    this.#totals.cost += state.leave(running, this.#now);
    this.#runsOn.delete(running.request.id);
    this.#chooser.invalidate();
  }
}

function unknownId(message: string, id: unknown, known: Iterable<string>): LehrError {
  return new LehrError("unknown-id", message + (typeof id === "string" ? suggestion(id, known) : ""));
}
