import type { Seconds } from "../../cluster/model.js";
import type { Backlog } from "./backlog.js";
import { leastFirst, ordered } from "./order.js";
import type { Plan } from "./plan.js";
import { Draft, type ServerState } from "./server-state.js";
import type { Planning, SequencerSettings } from "./settings.js";
import type { Waiting } from "./waiting.js";

/** Requests that take part in a plan. The others are planned when these have started. */
const planWindow = 128;

/**
 * Decides what a server starts. It goes through what waits in order, by the rule or by a plan for all servers, and takes
 * what there is room for; what finds none is passed, unless it is overdue and would find room here first.
 */
export class Chooser {
  /** Plans made so far; each has a seed of its own. */
  #made = 0;
  #isStale = true;
  #plan: Plan;
  #planned: ReadonlySet<string> = new Set();

  constructor(
    private readonly settings: SequencerSettings,
    private readonly states: readonly ServerState[],
    private readonly backlog: Backlog,
  ) {
    this.#plan = states.map(() => []);
  }

  get state(): { made: number; isStale: boolean; plan: Plan } {
    return { made: this.#made, isStale: this.#isStale, plan: this.#plan };
  }

  restore({ made, isStale, plan }: Chooser["state"]): void {
    this.#made = made;
    this.#isStale = isStale;
    this.#setPlan(plan);
  }

  /** Something has changed that the plan does not know of. What starts as it says is no change. */
  invalidate(): void {
    this.#isStale = true;
  }

  /** What the server would start now, together. */
  choose(state: ServerState, now: Seconds, decisions: number): readonly Waiting[] {
    if (!this.#hasRoom(state, now)) return [];
    const { decide } = this.settings;
    if ("rule" in decide) {
      const draft = new Draft(state, state.freeSlots);
      const { index: server, isStatic } = state;
      const moment = { now, server, isStatic, decisions, service: this.backlog.service, taken: draft.batch };
      return this.#fill(draft, state, ordered(this.#arrived(), decide, moment), now);
    }
    this.#keepPlan(decide, now);
    const batch = this.#byPlan(state, now);
    if (batch.length > 0 || !this.#isAllIdleWithout(state, now)) return batch;
    return this.#fill(new Draft(state, state.freeSlots), state, this.#arrived(), now);
  }

  /** As `Sequencer.wakeAt`. */
  wakeAt(state: ServerState, now: Seconds, decisions: number): Seconds | undefined {
    if (state.freeSlots <= 0) return undefined;
    if (this.choose(state, now, decisions).length > 0) return now;
    const moments = Array.from(this.backlog.coming.values(), ({ request }) => request.arrival);
    const least = this.#leastTokens(state);
    if (least !== undefined && least <= state.freeTokens) moments.push(state.minute?.admitsFrom(least) ?? 0);
    if (this.#hasRoom(state, now)) {
      // Something could start, but an overdue request has the place, or a better server is waited for.
      for (const { overdueAt } of this.backlog.arrived.values()) moments.push(overdueAt);
      for (const { minute } of this.states) moments.push(minute?.nextRelief ?? 0);
    }
    const ahead = moments.map((moment) => Math.max(moment, state.availableFrom)).filter((moment) => moment > now);
    return ahead.length > 0 ? ahead.reduce((first, moment) => Math.min(first, moment)) : undefined;
  }

  /** Whether anything that waits could start now. */
  #hasRoom(state: ServerState, now: Seconds): boolean {
    const least = this.#leastTokens(state);
    return least !== undefined && now >= state.availableFrom && new Draft(state, state.freeSlots).fits(least);
  }

  /** Of what has come and can run there; undefined when there is nothing. */
  #leastTokens(state: ServerState): number | undefined {
    let least: number | undefined;
    for (const item of this.backlog.arrived.values()) {
      if (state.canRun(item) && (least === undefined || item.tokens < least)) least = item.tokens;
    }
    return least;
  }

  #fill(draft: Draft, state: ServerState, order: Iterable<Waiting>, now: Seconds): readonly Waiting[] {
    for (const item of order) {
      if (draft.isFull) break;
      if (!state.canRun(item)) continue;
      if (draft.fits(item.tokens)) draft.take(item);
      else if (item.overdueAt <= now && this.#firstWithRoom(item) === state) break;
    }
    return draft.batch;
  }

  /** The server that is predicted to have room for the request first. */
  #firstWithRoom(item: Waiting): ServerState {
    const able = this.states.filter((state) => state.canRun(item));
    return able.reduce((first, state) => (state.roomFrom(item) < first.roomFrom(item) ? state : first));
  }

  /** First what is overdue, on top of what the plan starts next; then the plan, and what has not been planned. */
  #byPlan(state: ServerState, now: Seconds): readonly Waiting[] {
    const { arrived } = this.backlog;
    const overdue: Waiting[] = [];
    const rest: Waiting[] = [];
    for (const item of arrived.values()) {
      if (item.overdueAt <= now) overdue.push(item);
      else if (!this.#planned.has(item.request.id)) rest.push(item);
    }
    const batches = this.#plan[state.index]!.map((ids) => {
      return ids.flatMap((id) => arrived.get(id) ?? []).filter(({ overdueAt }) => overdueAt > now);
    });
    const planned = state.isStatic ? batches.find((batch) => batch.length > 0)?.length : undefined;
    const size = planned === undefined ? state.freeSlots : Math.min(state.freeSlots, overdue.length + planned);
    const order = [...leastFirst(overdue, ({ overdueAt }) => overdueAt), ...batches.flat(), ...rest];
    return this.#fill(new Draft(state, size), state, order, now);
  }

  /** Nothing runs anywhere, and nothing would start on another server now: better here than not at all. */
  #isAllIdleWithout(state: ServerState, now: Seconds): boolean {
    if (this.states.some(({ running }) => running.size > 0)) return false;
    const others = this.states.filter((other) => other !== state && this.#hasRoom(other, now));
    return others.every((other) => this.#byPlan(other, now).length === 0);
  }

  /** Makes a new plan when the last no longer fits, or has nothing left. */
  #keepPlan({ planner, seed }: Planning, now: Seconds): void {
    const waiting = this.#arrived().filter(({ overdueAt }) => overdueAt > now);
    if (waiting.length === 0) return;
    if (!this.#isStale && waiting.some(({ request }) => this.#planned.has(request.id))) return;
    const situation = { now, waiting: planCandidates(waiting, now), states: this.states, previous: this.#plan };
    this.#setPlan(planner({ ...situation, seed: (seed + this.#made) >>> 0 }));
    this.#isStale = false;
    this.#made++;
  }

  #setPlan(plan: Plan): void {
    this.#plan = plan;
    this.#planned = new Set(plan.flat(2));
  }

  #arrived(): Waiting[] {
    return [...this.backlog.arrived.values()];
  }
}

/** Promises that can still be kept, the most urgent first; then by execution time ÷ weight. */
function planCandidates(waiting: readonly Waiting[], now: Seconds): readonly Waiting[] {
  if (waiting.length <= planWindow) return waiting;
  const canKeep = ({ lastChance }: Waiting) => lastChance >= now && lastChance < Infinity;
  const ratio = ({ execution, request: { weight = 1 } }: Waiting) => Math.min(...execution) / weight;
  const urgent = leastFirst(waiting.filter(canKeep), ({ lastChance }) => lastChance);
  const chosen = firstOf(urgent, planWindow);
  const others = waiting.filter((item) => !canKeep(item));
  return [...chosen, ...firstOf(leastFirst(others, ratio), planWindow - chosen.length)];
}

function firstOf<T>(items: Iterable<T>, count: number): T[] {
  const first: T[] = [];
  if (count > 0) for (const item of items) if (first.push(item) === count) break;
  return first;
}
