import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { createLehrSync } from "../../bindings/index.js";
import { parseMemoryProblem } from "../../bindings/pack/memory/parse.js";
import { parsePackProblem } from "../../bindings/pack/parse.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import type { Server } from "../../bindings/sequence/model.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import type { SequencerRequest } from "../../bindings/sequence/sequencer/model.js";
import { communicationToComputation } from "../../bindings/testing/communication.js";
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
  const drawn = (knobs: Knobs) => fc.sample<unknown>(problems(knobs), { numRuns: 2, seed: 1 });

  test("every problem is valid, and plain JSON", () => {
    fc.assert(
      fc.property(problems() as fc.Arbitrary<unknown>, (problem) => {
        parse(problem);
        expect(JSON.parse(JSON.stringify(problem))).toEqual(problem);
      }),
      { numRuns: 80 },
    );
  });

  test("whatever the knobs", () => {
    fc.assert(
      fc.property(knobs, (knobs) => drawn(knobs).forEach(parse)),
      { numRuns: 300 },
    );
  });
});

describe("knobs turn what they name", () => {
  const drawn = <T>(arbitrary: fc.Arbitrary<T>) => fc.sample(arbitrary, { numRuns: 100, seed: 7 });
  const edges = ({ workflow }: PlaceProblem) => workflow.tasks.map(({ after = [] }) => after.length);
  const share = (flags: readonly boolean[]) => flags.filter(Boolean).length / flags.length;

  test("sizes are bounds that are reached", () => {
    const sizes = drawn(placeProblems({ maxNodes: 3, maxTasks: 5 })).map(({ cluster, workflow }) => [
      cluster.nodes.length,
      workflow.tasks.length,
    ]);
    expect(Math.max(...sizes.map(([nodes]) => nodes!))).toBe(3);
    expect(Math.max(...sizes.map(([, tasks]) => tasks!))).toBe(5);
    const waiting = drawn(sequenceProblems({ maxRequests: 2, maxServers: 2 }));
    expect(Math.max(...waiting.map(({ requests }) => requests.length))).toBe(2);
    expect(Math.max(...waiting.map(({ servers }) => servers.length))).toBe(2);
    const packs = drawn(packProblems({ maxItems: 4, maxBins: 2 }));
    expect(Math.max(...packs.map(({ items }) => items.length))).toBe(4);
    expect(Math.max(...packs.map(({ bins }) => bins.length))).toBe(2);
    expect(Math.max(...drawn(memoryProblems({ maxBuffers: 3 })).map(({ buffers }) => buffers.length))).toBe(3);
  });

  test("integers are whole, tenths are not, magnitudes lie far apart, measurements differ", () => {
    const works = (numbers: Knobs["numbers"]) =>
      drawn(placeProblems({ numbers, heterogeneity: "related", maxNodes: 1 })).flatMap(({ workflow }) =>
        workflow.tasks.flatMap(({ work }) => (work ? [work] : [])),
      );
    expect(works("integers").every(Number.isInteger)).toBe(true);
    expect(share(works("tenths").map(Number.isInteger))).toBeLessThan(0.2);
    expect(works("tenths").every((work) => Math.round(work * 10) / 10 === work)).toBe(true);
    const [far, measured] = [works("magnitudes"), works("measurements")];
    expect(Math.max(...far) / Math.min(...far)).toBe(1e12 / 1e-9);
    expect(new Set(measured).size / measured.length).toBeGreaterThan(0.8);
  });

  test("identical machines are alike, related ones have speeds, unrelated ones durations or kinds", () => {
    const speeds = ({ cluster }: PlaceProblem) => new Set(cluster.nodes.map(({ speed }) => JSON.stringify(speed)));
    const identical = drawn(placeProblems({ heterogeneity: "identical" }));
    expect(identical.every((problem) => speeds(problem).size === 1)).toBe(true);
    const related = drawn(placeProblems({ heterogeneity: "related" }));
    expect(share(related.map((problem) => speeds(problem).size > 1))).toBeGreaterThan(0.7);
    expect(related.every(({ workflow }) => workflow.tasks.every(({ durations }) => durations === undefined))).toBe(
      true,
    );
    const unrelated = drawn(placeProblems({ heterogeneity: "unrelated" }));
    expect(
      share(unrelated.map((p) => p.workflow.tasks.some(({ durations, kind }) => durations || kind))),
    ).toBeGreaterThan(0.8);
    const alike = drawn(sequenceProblems({ heterogeneity: "identical" }));
    expect(
      alike.every(({ servers }) => new Set(servers.map(({ id: _, ...rest }) => JSON.stringify(rest))).size === 1),
    ).toBe(true);
  });

  test("workflows have their shapes", () => {
    const shaped = (workflow: Knobs["workflow"]) => drawn(placeProblems({ workflow, maxTasks: 9 }));
    const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
    const counts = (workflow: Knobs["workflow"], edgesOf: (tasks: number) => number, most: number) => {
      for (const problem of shaped(workflow)) {
        const { length } = problem.workflow.tasks;
        expect(sum(edges(problem))).toBe(edgesOf(length));
        if (length > 0) expect(Math.max(...edges(problem))).toBeLessThanOrEqual(most);
      }
    };
    counts("wide", () => 0, 0);
    counts("chain", (tasks) => Math.max(0, tasks - 1), 1);
    counts("out-tree", (tasks) => Math.max(0, tasks - 1), 1);
    counts("in-tree", (tasks) => Math.max(0, tasks - 1), 8);
    counts("fork-join", (tasks) => (tasks < 3 ? Math.max(0, tasks - 1) : 2 * (tasks - 2)), 7);
    expect(share(shaped("layered").map((problem) => sum(edges(problem)) > 0))).toBeGreaterThan(0.6);
  });

  test("requests come in bursts, or one long one first", () => {
    const bursts = drawn(sequenceProblems({ requests: "bursts", numbers: "measurements", maxRequests: 12 }));
    expect(bursts.every(({ requests }) => new Set(requests.map(({ arrival }) => arrival)).size <= 3)).toBe(true);
    for (const { requests } of drawn(sequenceProblems({ requests: "convoy" }))) {
      const [first, ...others] = requests.map(({ promptTokens }) => promptTokens);
      if (first) expect(first).toBeGreaterThanOrEqual(16 * Math.max(1, ...others));
    }
  });

  test("items are just about a half, a third, or fill bins by threes", () => {
    const needs = (items: Knobs["items"]) =>
      drawn(packProblems({ items, numbers: "integers" })).map(({ items, bins }) =>
        items.map(({ needs }) => needs!.cpu! / bins[0]!.capacity!.cpu!),
      );
    for (const of of needs("halves")) for (const need of of) expect(Math.abs(need - 0.5)).toBeLessThanOrEqual(5 / 120);
    for (const of of needs("thirds")) for (const need of of) expect(need).toBe(1 / 3);
    for (const of of needs("triplets")) {
      for (let i = 2; i < of.length; i += 3) expect(of[i - 2]! + of[i - 1]! + of[i]!).toBeCloseTo(1, 12);
    }
  });

  test.each([0.1, 10])(
    "the ratio of communication to computation is %d, within a factor of the root of two",
    (ratio) => {
      const ratios = drawn(placeProblems({ communicationToComputation: ratio, numbers: "measurements", maxNodes: 6 }))
        .map(communicationToComputation)
        .filter((found) => found > 0);
      expect(ratios.length).toBeGreaterThan(50);
      for (const found of ratios)
        expect(Math.max(found / ratio, ratio / found)).toBeLessThanOrEqual(Math.SQRT2 * 1.000001);
    },
  );

  test("the tighter, the fewer promises are kept and the fuller bins are", () => {
    const attained = (tightness: number) => {
      const problems = drawn(sequenceProblems({ tightness, numbers: "measurements" }));
      return problems.reduce((sum, problem) => sum + lehr.sequence(problem, { algorithm: "edf" }).attained, 0);
    };
    expect(attained(0.02)).toBeGreaterThan(1.2 * attained(0.9));
    const late = (tightness: number) => {
      const problems = drawn(placeProblems({ tightness, numbers: "integers", basic: true, maxNodes: 4 }));
      const tasks = problems.flatMap((problem) => lehr.place(problem).tasks);
      return share(tasks.map(({ met }) => met === false));
    };
    expect(late(0.9)).toBeGreaterThan(late(0.2) + 0.1);
    const copies = (tightness: number) =>
      drawn(packProblems({ tightness, numbers: "integers" })).reduce(
        (sum, { bins }) => sum + bins.reduce((all, { count }) => all + count!, 0),
        0,
      );
    expect(copies(0.25)).toBeGreaterThan(1.5 * copies(1));
    const heights = (tightness: number) => {
      const all = drawn(memoryProblems({ tightness })).map((problem) => lehr.allocate(problem).status === "complete");
      return share(all);
    };
    expect([heights(0.5), heights(1) < 1]).toEqual([1, true]);
  });
});

describe("what fails shrinks to few and small things", () => {
  const smallest = <T>(arbitrary: fc.Arbitrary<T>, fails: (value: T) => boolean) => {
    const { counterexample, numShrinks } = fc.check(
      fc.property(arbitrary, (value) => !fails(value)),
      { seed: 3, numRuns: 2000 },
    );
    expect(numShrinks).toBeLessThan(400);
    return counterexample![0];
  };

  test("of place, one edge with data between two tasks", () => {
    const hasData = ({ workflow }: PlaceProblem) =>
      workflow.tasks.some(({ after = [] }) => after.some((edge) => typeof edge === "object" && edge.data > 3));
    const { cluster, workflow } = smallest(placeProblems(), hasData);
    expect(cluster).toEqual({ nodes: [{ id: "n0", speed: expect.any(Number) }] });
    expect(workflow.tasks.length).toBeLessThanOrEqual(3);
  });

  test("of sequence, two requests of one tenant", () => {
    const { requests, servers } = smallest(sequenceProblems(), ({ requests }) => {
      return requests.filter(({ tenant }) => tenant === "b").length > 1;
    });
    expect(requests.length).toBe(2);
    expect(servers).toEqual([{ id: "s0", maxBatch: 1, latency: expect.anything() }]);
  });

  test("of pack, three items that share GPUs", () => {
    const { items, bins } = smallest(packProblems(), ({ items }) => {
      return items.filter(({ gpus }) => gpus && "share" in gpus).length > 2;
    });
    expect(items.length).toBe(3);
    expect(bins.length).toBe(1);
  });

  test("of allocate, two buffers that overlap", () => {
    const { buffers } = smallest(memoryProblems(), ({ buffers }) => {
      return buffers.some((a) => buffers.some((b) => a !== b && a.start < b.end && b.start < a.end && a.size > 9));
    });
    expect(buffers.length).toBe(2);
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
