import fc from "fast-check";
import type { Seconds } from "../cluster/model.js";
import type { Bin, Item } from "../pack/model.js";
import type { Server } from "../sequence/model.js";
import type { SequencerRequest } from "../sequence/sequencer/model.js";
import { binsOf } from "./bins.js";
import { ofNumbers, plain, rarely } from "./drawing.js";
import { itemShape, itemsOf } from "./items.js";
import type { BinKnobs, ItemKnobs, NumberKind, RequestKnobs, ServerKnobs } from "./knobs.js";
import { servingNumbersOf } from "./numbers.js";
import { requestsOf } from "./requests.js";
import { serversOf } from "./servers.js";

/** What happens to a gateway. */
export interface RequestTrace {
  /** With limits per minute too, which `lehr.sequencer` honours. */
  servers: Server[];
  /** By `now`, which never goes backwards; a request comes when it is added, and some server may take none. */
  additions: { now: Seconds; request: SequencerRequest }[];
}

/** Requests that come to a gateway one after the other, many at once with `requests: "bursts"`. */
export function requestTraces(knobs: RequestKnobs & ServerKnobs = {}): fc.Arbitrary<RequestTrace> {
  return ofNumbers(knobs.numbers, (numbers) =>
    fc
      .record({ servers: gatewayServers(numbers, knobs), requests: requestsOf(numbers, knobs) })
      .map(({ servers, requests }) => {
        const additions = requests.map(({ arrival, ...request }) => ({ now: arrival, request }));
        return plain({ servers, additions: additions.sort((a, b) => a.now - b.now) });
      }),
  );
}

/** What happens to a cluster, item by item. */
export interface ItemTrace {
  bins: Bin[];
  /** Every id is placed once; one that is removed was placed, or refused, before. */
  events: ItemEvent[];
}

/** An item comes, or one goes, by its id. */
export type ItemEvent = { place: Item } | { remove: string };

/** Items that come to a cluster one after the other, some of which leave again. */
export function itemTraces(knobs: ItemKnobs & BinKnobs = {}): fc.Arbitrary<ItemTrace> {
  return ofNumbers(knobs.numbers, (numbers) =>
    itemShape(knobs)
      .chain((shape) => {
        const items = itemsOf(numbers, shape, knobs);
        return fc.record({
          bins: binsOf(numbers, shape !== "random", knobs),
          items,
          // How many come between an item and its end.
          stays: fc.array(rarely(fc.nat(4)), { minLength: 1, maxLength: knobs.maxItems ?? 10, size: "max" }),
        });
      })
      .map(({ bins, items, stays }) => plain({ bins, events: eventsOf(items, stays) })),
  );
}

function eventsOf(items: readonly Item[], stays: readonly (number | undefined)[]): ItemEvent[] {
  return items.flatMap(({ group: _, separate: __, value: ___, ...item }, turn): ItemEvent[] => {
    const leaving = items.slice(0, turn + 1).filter((_, i) => stays[i % stays.length] === turn - i);
    return [{ place: item }, ...leaving.map(({ id }) => ({ remove: id }))];
  });
}

function gatewayServers(numbers: NumberKind, knobs: ServerKnobs): fc.Arbitrary<Server[]> {
  const { tokens } = servingNumbersOf[numbers];
  const perMinute = rarely(
    fc.record(
      { requestsPerMinute: fc.integer({ min: 1, max: 4 }), tokensPerMinute: tokens.map((tokens) => tokens * 8) },
      { requiredKeys: [] },
    ),
  );
  return fc
    .tuple(serversOf(numbers, knobs), fc.array(perMinute, { minLength: 1, maxLength: 3 }))
    .map(([servers, limits]) =>
      servers.map((server, s) => {
        const more = limits[s % limits.length];
        return more ? { ...server, limits: { ...server.limits, ...more } } : server;
      }),
    );
}
