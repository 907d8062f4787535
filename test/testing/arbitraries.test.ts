import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLehrSync } from "../../bindings/index.js";
import { parseMemoryProblem } from "../../bindings/pack/memory/parse.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import type { Server } from "../../bindings/sequence/model.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import type { SequencerRequest } from "../../bindings/sequence/sequencer/model.js";
import {
  heterogeneities,
  itemShapes,
  itemTraces,
  type Knobs,
  memoryOptions,
  memoryProblems,
  numberKinds,
  packerOptions,
  packOptions,
  packProblems,
  placeOptions,
  placeProblems,
  repackOptions,
  requestShapes,
  requestTraces,
  sequenceOptions,
  sequenceProblems,
  sequencerOptions,
  workflowShapes,
} from "../../bindings/testing/index.js";

const lehr = createLehrSync();

const knobs: fc.Arbitrary<Knobs> = fc.record(
  {
    numbers: fc.constantFrom(...numberKinds),
    heterogeneity: fc.constantFrom(...heterogeneities),
    workflow: fc.constantFrom(...workflowShapes),
    requests: fc.constantFrom(...requestShapes),
    items: fc.constantFrom(...itemShapes),
    communicationToComputation: fc.constantFrom(0.01, 1, 5),
    tightness: fc.constantFrom(0.1, 0.5, 1),
    maxNodes: fc.constantFrom(1, 3, 70),
    maxTasks: fc.constantFrom(0, 1, 5, 30),
    maxRequests: fc.constantFrom(0, 3, 20),
    maxServers: fc.constantFrom(1, 4),
    maxItems: fc.constantFrom(0, 3, 20),
    maxBins: fc.constantFrom(1, 5),
    maxBuffers: fc.constantFrom(0, 5, 40),
  },
  { requiredKeys: [] },
);

const verbs = {
  place: { problems: placeProblems, parse: parsePlaceProblem },
  sequence: { problems: sequenceProblems, parse: parseSequenceProblem },
  pack: { problems: packProblems, parse: parsePackProblem },
  allocate: { problems: memoryProblems, parse: parseMemoryProblem },
};

describe.each(Object.entries(verbs))("%s", (_, { problems, parse }) => {
  const drawn = (knobs: Knobs, numRuns = 1) => fc.sample<unknown>(problems(knobs), { numRuns, seed: 1 });

  test("every problem is valid, and plain JSON", () => {
    fc.assert(
      fc.property(problems() as fc.Arbitrary<unknown>, (problem) => {
        parse(problem);
        expect(JSON.parse(JSON.stringify(problem))).toEqual(problem);
      }),
      { numRuns: 300 },
    );
  });

  test("whatever the knobs", () => {
    fc.assert(
      fc.property(knobs, (knobs) => drawn(knobs, 3).forEach(parse)),
      { numRuns: 300 },
    );
  });
});

describe("options are valid", () => {
  const small = { maxTasks: 5, maxNodes: 3, maxRequests: 4, maxItems: 5, maxBuffers: 5 };

  test("of the verbs", () => {
    fc.assert(
      fc.property(placeProblems(small), placeOptions(), (problem, options) => void lehr.place(problem, options)),
    );
    fc.assert(
      fc.property(sequenceProblems(small), sequenceOptions(), (problem, options) => {
        lehr.sequence(problem, options);
      }),
    );
    fc.assert(fc.property(packProblems(small), packOptions(), (problem, options) => void lehr.pack(problem, options)));
    fc.assert(
      fc.property(memoryProblems(small), memoryOptions(), (problem, options) => void lehr.allocate(problem, options)),
    );
  });

  test("of moves", () => {
    fc.assert(
      fc.property(packProblems(small), repackOptions(), (problem, options) => {
        lehr.repack(problem, lehr.pack(problem), options);
      }),
    );
  });

  test("of a queue, whose trace it takes", () => {
    fc.assert(
      fc.property(requestTraces(), sequencerOptions(), ({ servers, additions }, options) => {
        const queue = lehr.sequencer({ servers, ...options });
        for (const { now, request } of additions) {
          if (canTake(servers, request)) queue.add(request, now);
          for (const { id } of servers) queue.next(id, now);
        }
      }),
    );
  });

  test("of a packer, whose trace it takes", () => {
    fc.assert(
      fc.property(itemTraces(), packerOptions(), ({ bins, events }, options) => {
        const packer = lehr.packer({ bins }, options);
        const present = new Set<string>();
        for (const event of events) {
          if ("remove" in event) expect(packer.remove(event.remove)).toBe(present.delete(event.remove));
          else if (packer.place(event.place).placed) present.add(event.place.id);
        }
        expect(packer.size).toBe(present.size);
      }),
    );
  });
});

/** A queue refuses what no server could ever take. */
function canTake(servers: readonly Server[], request: SequencerRequest): boolean {
  const tokens = request.promptTokens + (request.predictedOutputTokens ?? request.outputTokens ?? 0);
  return servers.some(
    ({ kvTokens = Infinity, limits }) => tokens <= Math.min(kvTokens, limits?.tokensPerMinute ?? Infinity),
  );
}
