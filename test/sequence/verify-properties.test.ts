import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Sequence, SequenceProblem, Server } from "../../bindings/sequence/model.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { choices, type Draw, drawing, oneOf } from "../drawing.js";
import { pathsIn, replaced, valueAt } from "../json-paths.js";
import { answered } from "./verify-arbitraries.js";
import { problem, sequence } from "./verify-example.js";

describe("foreign values", () => {
  test("any JSON but a sequence is malformed", () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), (value) => {
        const codes = verifySequence(problem, value).map(({ code }) => code);
        expect(new Set(codes)).toEqual(new Set(["malformed"]));
      }),
    );
  });

  test("a sequence with any JSON in any place is looked through without an error", () => {
    const places = pathsIn(sequence as unknown as fc.JsonValue);
    fc.assert(
      fc.property(fc.constantFrom(...places), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
        expect(verifySequence(problem, replaced(sequence, path, value))).toBeInstanceOf(Array);
      }),
      { numRuns: 500 },
    );
  });
});

test("what was drawn so that it holds, holds", () => {
  fc.assert(
    fc.property(answered(), ({ problem, sequence }) => {
      expect(verifySequence(problem, sequence)).toEqual([]);
    }),
    { numRuns: 500 },
  );
});

describe("corruptions of any sequence are found", () => {
  const corruption = (corrupt: (sequence: Sequence, draw: Draw) => Sequence | undefined) =>
    fc.assert(
      fc.property(answered(), choices(), ({ problem, sequence }, choices) => {
        const corrupted = corrupt(sequence, drawing(choices));
        fc.pre(corrupted !== undefined);
        expect(verifySequence(problem, corrupted)).not.toEqual([]);
      }),
      { numRuns: 500 },
    );

  test("another number, name or answer", () => {
    corruption((sequence, draw) => {
      const { run, ...claims } = sequence;
      const leaves = pathsIn(claims as unknown as fc.JsonValue).filter((path) => {
        const value = valueAt(sequence, path);
        // Reasons are free, and nobody has to prove what he could.
        return typeof value !== "object" && path.at(-1) !== "reason" && !(path.at(-1) === "proven" && value === true);
      });
      const path = oneOf(leaves, draw);
      return replaced(sequence, path, oneOf(othersThan(valueAt(sequence, path), sequence), draw));
    });
  });

  test("a field left out", () => {
    corruption((sequence, draw) => {
      const { run, ...claims } = sequence;
      const fields = pathsIn(claims as unknown as fc.JsonValue).filter((path) => /\D/.test(path.at(-1) ?? "0"));
      const path = oneOf(fields, draw);
      const copy = structuredClone(sequence);
      Reflect.deleteProperty(valueAt(copy, path.slice(0, -1)) as object, path.at(-1)!);
      return copy;
    });
  });

  test("an entry dropped or given twice", () => {
    corruption((sequence, draw) => {
      const copy = structuredClone(sequence);
      const { requests, batches, unplaced, order } = copy;
      const list = oneOf<unknown[]>(
        [requests, batches, unplaced, order, ...batches.map(({ requests }) => requests)],
        draw,
      );
      if (list.length === 0) return undefined;
      const index = draw(list.length);
      if (draw(2) === 0) list.splice(index, 1);
      else list.push(list[index]);
      return copy;
    });
  });

  test("two requests changed places in their batches", () => {
    corruption((sequence, draw) => {
      const copy = structuredClone(sequence);
      const { batches } = copy;
      if (batches.length < 2) return undefined;
      const a = oneOf(batches, draw);
      const b = oneOf(
        batches.filter((batch) => batch !== a),
        draw,
      );
      [a.requests[0], b.requests[0]] = [b.requests[0]!, a.requests[0]!];
      // Twins on one server may start together.
      return a.server === b.server && a.start === b.start ? undefined : copy;
    });
  });
});

describe("limits are exceeded exactly where adding up what runs at an instant says so", () => {
  const span = fc.record({
    start: fc.nat(20),
    length: fc.integer({ min: 1, max: 6 }),
    tokens: fc.integer({ min: 2, max: 9 }),
  });
  const spans = fc.array(span, { maxLength: 12 });
  type Spans = { start: number; length: number; tokens: number }[];

  /** Each request alone, for as long as it says: a latency model of one coefficient per token of the prompt. */
  function codesOf(spans: Spans, more: Partial<Server>): Set<string> {
    const latency = { prefill: [0, 0, 1, 0], decode: [0, 0, 0, 0] } as const;
    const server: Server = { id: "server", maxBatch: 12, latency, ...more };
    const requests = spans.map(({ length, tokens }, index) => {
      return { id: `${index}`, arrival: 0, promptTokens: length, outputTokens: tokens };
    });
    const entries = spans.map(({ start, length }, index) => {
      return { request: `${index}`, server: "server", start, firstToken: start + length, end: start + length };
    });
    const totalLatency = entries.reduce((sum, { end }) => sum + end, 0);
    const order = entries.toSorted((a, b) => a.start - b.start).map(({ request }) => request);
    const batches = entries.map(({ request, start, end }) => ({ server: "server", start, end, requests: [request] }));
    const totals = { status: "complete", unplaced: [], attained: 0, totalLatency, cost: 0, objective: 0 };
    const problem: SequenceProblem = { requests, servers: [server] };
    const violations = verifySequence(problem, { requests: entries, order, batches, ...totals });
    return new Set(violations.map(({ code }) => code));
  }

  const instants = (spans: Spans) =>
    Array.from({ length: 30 }, (_, at) => spans.filter(({ start, length }) => start <= at && at < start + length));

  test("slots", () => {
    fc.assert(
      fc.property(spans, (spans) => {
        const exceeded = instants(spans).some((running) => running.length > 3);
        expect(codesOf(spans, { execution: "slots", maxBatch: 3 })).toEqual(
          new Set(exceeded ? ["over-max-batch"] : []),
        );
      }),
    );
  });

  test("tokens", () => {
    fc.assert(
      fc.property(spans, (spans) => {
        const held = (running: Spans) => running.reduce((sum, { length, tokens }) => sum + length + tokens, 0);
        const exceeded = instants(spans).some((running) => held(running) > 20);
        expect(codesOf(spans, { execution: "slots", kvTokens: 20 })).toEqual(
          new Set(exceeded ? ["over-kv-tokens"] : []),
        );
      }),
    );
  });

  test("static batches", () => {
    fc.assert(
      fc.property(spans, (spans) => {
        const exceeded = instants(spans).some((running) => running.length > 1);
        expect(codesOf(spans, {})).toEqual(new Set(exceeded ? ["overlapping-batches"] : []));
      }),
    );
  });
});

/** Values of the same kind that differ by more than any tolerance. */
function othersThan(value: unknown, { requests }: Sequence): unknown[] {
  if (typeof value === "boolean") return [!value];
  if (typeof value === "number") {
    const scale = Math.max(1, Math.abs(value), ...requests.map(({ end }) => end));
    return [-1, -0.001, 0.001, 1, 1000].map((change) => value + scale * change);
  }
  if (value === "complete" || value === "partial") return [value === "complete" ? "partial" : "complete"];
  const names = ["", "nobody", "__proto__", "request 0", "request 1", "server 0", "server 1"];
  return names.filter((name) => name !== value);
}
