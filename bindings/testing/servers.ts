import fc from "fast-check";
import type { Coefficients, LatencyModel, Server } from "../sequence/model.js";
import { ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import type { NumberKind, ServerKnobs } from "./knobs.js";
import { type ServingNumbers, servingNumbersOf } from "./numbers.js";

/** Servers `s0`, `s1`, … that batch or have slots, with every kind of limit that `sequence` honours. */
export function servers(knobs: ServerKnobs = {}): fc.Arbitrary<Server[]> {
  return ofNumbers(knobs.numbers, (numbers) => serversOf(numbers, knobs).map(plain));
}

export function serversOf(numbers: NumberKind, { maxServers = 3, heterogeneity }: ServerKnobs): fc.Arbitrary<Server[]> {
  return upTo(maxServers, draftServer(servingNumbersOf[numbers]), 1).map((drafts) =>
    drafts.map(({ slowness, ...draft }, s) => {
      const id = `s${s}`;
      if (heterogeneity === "identical") return { ...withoutSlowness(drafts[0]!), id };
      if (heterogeneity === "related") return { ...draft, latency: slower(drafts[0]!.latency, slowness), id };
      return { ...draft, id };
    }),
  );
}

interface DraftServer extends Omit<Server, "id"> {
  /** How many times as long everything takes, where that is all that differs. */
  slowness: number;
}

function withoutSlowness({ slowness: _, ...server }: DraftServer): Omit<Server, "id"> {
  return server;
}

function slower({ prefill, decode }: LatencyModel, factor: number): LatencyModel {
  const times = ([a, b, c, d]: Coefficients): Coefficients => [a * factor, b * factor, c * factor, d * factor];
  return { prefill: times(prefill), decode: times(decode) };
}

function draftServer({ moment, prefill, decode, tokens, price }: ServingNumbers): fc.Arbitrary<DraftServer> {
  return fc.record({
    maxBatch: fc.integer({ min: 1, max: 5 }),
    execution: optional(fc.constantFrom("static" as const, "slots" as const)),
    // Of the size of a few requests; some fit nowhere.
    kvTokens: optional(fc.tuple(tokens, tokens, tokens).map(([a, b, c]) => a + b + c)),
    latency: fc.record({ prefill: prefill.map(someTime), decode }),
    availableFrom: rarely(moment),
    pricePerHour: optional(price),
    pricePerToken: rarely(fc.record({ input: price, output: price })),
    limits: rarely(fc.record({ concurrency: fc.integer({ min: 1, max: 3 }) })),
    slowness: fc.constantFrom(1, 2, 4),
  });
}

/** A prefill takes time. */
function someTime(prefill: Coefficients): Coefficients {
  return prefill.some((coefficient) => coefficient >= 1e-15) ? prefill : [0, 0, 0, 1];
}
