import type { RuleSettings, SequenceInstance, SequenceSolution } from "../instance.js";
import type { Rule } from "./rule.js";
import { ruleOf } from "./rules.js";
import { type ServerState, stateOf } from "./servers.js";

/**
 * Plans by a rule, as a simulation over time. The server that can begin something first acts, ties to the lower index,
 * until nothing waits. A server with static batches fills one with what the rule puts first among the requests that have
 * arrived and that it can take, passing over those whose tokens do not fit any more. One with slots takes the first
 * alone, and starts nothing before that request.
 */
export function dispatch(instance: SequenceInstance, settings: RuleSettings): SequenceSolution {
  const { requests, arrival } = instance;
  const rule = ruleOf(instance, settings);
  const servers = range(instance.servers).map((s) => stateOf(instance, s));
  const solution: SequenceSolution = {
    server: new Int32Array(requests),
    batch: new Int32Array(requests),
    start: new Float64Array(requests),
  };
  let waiting = range(requests);
  let coming = range(requests).sort((a, b) => arrival[a]! - arrival[b]! || a - b);
  while (waiting.length > 0) {
    const { server, time } = firstToAct(instance, servers, waiting);
    for (const r of coming.filter((r) => arrival[r]! <= time)) rule.arrived(r);
    coming = coming.filter((r) => arrival[r]! > time);

    const candidates = waiting.filter((r) => arrival[r]! <= time && server.takes(r));
    const batch = chooseBatch(instance, rule, server, candidates, time);
    const start = server.run(batch, time);
    for (const r of batch) {
      solution.server[r] = server.index;
      solution.batch[r] = server.batches - 1;
      solution.start[r] = start;
    }
    waiting = waiting.filter((r) => !batch.includes(r));
    for (const r of candidates) if (!batch.includes(r)) rule.leftWaiting(r);
  }
  return solution;
}

/** The server that can begin something the earliest, and when. */
function firstToAct({ arrival }: SequenceInstance, servers: readonly ServerState[], waiting: readonly number[]) {
  let first: { server: ServerState; time: number } | undefined;
  for (const server of servers) {
    for (const r of waiting.filter((r) => server.takes(r))) {
      const time = Math.max(server.freeAt(), arrival[r]!);
      if (first === undefined || time < first.time) first = { server, time };
    }
  }
  // Some server can take each request of an instance.
  return first!;
}

function chooseBatch(
  { tokens, kvTokens }: SequenceInstance,
  rule: Rule,
  server: ServerState,
  candidates: readonly number[],
  time: number,
): number[] {
  const batch: number[] = [];
  let room = kvTokens[server.index]!;
  while (batch.length < server.mostAtOnce) {
    const fitting = candidates.filter((r) => tokens[r]! <= room && !batch.includes(r));
    if (fitting.length === 0) break;
    const chosen = leastOf(fitting, (r) => rule.keys(server.index, r, time));
    batch.push(chosen);
    room -= tokens[chosen]!;
    rule.taken(chosen);
  }
  return batch;
}

/** Keys are compared one after the other; the earlier request wins when all are equal. */
function leastOf(requests: readonly number[], keysOf: (r: number) => readonly number[]): number {
  let least = requests[0]!;
  let leastKeys = keysOf(least);
  for (const r of requests.slice(1)) {
    const keys = keysOf(r);
    const difference = keys.findIndex((key, k) => key !== leastKeys[k]);
    if (difference < 0 || keys[difference]! > leastKeys[difference]!) continue;
    least = r;
    leastKeys = keys;
  }
  return least;
}

function range(length: number): number[] {
  return Array.from({ length }, (_, index) => index);
}
