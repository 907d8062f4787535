/** What the types of `sequence` cannot say; see `schema-refinements.mjs`. */
import {
  amount,
  count,
  dollars,
  duration,
  name,
  positive,
  problemFileRefinements,
  quantity,
} from "./schema-refinements.mjs";

const { Seconds, DollarsPerHour } = problemFileRefinements;
const tokens = { ...count, maximum: 1e9 };
const promise = { $ref: undefined, ...duration(positive) };
const seed = { type: "integer", minimum: 0, maximum: 2 ** 32 - 1 };

export const sequenceFileRefinements = {
  Seconds,
  DollarsPerHour,
  Dollars: quantity(amount, String.raw`${dollars}\s*(/[kKmM]?[tT][oO][kK][eE][nN][sS]?)?`, ["$2.50/Mtoken"]),
  SequenceProblem: { properties: { servers: { minItems: 1 } } },
  Request: {
    anyOf: [{ required: ["outputTokens"] }, { required: ["predictedOutputTokens"] }],
    properties: {
      id: name,
      promptTokens: tokens,
      outputTokens: tokens,
      predictedOutputTokens: tokens,
      weight: positive,
      class: name,
      tenant: name,
      stepsLeft: tokens,
      prefix: false,
    },
  },
  EndToEndSlo: { properties: { endToEnd: promise } },
  InteractiveSlo: { minProperties: 1, properties: { timeToFirstToken: promise, timePerOutputToken: promise } },
  Server: { properties: { id: name, maxBatch: { ...count, maximum: 4096 }, kvTokens: count } },
  LatencyModel: { properties: { prefill: { type: "array", contains: { not: { const: 0 } } } } },
  Coefficients: { items: duration(amount) },
  Limits: { properties: { concurrency: count, requestsPerMinute: false, tokensPerMinute: false } },
};

/** How a sequence was found need not be said. */
export const sequenceResultRefinements = {
  Seconds: amount,
  Dollars: amount,
  Sequence: {
    required: ["status", "order", "batches", "requests", "unplaced", "attained", "totalLatency", "cost", "objective"],
  },
  SequenceRun: {
    properties: { seed, schedule: count, iterations: { type: "integer", minimum: 0 }, ageing: amount },
  },
  ObjectiveMix: { properties: { tardiness: amount, latency: amount, cost: amount } },
  Starvation: { properties: { threshold: count, quantum: count } },
};
