/** What charts of a sequence need first: who is served when on which server, side by side where they run together. */

import type { Request, Sequence, SequencedRequest, SequenceProblem } from "../sequence/model.js";
import { firstFitLanes } from "./lanes.js";

export interface SequenceRow {
  server: string;
  /** How many requests the server runs at once at most; at least 1. */
  lanes: number;
  /** In order of start. */
  bars: SequenceBar[];
}

export interface SequenceBar {
  served: SequencedRequest;
  /** Undefined when the problem does not know the request. */
  request: Request | undefined;
  /** Bars in one lane of a row do not overlap (see `firstFitLanes`). */
  lane: number;
}

/** One row for each server, in the order of the problem. */
export function sequenceRows({ requests, servers }: SequenceProblem, sequence: Sequence): SequenceRow[] {
  const requestOf = new Map(requests.map((request) => [request.id, request]));
  const rowOf = new Map<string, SequenceRow>(servers.map(({ id }) => [id, { server: id, lanes: 1, bars: [] }]));
  for (const served of sequence.requests) {
    const row = rowOf.get(served.server) ?? { server: served.server, lanes: 1, bars: [] };
    row.bars.push({ served, request: requestOf.get(served.request), lane: 0 });
    rowOf.set(served.server, row);
  }
  for (const row of rowOf.values()) {
    // Of those that start together, the longest first: it lies at the top of its batch.
    row.bars.sort((a, b) => a.served.start - b.served.start || b.served.end - a.served.end);
    const { lane, lanes } = firstFitLanes(row.bars.map(({ served }) => served));
    for (const [index, bar] of row.bars.entries()) bar.lane = lane[index]!;
    row.lanes = lanes;
  }
  return [...rowOf.values()];
}

/** By what requests are grouped in charts: by class, or by tenant where there are no classes. */
export function groupOf(requests: readonly Request[]): (request: Request | undefined) => string | undefined {
  const byClass = requests.some((request) => request.class !== undefined);
  return (request) => (byClass ? request?.class : request?.tenant);
}

/** The moment that times in charts count from: the earliest arrival. */
export function firstArrival({ requests }: SequenceProblem): number {
  const first = requests.reduce((earliest, { arrival }) => Math.min(earliest, arrival), Infinity);
  return first < Infinity ? first : 0;
}
