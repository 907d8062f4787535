import type { EncodedObjective, SequenceInstance, SequenceSolution } from "./instance.js";
import type { Batch, Sequence, SequencedRequest } from "./model.js";
import { objectiveValue } from "./objective.js";
import type { SequenceRun } from "./options.js";
import type { ParsedSequenceProblem } from "./parse.js";
import { explainUnplaced } from "./reasons.js";
import type { Timeline } from "./timeline.js";

/** A plan in the words of the problem. */
export function decodeSequence(
  parsed: ParsedSequenceProblem,
  instance: SequenceInstance,
  plan: SequenceSolution,
  timeline: Timeline,
  objective: EncodedObjective,
  run: SequenceRun,
): Sequence {
  const requests = sequencedRequests(parsed, instance, plan, timeline);
  const complete = requests.length === parsed.requests.length;
  const placed = new Set(instance.input);
  return {
    status: complete ? "complete" : "partial",
    order: orderOf(plan, requests),
    batches: batchesOf(parsed, plan, requests),
    requests,
    unplaced: complete ? [] : explainUnplaced(parsed, (position) => placed.has(position)),
    attained: timeline.attained,
    totalLatency: timeline.latency,
    cost: timeline.cost,
    objective: objectiveValue(objective, timeline),
    run,
  };
}

/** [requests] By number in the instance, which is the order of the problem. */
function sequencedRequests(
  parsed: ParsedSequenceProblem,
  { input, origin }: SequenceInstance,
  { server }: SequenceSolution,
  { start, firstToken, end, met }: Timeline,
): SequencedRequest[] {
  return Array.from(input, (position, r) => {
    const { id, slo } = parsed.requests[position]!;
    const entry: SequencedRequest = {
      request: id,
      server: parsed.servers[server[r]!]!.id,
      start: origin + start[r]!,
      firstToken: origin + firstToken[r]!,
      end: origin + end[r]!,
    };
    if (slo !== undefined) entry.met = met[r] === 1;
    return entry;
  });
}

function orderOf({ server }: SequenceSolution, requests: readonly SequencedRequest[]): string[] {
  const numbers = [...requests.keys()];
  numbers.sort((a, b) => requests[a]!.start - requests[b]!.start || server[a]! - server[b]!);
  return numbers.map((r) => requests[r]!.request);
}

function batchesOf(
  { servers }: ParsedSequenceProblem,
  { server, batch }: SequenceSolution,
  requests: readonly SequencedRequest[],
): Batch[] {
  const byServer: Batch[][] = servers.map(() => []);
  requests.forEach(({ request, server: id, start, end }, r) => {
    const onServer = byServer[server[r]!]!;
    const known = onServer[batch[r]!];
    if (!known) onServer[batch[r]!] = { server: id, start, end, requests: [request] };
    else {
      known.requests.push(request);
      known.end = Math.max(known.end, end);
    }
  });
  // Sorting keeps the order of the servers between batches that start together.
  return byServer.flat().sort((a, b) => a.start - b.start);
}
