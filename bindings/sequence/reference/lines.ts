import type { SequenceInstance } from "../instance.js";
import { type Assignment, batchesOf, evaluate, execution, outcome, type Totals } from "./evaluate.js";

/** Batches, of at least one request each, that run one after the other. */
export interface Line {
  server: number;
  /**
   * A static server; a slot, whose batches are single requests; or all slots of a server, in the order of their starts,
   * where its tokens may not suffice for all of them.
   */
  kind: "static" | "slot" | "slots";
  batches: number[][];
}

/** A plan as lines. On slots, requests go in their order to the slot that is free first. */
export function linesOf(instance: SequenceInstance, assignment: Assignment): Line[] {
  return Array.from(instance.maxBatch.keys()).flatMap((server) => {
    const batches = batchesOf(assignment, server);
    if (instance.slots[server] === 0) return { server, kind: "static", batches };
    if (tokensMayNotFit(instance, server)) return { server, kind: "slots", batches };
    return spread(instance, server, batches);
  });
}

/** Slots start their requests no later when they share them in the order of these starts. */
export function assignmentOf(instance: SequenceInstance, lines: readonly Line[]): Assignment {
  const assignment = { server: new Int32Array(instance.requests), batch: new Int32Array(instance.requests) };
  const onSlots: { r: number; server: number; start: number }[] = [];
  for (const line of lines) {
    const times = line.kind === "slot" ? slotTimes(instance, line) : [];
    line.batches.forEach((batch, k) => {
      for (const r of batch) {
        assignment.server[r] = line.server;
        assignment.batch[r] = k;
        if (line.kind === "slot") onSlots.push({ r, server: line.server, start: times[k]!.start });
      }
    });
  }
  onSlots.sort((a, b) => a.start - b.start || a.r - b.r);
  const next = new Int32Array(instance.servers);
  for (const { r, server } of onSlots) assignment.batch[r] = next[server]!++;
  return assignment;
}

/** What the plan amounts to if each slot keeps to its line. */
export function evaluateLines(instance: SequenceInstance, lines: readonly Line[]): Totals {
  const { start } = evaluate(instance, assignmentOf(instance, lines));
  const totals = { attained: 0, latency: 0, tardiness: 0 };
  const busy = new Float64Array(instance.servers);
  let tokenCost = 0;
  for (const line of lines) {
    const { server, kind, batches } = line;
    const times = kind === "slot" ? slotTimes(instance, line) : batches.map(([r]) => ({ start: start[r!]! }));
    batches.forEach((batch, k) => {
      const size = paceOf(instance, line, batch);
      busy[server]! += Math.max(...batch.map((r) => execution(instance, server, r, size)));
      for (const r of batch) {
        const { attained, latency, tardiness } = outcome(instance, server, r, size, times[k]!.start);
        totals.attained += attained;
        totals.latency += latency;
        totals.tardiness += tardiness;
        tokenCost += instance.tokenCost[server * instance.requests + r]!;
      }
    });
  }
  const cost = busy.reduce((sum, seconds, s) => sum + seconds * instance.pricePerSecond[s]!, 0);
  return { ...totals, cost: cost + tokenCost };
}

/** Size that execution times depend on. */
export function paceOf(instance: SequenceInstance, { kind, server }: Line, batch: readonly number[]): number {
  return kind === "static" ? batch.length : instance.maxBatch[server]!;
}

/** Whether so many requests as there are slots could hold too many tokens. */
function tokensMayNotFit({ tokens, kvTokens, ...instance }: SequenceInstance, server: number): boolean {
  return Math.max(0, ...tokens) * slotsOf(instance, server) > kvTokens[server]!;
}

/** Slots that can be in use. */
function slotsOf({ maxBatch, requests }: Pick<SequenceInstance, "maxBatch" | "requests">, server: number): number {
  return Math.min(maxBatch[server]!, requests);
}

function spread(instance: SequenceInstance, server: number, batches: readonly number[][]): Line[] {
  const lines = Array.from(
    { length: Math.max(1, slotsOf(instance, server)) },
    (): Line => ({ server, kind: "slot", batches: [] }),
  );
  for (const batch of batches) {
    const ends = lines.map((line) => slotTimes(instance, line).at(-1)?.end ?? instance.available[server]!);
    lines[ends.indexOf(Math.min(...ends))]!.batches.push(batch);
  }
  return lines;
}

/** When the requests of a slot start and end. */
function slotTimes(instance: SequenceInstance, { server, batches }: Line): { start: number; end: number }[] {
  let free = instance.available[server]!;
  return batches.map(([request]) => {
    const start = Math.max(free, instance.arrival[request!]!);
    free = start + execution(instance, server, request!, instance.maxBatch[server]!);
    return { start, end: free };
  });
}
