import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { encodeSequenceProblem } from "../../bindings/sequence/encode.js";
import type { Request, Server } from "../../bindings/sequence/model.js";
import { rules, type SequenceRule } from "../../bindings/sequence/options.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { dispatch } from "../../bindings/sequence/reference/dispatch.js";
import { sequencerOn } from "../../bindings/sequence/sequencer.js";
import { randomKernel } from "./sequencer-kernel.js";
import { simulate } from "./sequencer-simulation.js";

const ordering = rules.filter((rule) => rule !== "moore-hodgson");
const ageing = 0.25;
const starvation = { threshold: 3, quantum: 2 };

/** Times and rates of few binary digits, so that both sides compute them without rounding. */
const quarter = fc.integer({ min: 0, max: 8 }).map((n) => n / 4);
const server: fc.Arbitrary<Omit<Server, "id">> = fc.record({
  maxBatch: fc.integer({ min: 1, max: 3 }),
  latency: fc.record({
    prefill: fc.tuple(fc.constant(0), quarter, quarter, fc.constantFrom(0.25, 1)),
    decode: fc.tuple(fc.constant(0), quarter, fc.constant(0), quarter),
  }),
  execution: fc.constantFrom("static" as const, "slots" as const),
});
const request: fc.Arbitrary<Omit<Request, "id">> = fc.record(
  {
    arrival: quarter.map((n) => 16 * n),
    promptTokens: fc.integer({ min: 1, max: 9 }),
    outputTokens: fc.integer({ min: 1, max: 5 }),
    slo: fc.record({ endToEnd: fc.constantFrom(4, 16, 64) }),
    weight: fc.constantFrom(0.5, 1, 2, 4),
    score: fc.integer({ min: -3, max: 3 }),
    stepsLeft: fc.constantFrom(1, 2, 4),
  },
  { requiredKeys: ["arrival", "promptTokens", "outputTokens"] },
);

describe("when everything happens as predicted, a queue serves as the verb plans", () => {
  test.each(ordering)("%s", (rule) => {
    const problem = fc.record({
      servers: fc.array(server, { minLength: 1, maxLength: 3 }),
      requests: fc.array(request, { minLength: 1, maxLength: 12 }),
    });
    fc.assert(
      fc.property(problem, ({ servers, requests }) => {
        // What is added as it arrives is known in the order of arrivals: so ties fall to the same.
        requests.sort((a, b) => a.arrival - b.arrival);
        const given = {
          servers: servers.map((fields, s) => ({ id: `server-${s}`, ...fields })),
          requests: requests.map((fields, r) => ({
            id: `request-${r}`,
            ...fields,
            ...(rule === "fair" && ofTenant(r)),
          })),
        };
        const queue = sequencerOn(randomKernel)({
          servers: given.servers,
          algorithm: rule,
          maxWait: 1e15,
          ...(rule === "priority" && { ageing }),
          ...(rule === "learned-rank" && { starvation }),
        });
        const { served } = simulate(queue, given.servers, given.requests);
        expect([...served].sort()).toEqual(planned(rule, given).sort());
      }),
      { numRuns: 200 },
    );
  });
});

/**
 * Tenants that have been served alike are ranked by number in a plan, by their first requests in a queue. Here they are
 * never alike: all arrive at once, and no two sets of requests weigh the same.
 */
function ofTenant(r: number) {
  return { tenant: `tenant-${r % 3}`, arrival: 0, promptTokens: 4 ** r, outputTokens: 1 };
}

function planned(rule: SequenceRule, problem: { servers: Server[]; requests: Request[] }) {
  const parsed = parseSequenceProblem(problem);
  const instance = encodeSequenceProblem(parsed);
  const { server, batch, start } = dispatch(instance, { rule, ageing, starvation });
  return Array.from(instance.input, (position, r) => {
    const s = server[r]!;
    const size = instance.slots[s]
      ? instance.maxBatch[s]!
      : batch.filter((k, other) => k === batch[r] && server[other] === s).length;
    const at = s * instance.requests + r;
    const seconds = instance.base[at]! + size * instance.perRequest[at]!;
    const begin = instance.origin + start[r]!;
    return [
      problem.requests[position]!.id,
      { server: problem.servers[s]!.id, start: begin, end: begin + seconds },
    ] as const;
  });
}
