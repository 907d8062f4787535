import type { Sequence, SequenceProblem } from "../sequence/model.js";
import { type SequenceBar, sequenceRows } from "./sequence-rows.js";
import { processNames, span, type TraceEvent, traceText } from "./trace-events.js";

/**
 * Trace Event JSON: a process for each server, in it a thread for each request that runs beside others, in each request
 * its prefill and its decode.
 *
 * @returns JSON text, one event a line; times are microseconds
 */
export function sequenceChromeTrace(problem: SequenceProblem, sequence: Sequence): string {
  const events = sequenceRows(problem, sequence).flatMap(({ server, lanes, bars }, index) => [
    ...processNames(index + 1, server, Array(lanes).fill("requests")),
    ...bars.flatMap((bar) => requestEvents(bar, index + 1)),
  ]);
  return traceText(events);
}

function requestEvents({ served, request, lane }: SequenceBar, pid: number): TraceEvent[] {
  const { start, firstToken, end, met } = served;
  const {
    class: requestClass,
    tenant,
    arrival,
    promptTokens,
    outputTokens,
    predictedOutputTokens,
    slo,
  } = request ?? {};
  const tokens = { promptTokens, outputTokens, predictedOutputTokens };
  const event = (name: string, cat: string, start: number, end: number): TraceEvent => {
    return { ph: "X", name, cat, pid, tid: lane + 1, ...span({ start, end }) };
  };
  const args = { class: requestClass, tenant, arrival, ...tokens, ...slo, met };
  const whole = { ...event(served.request, requestClass ?? "request", start, end), args };
  const prefill = event("prefill", "step", start, firstToken);
  return firstToken < end ? [whole, prefill, event("decode", "step", firstToken, end)] : [whole, prefill];
}
