import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { convertUnits } from "../../bindings/import/units.js";
import { sequenceVerb } from "../../bindings/sequence/index.js";
import type { SequenceProblem } from "../../bindings/sequence/model.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";
import { verifySequence } from "../../bindings/sequence/verify.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { sequenceObjective, sequenceRuleOptions } from "../../bindings/testing/options.js";
import { changed, faults, validator } from "../schemas.js";
import { drawingKernel } from "./plans.js";

// That the files are what the types say is tested beside the schemas of `place`.

const isProblem = validator("sequence-problem");
const isSequence = validator("sequence");
const { sequence } = sequenceVerb(drawingKernel);

const problem: SequenceProblem = {
  requests: [
    { id: "chat", arrival: 0, promptTokens: 9, outputTokens: 4, slo: { timeToFirstToken: 2, timePerOutputToken: 1 } },
    { id: "batch", arrival: 1, promptTokens: 9, predictedOutputTokens: 4, slo: { endToEnd: 90 }, weight: 2 },
    { id: "long", arrival: 1, promptTokens: 999, outputTokens: 4 },
  ],
  servers: [
    {
      id: "s",
      maxBatch: 4,
      kvTokens: 100,
      latency: { prefill: [0, 0, 0.1, 0.5], decode: [0, 0, 0, 0.5] },
      pricePerHour: 2,
      pricePerToken: { input: 1e-6, output: 2e-6 },
      limits: { concurrency: 2 },
    },
  ],
  now: 1,
};

describe("valid files", () => {
  test("every valid problem, and every sequence made for it", () => {
    const annealing = fc.record({
      objective: sequenceObjective(),
      schedule: fc.constant(3),
      warmStart: fc.constant({ batches: [] }),
    });
    fc.assert(
      fc.property(sequenceProblems(), fc.oneof(sequenceRuleOptions(), annealing), (any, options) => {
        // As JSON: what is undefined is absent.
        expect(faults(isProblem, JSON.parse(JSON.stringify(any)))).toEqual([]);
        expect(faults(isSequence, JSON.parse(JSON.stringify(sequence(any, options))))).toEqual([]);
      }),
    );
  });

  test("the problem made by hand", () => {
    expect(faults(isProblem, problem)).toEqual([]);
  });

  test.each([
    ["/now", "1h"],
    ["/requests/0/arrival", "1h 30m"],
    ["/requests/0/slo/timeToFirstToken", "200ms"],
    ["/requests/0/slo/timePerOutputToken", "50 ms"],
    ["/requests/1/slo/endToEnd", "1d"],
    ["/servers/0/availableFrom", "5"],
    ["/servers/0/latency/prefill/3", "20ms"],
    ["/servers/0/latency/decode/0", "1.5e-3 ms"],
    ["/servers/0/pricePerHour", "$2.50/h"],
    ["/servers/0/pricePerToken/input", "$2.50/Mtoken"],
    ["/servers/0/pricePerToken/output", "0.01/ktokens"],
  ])("%s may be the text %s", (pointer, text) => {
    const file = changed(problem, pointer, text);
    expect(faults(isProblem, file)).toEqual([]);
    expect(convertUnits(file)).toEqual([]);
    expect(() => parseSequenceProblem(file)).not.toThrow();
  });
});

describe("invalid files are refused by schema and door alike", () => {
  const absent = undefined;
  test.each([
    ["unknown key", "/extra", 1],
    ["unknown key of a request", "/requests/0/tokens", 8],
    ["unknown key of a server", "/servers/0/gpus", 8],
    ["unknown key of the latency", "/servers/0/latency/verify", []],
    ["no requests", "/requests", absent],
    ["no servers", "/servers", []],
    ["request without id", "/requests/0/id", absent],
    ["empty id", "/servers/0/id", ""],
    ["empty class", "/requests/0/class", ""],
    ["negative arrival", "/requests/0/arrival", -1],
    ["text for a duration", "/requests/0/arrival", "soon"],
    ["price for a duration", "/requests/0/arrival", "$1/h"],
    ["null", "/requests/0/tenant", null],
    ["no tokens to plan with", "/requests/0/outputTokens", absent],
    ["no prompt", "/requests/0/promptTokens", 0],
    ["half a token", "/requests/0/outputTokens", 0.5],
    ["too many tokens", "/requests/0/outputTokens", 1e10],
    ["empty promise", "/requests/0/slo", {}],
    ["two kinds of promise", "/requests/0/slo/endToEnd", 5],
    ["promise of no time", "/requests/1/slo/endToEnd", 0],
    ["weight of zero", "/requests/0/weight", 0],
    ["text for a score", "/requests/0/score", "high"],
    ["no steps left", "/requests/0/stepsLeft", 0],
    ["prefix", "/requests/0/prefix", "system"],
    ["no batch", "/servers/0/maxBatch", absent],
    ["too large a batch", "/servers/0/maxBatch", 5_000],
    ["unknown execution", "/servers/0/execution", "paged"],
    ["no latency", "/servers/0/latency", absent],
    ["three coefficients", "/servers/0/latency/decode", [0, 0, 1]],
    ["negative coefficient", "/servers/0/latency/decode/1", -1],
    ["prefill in no time", "/servers/0/latency/prefill", [0, 0, 0, 0]],
    ["one price for all tokens", "/servers/0/pricePerToken", 1],
    ["price of input alone", "/servers/0/pricePerToken/output", absent],
    ["requests per minute", "/servers/0/limits/requestsPerMinute", 60],
    ["tokens per minute", "/servers/0/limits/tokensPerMinute", 60],
    ["no concurrency", "/servers/0/limits/concurrency", 0],
  ])("%s", (_, pointer, value) => {
    const file = changed(problem, pointer, value);
    expect(isProblem(file)).toBe(false);
    convertUnits(file);
    expect(() => parseSequenceProblem(file)).toThrow(InvalidProblemError);
  });
});

describe("what is no sequence is refused by schema and verification alike", () => {
  const made = sequence(problem, { algorithm: "edf" });

  test("what is one is not", () => {
    const { run: _, ...anonymous } = made;
    for (const file of [made, anonymous]) {
      expect(faults(isSequence, file)).toEqual([]);
      expect(verifySequence(problem, file)).toEqual([]);
    }
  });

  test.each([
    ["unknown key", "/extra", 1],
    ["no order", "/order", undefined],
    ["status", "/status", "done"],
    ["text for a time", "/requests/0/end", "5"],
    ["kept, in words", "/requests/0/met", "yes"],
    ["batch without requests", "/batches/0/requests", undefined],
    ["no reason", "/unplaced/0/reason", undefined],
    ["no objective", "/objective", undefined],
    ["unknown objective", "/run/objective", "profit"],
  ])("%s", (_, pointer, value) => {
    const file = changed(made, pointer, value);
    expect(isSequence(file)).toBe(false);
    expect(verifySequence(problem, file).map(({ code }) => code)).toContain("malformed");
  });
});
