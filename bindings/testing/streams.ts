import fc from "fast-check";
import type { Seconds } from "../cluster/model.js";
import type { SequencerOptions } from "../sequence/sequencer/model.js";
import type { PackerCase, PackerEvent, SequencerCase, SequencerEvent } from "./case.js";
import type { Knobs } from "./knobs.js";
import { packerOptions, sequencerOptions } from "./options.js";
import { itemTraces, type RequestTrace, requestTraces } from "./traces.js";

/** Cases of `sequencer`: requests come, servers ask for them, some end and some are taken back. */
export function sequencerCases(knobs: Knobs): fc.Arbitrary<SequencerCase> {
  return fc
    .record({
      trace: requestTraces(knobs),
      options: queueOptions(),
      turns: fc.array(turn, { maxLength: 5 * (knobs.maxRequests ?? 12), size: "max" }),
      punctual: fc.boolean(),
    })
    .map(({ trace, options, turns, punctual }) => ({
      call: "sequencer",
      options: { servers: trace.servers, ...options },
      events: queueEvents(trace, turns, punctual),
    }));
}

/** Cases of `packer`: items come and go. */
export function packerCases(knobs: Knobs): fc.Arbitrary<PackerCase> {
  return fc
    .record({
      trace: itemTraces(knobs),
      options: packerOptions(),
      typical: fc.nat(4),
      queries: fc.array(fc.constantFrom("none", "none", "none", "explain", "restore"), { minLength: 1 }),
    })
    .map(({ trace: { bins, events }, options, typical, queries }) => {
      const items = events.flatMap((event) => ("place" in event ? [event.place] : []));
      return {
        call: "packer",
        cluster: { bins },
        options: typical === 0 ? options : { ...options, typical: items.slice(-typical) },
        events: events.flatMap((event, i): PackerEvent[] => {
          const query = queries[i % queries.length];
          if (query === "restore") return [event, { restore: true }];
          return query === "explain" ? [event, { explain: items[i % items.length]! }] : [event];
        }),
      };
    });
}

const actions = ["add", "next", "complete", "wakeAt", "remove", "restore"] as const;

interface Turn {
  action: (typeof actions)[number];
  pause: Seconds;
  /** Which of them, modulo how many there are. */
  pick: number;
}

const turn: fc.Arbitrary<Turn> = fc.record({
  action: fc.constantFrom(...actions, "add", "add", "next", "next", "complete"),
  pause: fc.constantFrom(0, 0, 0, 0.25, 0.3, 1, 10, 60),
  pick: fc.nat(99),
});

/** @param punctual requests come when they should, else as soon as it is their turn */
function queueEvents({ servers, additions }: RequestTrace, turns: readonly Turn[], punctual: boolean) {
  const coming = [...additions];
  let now = 0;
  return turns.flatMap(({ action, pause, pick }): SequencerEvent[] => {
    const server = servers[pick % servers.length]!.id;
    const known = additions[pick % Math.max(1, additions.length)]?.request.id ?? "none";
    const addition = action === "add" ? coming.shift() : undefined;
    const passing = addition && punctual ? Math.max(0, addition.now - now) : pause;
    now += passing;
    if (addition) return [{ pause: passing, add: addition.request }];
    if (action === "complete") return [{ pause, complete: pick, outputTokens: 1 + (pick % 9) }];
    if (action === "remove") return [{ pause, remove: known }];
    if (action === "restore") return [{ pause, restore: true }];
    return [action === "wakeAt" ? { pause, wakeAt: server } : { pause, next: server }];
  });
}

/** What ages or starves does so within as many decisions as there are. */
function queueOptions(): fc.Arbitrary<Omit<SequencerOptions, "servers">> {
  const few = fc.integer({ min: 1, max: 4 });
  const ageing = fc.record({ algorithm: fc.constant("priority" as const), ageing: fc.constantFrom(0, 0.1, 3) });
  const starving = fc.record({
    algorithm: fc.constant("learned-rank" as const),
    starvation: fc.record({ threshold: few, quantum: few }),
  });
  return fc.oneof(
    { arbitrary: sequencerOptions(), weight: 6 },
    { arbitrary: ageing, weight: 1 },
    { arbitrary: starving, weight: 1 },
  );
}
