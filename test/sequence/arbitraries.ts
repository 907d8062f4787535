import fc from "fast-check";
import type { Coefficients, Request, SequenceProblem, Server, Slo } from "../../bindings/sequence/model.js";
import {
  type ObjectiveMix,
  type ObjectiveName,
  objectives,
  rules,
  type SequenceOptions,
} from "../../bindings/sequence/options.js";

/** Where the numbers of a problem come from. */
export interface Numbers {
  /** Arrivals and the like, seconds. Not negative. */
  moment: fc.Arbitrary<number>;
  /** Promises of a whole request or its first token, seconds. Positive. */
  promise: fc.Arbitrary<number>;
  tokens: fc.Arbitrary<number>;
  prefill: fc.Arbitrary<Coefficients>;
  decode: fc.Arbitrary<Coefficients>;
  /** Of a token, seconds. Positive. */
  pace: fc.Arbitrary<number>;
  weight: fc.Arbitrary<number>;
  /** Not negative. */
  price: fc.Arbitrary<number>;
}

/** Small integers: many executions, deadlines and keys are equal, and nothing is rounded. */
export const integers: Numbers = {
  moment: fc.nat(6),
  promise: fc.integer({ min: 1, max: 40 }),
  tokens: fc.integer({ min: 1, max: 4 }),
  prefill: coefficients(fc.nat(1), fc.nat(1), fc.nat(1), fc.integer({ min: 0, max: 3 })),
  decode: coefficients(fc.nat(1), fc.nat(1), fc.nat(1), fc.nat(2)),
  pace: fc.integer({ min: 1, max: 12 }),
  weight: fc.integer({ min: 1, max: 4 }),
  price: fc.nat(4),
};

/** Tenths, whose sums are equal on paper and differ in the last bit. */
export const tenths: Numbers = {
  moment: fc.nat(20).map((tenth) => tenth / 10),
  promise: fc.integer({ min: 1, max: 60 }).map((tenth) => tenth / 10),
  tokens: fc.integer({ min: 1, max: 3 }),
  prefill: coefficients(fc.constant(0), fc.constantFrom(0, 0.1), fc.constantFrom(0, 0.1), fc.constantFrom(0.1, 0.3)),
  decode: coefficients(fc.constant(0), fc.constantFrom(0, 0.1), fc.constant(0), fc.constantFrom(0, 0.1, 0.7)),
  pace: fc.constantFrom(0.1, 0.3, 0.7),
  weight: fc.constantFrom(0.1, 0.3, 1, 3),
  price: fc.constantFrom(0, 0.1, 0.7),
};

/** Magnitudes so far apart that adding the small ones to the large ones changes nothing. */
const magnitudes: Numbers = {
  moment: fc.constantFrom(0, 1e-9, 0.3, 7, 1e6, 1_763_000_000.25, 1e12),
  promise: fc.constantFrom(1e-9, 0.7, 5, 1e6, 1e15),
  tokens: fc.constantFrom(1, 7, 4_096, 1e6),
  prefill: coefficients(
    fc.constantFrom(0, 1e-12),
    fc.constantFrom(0, 1e-3),
    fc.constantFrom(0, 1e-6, 3),
    fc.constantFrom(1e-9, 1e3),
  ),
  decode: coefficients(
    fc.constantFrom(0, 1e-12),
    fc.constantFrom(0, 1e-3),
    fc.constantFrom(0, 1e-6),
    fc.constantFrom(0, 0.02),
  ),
  pace: fc.constantFrom(1e-9, 0.02, 1e3),
  weight: fc.constantFrom(1e-9, 0.3, 1, 1e9),
  price: fc.constantFrom(0, 1e-9, 3, 1e9),
};

/** Ordinary measurements of language models, all different. */
export const measurements: Numbers = {
  moment: fc.double({ min: 0, max: 20, noNaN: true }),
  promise: fc.double({ min: 0.2, max: 60, noNaN: true }),
  tokens: fc.integer({ min: 1, max: 2_000 }),
  prefill: coefficients(upTo(1e-5), upTo(1e-2), upTo(1e-4), fc.double({ min: 0.01, max: 0.1, noNaN: true })),
  decode: coefficients(upTo(1e-7), upTo(1e-3), upTo(1e-6), upTo(0.05)),
  pace: fc.double({ min: 0.01, max: 0.1, noNaN: true }),
  weight: fc.double({ min: 0.1, max: 10, noNaN: true }),
  price: upTo(5),
};

export interface Shape {
  /** @default 12 */
  maxRequests?: number;
  /** @default 3 */
  maxServers?: number;
}

export function problem(shape: Shape = {}): fc.Arbitrary<SequenceProblem> {
  return fc.oneof(...[integers, tenths, magnitudes, measurements].map((numbers) => problemOf(numbers, shape)));
}

/** Static servers and such with slots, with every kind of limit, and requests with every kind of promise, or none. */
export function problemOf(
  numbers: Numbers,
  { maxRequests = 12, maxServers = 3 }: Shape = {},
): fc.Arbitrary<SequenceProblem> {
  return fc
    .record({
      requests: fc.array(request(numbers), { maxLength: maxRequests, size: "max" }),
      servers: fc.array(server(numbers), { minLength: 1, maxLength: maxServers, size: "max" }),
      now: rarely(numbers.moment),
      weighted: fc.boolean(),
    })
    .map(({ requests, servers, now, weighted }) => ({
      requests: requests.map((request, r) => ({
        ...request,
        id: `r${r}`,
        weight: weighted ? request.weight : undefined,
      })),
      servers: servers.map((server, s) => ({ ...server, id: `s${s}` })),
      now,
    }));
}

/** Options without `budgetMilliseconds`, which looks at the clock, and `warmStart`. */
export function ruleOptions(): fc.Arbitrary<SequenceOptions> {
  const positive = fc.integer({ min: 1, max: 6 });
  return fc.oneof(
    fc.record({ algorithm: fc.constantFrom(...rules), objective: objective() }),
    fc.record({ algorithm: fc.constant("priority" as const), ageing: fc.constantFrom(0, 0.1, 3) }),
    fc.record({
      algorithm: fc.constant("learned-rank" as const),
      starvation: fc.record({ threshold: positive, quantum: positive }),
    }),
  );
}

export function objective(): fc.Arbitrary<ObjectiveName | ObjectiveMix> {
  const weight = fc.constantFrom(0.1, 1, 3);
  return fc.oneof(
    { arbitrary: fc.constantFrom<ObjectiveName>(...objectives), weight: 4 },
    {
      arbitrary: fc
        .record({ tardiness: weight, latency: weight, cost: weight }, { requiredKeys: [] })
        .filter((mix) => Object.keys(mix).length > 0),
      weight: 1,
    },
  );
}

function request({ moment, promise, pace, tokens, weight }: Numbers): fc.Arbitrary<Request> {
  const slo: fc.Arbitrary<Slo> = fc.oneof(
    fc.record({ endToEnd: promise }),
    fc.record({ timeToFirstToken: promise, timePerOutputToken: pace }),
    fc.record({ timeToFirstToken: promise }),
    fc.record({ timePerOutputToken: pace }),
  );
  const output = fc.oneof<fc.Arbitrary<Partial<Request>>[]>(
    fc.record({ outputTokens: tokens }),
    fc.record({ predictedOutputTokens: tokens }),
    fc.record({ outputTokens: tokens, predictedOutputTokens: tokens }),
  );
  const rest = fc.record({
    arrival: fc.oneof(fc.constant(0), moment),
    promptTokens: tokens,
    slo: fc.oneof({ arbitrary: slo, weight: 5 }, { arbitrary: fc.constant(undefined), weight: 1 }),
    weight: optional(weight),
    class: rarely(fc.constantFrom("interactive", "batch")),
    tenant: optional(fc.constantFrom("a", "b", "c")),
    score: optional(fc.integer({ min: -3, max: 3 })),
    stepsLeft: optional(fc.integer({ min: 1, max: 4 })),
  });
  return fc.tuple(output, rest).map(([output, rest]) => ({ id: "", ...output, ...rest }));
}

function server({ moment, prefill, decode, tokens, price }: Numbers): fc.Arbitrary<Server> {
  return fc.record({
    id: fc.constant(""),
    maxBatch: fc.integer({ min: 1, max: 5 }),
    execution: fc.constantFrom("static", "static", "slots", undefined),
    // Of the size of a few requests; some fit nowhere.
    kvTokens: optional(fc.tuple(tokens, tokens, tokens).map(([a, b, c]) => a + b + c)),
    latency: fc.record({ prefill: prefill.map(someTime), decode }),
    availableFrom: rarely(moment),
    pricePerHour: optional(price),
    pricePerToken: rarely(fc.record({ input: price, output: price })),
    limits: rarely(fc.record({ concurrency: fc.integer({ min: 1, max: 3 }) })),
  });
}

function coefficients(
  perTokenOfBatch: fc.Arbitrary<number>,
  perRequest: fc.Arbitrary<number>,
  perToken: fc.Arbitrary<number>,
  constant: fc.Arbitrary<number>,
): fc.Arbitrary<Coefficients> {
  return fc.tuple(perTokenOfBatch, perRequest, perToken, constant);
}

/** A prefill takes time. */
function someTime(prefill: Coefficients): Coefficients {
  return prefill.some((coefficient) => coefficient >= 1e-15) ? prefill : [0, 0, 0, 1];
}

function upTo(max: number): fc.Arbitrary<number> {
  return fc.oneof(
    { arbitrary: fc.constant(0), weight: 1 },
    { arbitrary: fc.double({ min: 0, max, noNaN: true, noDefaultInfinity: true }), weight: 4 },
  );
}

/** Present in every other case. */
function optional<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof(fc.constant(undefined), arbitrary);
}

/** Present in one case of six. */
function rarely<T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  return fc.oneof({ arbitrary: fc.constant(undefined), weight: 5 }, { arbitrary, weight: 1 });
}
