import { executionOf, plannedOutput, secondsAt } from "../../bindings/sequence/latency.js";
import type { Request, Server } from "../../bindings/sequence/model.js";
import type { Dispatch } from "../../bindings/sequence/sequencer/model.js";
import type { Sequencer } from "../../bindings/sequence/sequencer.js";

export interface Served {
  server: string;
  start: number;
  end: number;
}

/**
 * A gateway on which everything happens as predicted: requests come at their arrival, servers are asked in their order
 * whenever something comes or ends, and when they said to.
 */
export function simulate(queue: Sequencer, servers: readonly Server[], requests: readonly Request[]) {
  const served = new Map<string, Served>();
  const running: { id: string; end: number; output: number }[] = [];
  const coming = [...requests].sort((a, b) => a.arrival - b.arrival);
  const dispatches: Dispatch[] = [];
  for (let now: number | undefined = 0; now !== undefined; ) {
    for (const { id, output } of take(running, ({ end }) => end <= now!)) queue.complete(id, now, output);
    for (const request of take(coming, ({ arrival }) => arrival <= now!)) queue.add(request, now);
    const wakes: number[] = [];
    for (const server of servers) {
      for (let dispatch = queue.next(server.id, now); dispatch; dispatch = queue.next(server.id, now)) {
        dispatches.push(dispatch);
        const size = server.execution === "slots" ? server.maxBatch : dispatch.requests.length;
        for (const id of dispatch.requests) {
          const request = requests.find((request) => request.id === id)!;
          const end = now + secondsAt(executionOf(server.latency, request).whole, size);
          served.set(id, { server: server.id, start: now, end });
          running.push({ id, end, output: plannedOutput(request) });
        }
      }
      wakes.push(queue.wakeAt(server.id, now) ?? Infinity);
    }
    const moments = [...running.map(({ end }) => end), ...coming.map(({ arrival }) => arrival), ...wakes];
    const next = moments.reduce((least, moment) => Math.min(least, moment), Infinity);
    now = next < Infinity ? next : undefined;
  }
  return { served, dispatches };
}

/** Removes those for which it holds, and returns them. */
function take<T>(list: T[], holds: (item: T) => boolean): T[] {
  const taken = list.filter(holds);
  list.splice(0, list.length, ...list.filter((item) => !holds(item)));
  return taken;
}
