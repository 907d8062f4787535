import type { Seconds } from "../../cluster/model.js";
import { encodeSequenceProblem } from "../encode.js";
import type { EncodedObjective, SequenceInstance, SequenceKernel, SequenceSolution } from "../instance.js";
import type { Coefficients, Server } from "../model.js";
import type { WarmStart } from "../options.js";
import type { ParsedSequenceProblem } from "../parse.js";
import { encodeWarmStart } from "../warm-start.js";
import type { Plan, Planner, Situation } from "./plan.js";
import type { ServerState } from "./server-state.js";
import type { Waiting } from "./waiting.js";

/** Plans by annealing from the plan before. */
export function annealingPlanner(kernel: SequenceKernel, objective: EncodedObjective, schedule: number): Planner {
  return (situation) => {
    const parts = partsOf(situation);
    const problem = problemOf(situation, parts);
    const instance = encode(situation, problem, parts);
    const warmStart = encodeWarmStart({ batches: previousBatches(situation, parts) }, problem, instance);
    const settings = { objective, seed: situation.seed, schedule, warmStart };
    return decode(situation, parts, kernel.anneal(instance, settings, schedule));
  };
}

/** Plans by a rule that looks at everything that waits. */
export function mooreHodgsonPlanner(kernel: SequenceKernel): Planner {
  const settings = { rule: "moore-hodgson", ageing: 0, starvation: { threshold: 1, quantum: 1 } } as const;
  return (situation) => {
    const parts = partsOf(situation);
    const instance = encode(situation, problemOf(situation, parts), parts);
    return decode(situation, parts, kernel.dispatch(instance, settings));
  };
}

/**
 * What the kernels see of a server. A plan knows one moment from which a server is free; a server of which some slots
 * are busy is therefore two: the free slots, and the busy ones from the mean of their predicted ends on.
 */
interface Part {
  state: ServerState;
  server: Server;
}

function partsOf({ states, waiting, now }: Situation): Part[] {
  return states.flatMap((state) => {
    const { server, running, slots, freeSlots, freeTokens } = state;
    const ends = Array.from(running.values(), ({ end }) => Math.max(now, end));
    const from = Math.max(now, startsFrom(state, waiting));
    if (state.isStatic || ends.length === 0) {
      return { state, server: { ...server, availableFrom: ends.reduce((last, end) => Math.max(last, end), from) } };
    }
    const meanEnd = ends.reduce((sum, end) => sum + end, 0) / ends.length;
    const busy = { state, server: shareOf(server, slots, ends.length, Math.max(from, meanEnd)) };
    if (freeSlots <= 0) return busy;
    return [{ state, server: { ...shareOf(server, slots, freeSlots, from), kvTokens: freeTokens } }, busy];
  });
}

/** From when on the server, were it idle, could start something of what waits. */
function startsFrom({ availableFrom, minute, index }: ServerState, waiting: readonly Waiting[]): Seconds {
  if (!minute) return availableFrom;
  const least = waiting.reduce((least, { tokens, execution }) => {
    return execution[index]! < Infinity ? Math.min(least, tokens) : least;
  }, Infinity);
  return least < Infinity ? Math.max(availableFrom, minute.admitsFrom(least)) : availableFrom;
}

/** Some of a server's slots, at the pace and the price that they have within all of them. */
function shareOf(server: Server, slots: number, share: number, availableFrom: Seconds): Server {
  const { latency, pricePerHour = 0 } = server;
  return {
    ...server,
    limits: undefined,
    maxBatch: share,
    latency: { prefill: atBatch(latency.prefill, slots), decode: atBatch(latency.decode, slots) },
    pricePerHour: (pricePerHour * share) / slots,
    availableFrom,
  };
}

/** The same times as in a batch of b, whatever the batch. */
function atBatch([perTokenOfBatch, perRequest, perToken, constant]: Coefficients, b: number): Coefficients {
  return [0, 0, perTokenOfBatch * b + perToken, perRequest * b + constant];
}

function problemOf({ waiting, now }: Situation, parts: readonly Part[]): ParsedSequenceProblem {
  return {
    requests: waiting.map(({ request }) => request),
    requestIndex: new Map(waiting.map(({ request }, r) => [request.id, r])),
    servers: parts.map(({ server }) => server),
    serverIndex: new Map(parts.map((_, p) => [String(p), p])),
    now,
  };
}

function encode({ waiting }: Situation, problem: ParsedSequenceProblem, parts: readonly Part[]): SequenceInstance {
  const instance = encodeSequenceProblem(problem);
  // What exceeds the tokens of a minute never runs there; the verb knows no minutes.
  parts.forEach(({ state }, p) => {
    waiting.forEach((item, r) => {
      const at = p * waiting.length + r;
      if (!state.canRun(item)) instance.base[at] = instance.promiseBase[at] = Infinity;
    });
  });
  return instance;
}

/** The plan before in terms of parts: the first requests of a server with slots go to its free ones. */
function previousBatches({ previous }: Situation, parts: readonly Part[]): WarmStart["batches"] {
  const next = previous.map(() => 0);
  return parts.flatMap(({ state, server }, p) => {
    const { index } = state;
    const from = next[index]!;
    next[index] = parts[p + 1]?.state === state ? from + server.maxBatch : Infinity;
    return previous[index]!.slice(from, next[index]).map((requests) => ({ server: String(p), requests }));
  });
}

/** By start on each server. */
function decode(
  { waiting, states }: Situation,
  parts: readonly Part[],
  { server, batch, start }: SequenceSolution,
): Plan {
  const plan: string[][][] = states.map(() => []);
  const order = [...waiting.keys()].sort(
    (a, b) => start[a]! - start[b]! || server[a]! - server[b]! || batch[a]! - batch[b]!,
  );
  order.forEach((r, i) => {
    const batches = plan[parts[server[r]!]!.state.index]!;
    const before = order[i - 1];
    const isTogether = before !== undefined && server[before] === server[r] && batch[before] === batch[r];
    if (isTogether) batches.at(-1)!.push(waiting[r]!.request.id);
    else batches.push([waiting[r]!.request.id]);
  });
  return plan;
}
