import fc from "fast-check";
import type { Request, Slo } from "../sequence/model.js";
import { mostly, ofNumbers, optional, plain, rarely, upTo } from "./drawing.js";
import { type NumberKind, type RequestKnobs, type RequestShape, requestShapes } from "./knobs.js";
import { type ServingNumbers, servingNumbersOf } from "./numbers.js";

/** Requests `r0`, `r1`, … with every kind of promise, or none. */
export function requests(knobs: RequestKnobs = {}): fc.Arbitrary<Request[]> {
  return ofNumbers(knobs.numbers, (numbers) => requestsOf(numbers, knobs).map(plain));
}

export function requestsOf(
  numbers: NumberKind,
  { maxRequests = 12, requests: given }: RequestKnobs,
): fc.Arbitrary<Request[]> {
  const serving = servingNumbersOf[numbers];
  const [random, ...others] = requestShapes;
  return fc
    .record({
      drafts: upTo(maxRequests, request(serving)),
      weighted: fc.boolean(),
      shape: given === undefined ? mostly<RequestShape>(random, others) : fc.constant(given),
      moments: fc.array(serving.moment, { minLength: 1, maxLength: 3 }),
    })
    .map(({ drafts, weighted, shape, moments }) =>
      shaped(shape, drafts, moments).map((draft, r) => ({
        ...draft,
        id: `r${r}`,
        weight: weighted ? draft.weight : undefined,
      })),
    );
}

type Draft = Omit<Request, "id">;

/** How many times as long as the others the long request of a convoy is, at least. */
const convoyFactor = 16;

function shaped(shape: RequestShape, drafts: readonly Draft[], moments: readonly number[]): Draft[] {
  if (shape === "bursts") {
    return drafts.map((draft) => ({ ...draft, arrival: moments[draft.promptTokens % moments.length]! }));
  }
  if (shape === "random") return [...drafts];
  const [most, ...short] = [drafts.reduce((most, draft) => Math.max(most, longestOf(draft)), 0), ...drafts.slice(1)];
  return [
    ...drafts.slice(0, 1).map((draft) => ({ ...draft, arrival: 0, ...timesAsLong(draft, most * convoyFactor) })),
    ...short,
  ];
}

function longestOf({ promptTokens, outputTokens = 0, predictedOutputTokens = 0 }: Draft): number {
  return Math.max(promptTokens, outputTokens, predictedOutputTokens);
}

function timesAsLong({ outputTokens, predictedOutputTokens }: Draft, tokens: number): Partial<Draft> {
  return {
    promptTokens: tokens,
    ...(outputTokens !== undefined && { outputTokens: tokens }),
    ...(predictedOutputTokens !== undefined && { predictedOutputTokens: tokens }),
  };
}

function request({ moment, promise, pace, tokens, weight }: ServingNumbers): fc.Arbitrary<Draft> {
  const slo: fc.Arbitrary<Slo> = fc.oneof(
    fc.record({ endToEnd: promise }),
    fc.record({ timeToFirstToken: promise, timePerOutputToken: pace }),
    fc.record({ timeToFirstToken: promise }),
    fc.record({ timePerOutputToken: pace }),
  );
  const output = fc.oneof<fc.Arbitrary<Partial<Draft>>[]>(
    { withCrossShrink: true },
    fc.record({ outputTokens: tokens }),
    fc.record({ predictedOutputTokens: tokens }),
    fc.record({ outputTokens: tokens, predictedOutputTokens: tokens }),
  );
  const rest = fc.record({
    arrival: fc.oneof({ withCrossShrink: true }, fc.constant(0), moment),
    promptTokens: tokens,
    slo: fc.oneof(
      { withCrossShrink: true },
      { arbitrary: fc.constant(undefined), weight: 1 },
      { arbitrary: slo, weight: 5 },
    ),
    weight: optional(weight),
    class: rarely(fc.constantFrom("interactive", "batch")),
    tenant: optional(fc.constantFrom("a", "b", "c")),
    score: optional(fc.integer({ min: -3, max: 3 })),
    stepsLeft: optional(fc.integer({ min: 1, max: 4 })),
  });
  return fc.tuple(output, rest).map(([output, rest]) => ({ ...output, ...rest }));
}
