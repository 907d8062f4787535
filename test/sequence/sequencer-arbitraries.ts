import fc from "fast-check";
import type { Server, Slo } from "../../bindings/sequence/model.js";
import { algorithms } from "../../bindings/sequence/options.js";
import type {
  SequencerAlgorithm,
  SequencerOptions,
  SequencerRequest,
} from "../../bindings/sequence/sequencer/model.js";

/** Numbers of few binary digits, as they occur and so that moments coincide. */
const seconds = fc.constantFrom(0, 0.25, 1, 3, 10, 30, 60);

/** How much time passes before a call; mostly none. */
export const pause = fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: seconds });

const server: fc.Arbitrary<Omit<Server, "id">> = fc.record(
  {
    maxBatch: fc.integer({ min: 1, max: 4 }),
    latency: fc.record({
      prefill: fc.tuple(fc.constant(0), fc.constantFrom(0, 0.25), fc.constantFrom(0, 0.125), fc.constantFrom(0.25, 1)),
      decode: fc.tuple(fc.constant(0), fc.constantFrom(0, 0.25), fc.constant(0), fc.constantFrom(0, 0.25)),
    }),
    execution: fc.constantFrom("static" as const, "slots" as const),
    kvTokens: fc.integer({ min: 10, max: 40 }),
    availableFrom: seconds,
    pricePerHour: fc.constantFrom(0, 3600),
    pricePerToken: fc.constant({ input: 0.5, output: 1 }),
    limits: fc.record(
      {
        requestsPerMinute: fc.integer({ min: 1, max: 4 }),
        tokensPerMinute: fc.integer({ min: 12, max: 60 }),
        concurrency: fc.integer({ min: 1, max: 4 }),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ["maxBatch", "latency"] },
);

const servers: fc.Arbitrary<Server[]> = fc
  .array(server, { minLength: 1, maxLength: 3 })
  .map((list) => list.map((fields, s) => ({ id: `server-${s}`, ...fields })));

const slo: fc.Arbitrary<Slo> = fc.oneof(
  fc.record({ endToEnd: fc.constantFrom(1, 5, 30, 200) }),
  fc.record({ timeToFirstToken: fc.constantFrom(0.5, 4, 20), timePerOutputToken: fc.constantFrom(0.1, 1) }),
  fc.record({ timePerOutputToken: fc.constantFrom(0.1, 1) }),
);

/** Without an arrival: a gateway queues what comes. */
export const request: fc.Arbitrary<SequencerRequest> = fc.record(
  {
    id: fc.integer({ min: 0, max: 30 }).map((i) => `request-${i}`),
    promptTokens: fc.integer({ min: 1, max: 20 }),
    predictedOutputTokens: fc.integer({ min: 1, max: 20 }),
    slo,
    weight: fc.constantFrom(0.5, 1, 4),
    tenant: fc.constantFrom("a", "b"),
    score: fc.constantFrom(-1, 0, 1),
    stepsLeft: fc.integer({ min: 1, max: 3 }),
  },
  { requiredKeys: ["id", "promptTokens", "predictedOutputTokens"] },
);

const sequencerAlgorithms = algorithms.filter((name): name is SequencerAlgorithm => name !== "exhaustive");

export const options: fc.Arbitrary<SequencerOptions> = fc
  .record({
    servers,
    algorithm: fc.constantFrom(...sequencerAlgorithms, "anneal" as const, "anneal" as const),
    maxWait: fc.constantFrom(0, 10, 60),
  })
  .map((given) =>
    given.algorithm === "learned-rank" ? { ...given, starvation: { threshold: 3, quantum: 2 } } : given,
  );
