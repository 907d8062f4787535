/** Trace Event JSON, which Perfetto (https://ui.perfetto.dev) and chrome://tracing open. Times are microseconds. */

export interface TraceEvent {
  /** M: metadata, X: complete, s and f: start and finish of a flow. */
  ph: "M" | "X" | "s" | "f";
  name: string;
  pid: number;
  tid: number;
  ts: number;
  cat?: string;
  dur?: number;
  id?: number;
  bp?: "e";
  args?: Record<string, unknown>;
}

/** One event a line. */
export function traceText(events: readonly TraceEvent[]): string {
  return `{"displayTimeUnit":"ms","traceEvents":[\n${events.map((event) => JSON.stringify(event)).join(",\n")}\n]}\n`;
}

/** Names a process and its threads, which are numbered from 1, and keeps them in this order. */
export function processNames(pid: number, process: string, threads: readonly string[]): TraceEvent[] {
  const metadata = (name: string, tid: number, args: Record<string, unknown>): TraceEvent => {
    return { ph: "M", name, pid, tid, ts: 0, args };
  };
  return [
    metadata("process_name", 0, { name: process }),
    metadata("process_sort_index", 0, { sort_index: pid }),
    ...threads.flatMap((name, index) => [
      metadata("thread_name", index + 1, { name }),
      metadata("thread_sort_index", index + 1, { sort_index: index + 1 }),
    ]),
  ];
}

/** Whole nanoseconds, the resolution of Perfetto: what ends where the next begins still does after rounding. */
export function span({ start, end }: { start: number; end: number }): { ts: number; dur: number } {
  const from = Math.round(start * 1e9);
  return { ts: from / 1e3, dur: (Math.round(end * 1e9) - from) / 1e3 };
}
