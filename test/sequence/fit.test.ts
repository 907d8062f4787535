import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import type { FitOptions, LatencyMeasurement } from "../../bindings/sequence/fit/model.js";
import { fitLatencyModel } from "../../bindings/sequence/fit.js";
import type { LatencyModel } from "../../bindings/sequence/model.js";

const known: LatencyModel = { prefill: [2e-5, 3e-3, 4e-5, 0.02], decode: [3e-7, 2e-4, 1e-7, 0.03] };

/** What a server of that model would have measured: every decode step on its own, and their mean. */
function measure(model: LatencyModel, promptTokens: number, batch: number, outputTokens: number): LatencyMeasurement {
  const seconds = ([p, q, r, s]: LatencyModel["prefill"], l: number) => p * batch * l + q * batch + r * l + s;
  let sum = 0;
  for (let k = 1; k < outputTokens; k++) sum += seconds(model.decode, promptTokens + k);
  const secondsPerToken = outputTokens > 1 ? sum / (outputTokens - 1) : undefined;
  return { promptTokens, batch, outputTokens, promptSeconds: seconds(model.prefill, promptTokens), secondsPerToken };
}

function grid(model: LatencyModel, prompts = [128, 1024, 4096], batches = [1, 4, 32], outputs = [2, 100]) {
  return prompts.flatMap((p) => batches.flatMap((b) => outputs.map((o) => measure(model, p, b, o))));
}

function refusals(rows: unknown, options?: FitOptions): string[] {
  try {
    fitLatencyModel(rows as LatencyMeasurement[], options);
  } catch (error) {
    if (error instanceof InvalidProblemError) {
      return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
    }
    throw error;
  }
  return [];
}

function expectModel(actual: LatencyModel, expected: LatencyModel): void {
  for (const step of ["prefill", "decode"] as const) {
    for (const j of [0, 1, 2, 3] as const) {
      // Relative to what the term contributes in the middle of the measured range.
      expect(Math.abs(actual[step][j] - expected[step][j])).toBeLessThanOrEqual(1e-9 * (expected[step][j] + 1e-6));
    }
  }
}

describe("fitLatencyModel", () => {
  test("finds the model that made the measurements", () => {
    const { model, error, range, fixed } = fitLatencyModel(grid(known));
    expectModel(model, known);
    for (const step of ["prefill", "decode"] as const) expect(error[step].maxRelative).toBeLessThan(1e-9);
    expect(range).toEqual({ promptTokens: [128, 4096], batch: [1, 32], outputTokens: [2, 100] });
    expect(fixed).toEqual([]);
  });

  test("finds any model, coefficients of 0 among them", () => {
    const coefficients = (scale: readonly number[]) => {
      return fc
        .tuple(...scale.map((s) => fc.oneof(fc.constant(0), fc.double({ min: 0.1 * s, max: s, noNaN: true }))))
        .filter((c) => c.some((x) => x > 0))
        .map(([a, b, c, d]) => [a!, b!, c!, d!] as const);
    };
    const model = fc.record({
      prefill: coefficients([1e-4, 1e-2, 1e-4, 1e-1]),
      decode: coefficients([1e-6, 1e-3, 1e-6, 1e-1]),
    });
    fc.assert(
      fc.property(model, (model) => {
        expectModel(fitLatencyModel(grid(model)).model, model);
      }),
    );
  });

  test("the seconds of decode are not looked at where there is one token", () => {
    const rows = [...grid(known), { ...measure(known, 256, 2, 1), secondsPerToken: 1000 }];
    expectModel(fitLatencyModel(rows).model, known);
  });

  test("errors are relative", () => {
    const row = (promptSeconds: number) => ({ promptTokens: 1, batch: 1, outputTokens: 1, promptSeconds });
    const { model, error } = fitLatencyModel([row(1), row(3)], {
      assumeZero: ["prefill.0", "prefill.1", "prefill.2", "decode.0", "decode.1", "decode.2", "decode.3"],
    });
    // Σ (x/y − 1)² is least at Σ 1/y ÷ Σ 1/y² = (4/3) ÷ (10/9).
    expect(model.prefill[3]).toBeCloseTo(1.2, 12);
    expect(error.prefill.meanRelative).toBeCloseTo((0.2 + 0.6) / 2, 12);
    expect(error.prefill.maxRelative).toBeCloseTo(0.6, 12);
    expect(error.prefill.rootMeanSquare).toBeCloseTo(Math.sqrt((0.04 + 0.36) / 2), 12);
    expect(error.decode).toEqual({ meanRelative: 0, maxRelative: 0, rootMeanSquare: 0 });
  });
});

describe("what the rows cannot tell", () => {
  /** One batch size at many lengths, and one length at many batch sizes. */
  const cross = [...grid(known, [128, 512, 8192], [1], [128]), ...grid(known, [512], [2, 64], [128])];

  test("is refused by name, with what to measure", () => {
    const apart = (step: string) =>
      [0, 1, 2, 3]
        .map((j) => `${step}.${j}`)
        .join(", ")
        .replace(/, (?=\S*$)/, " and ");
    expect(refusals(cross)).toEqual([
      `: the rows cannot tell ${apart("prefill")} apart; measure a batch of 64 at 8192 tokens of prompt, or assume 1 of them to be 0 (option assumeZero)`,
      `: the rows cannot tell ${apart("decode")} apart; measure a batch of 64 at 8256 tokens of prompt and half the output, or assume 1 of them to be 0 (option assumeZero)`,
    ]);
  });

  test("can be told after measuring that", () => {
    expectModel(fitLatencyModel([...cross, measure(known, 8192, 64, 128)]).model, known);
  });

  test("can be told when one is known to be 0", () => {
    const model: LatencyModel = { prefill: [2e-5, 3e-3, 0, 0.02], decode: [3e-7, 2e-4, 0, 0.03] };
    const rows = [...grid(model, [128, 512, 8192], [1], [128]), ...grid(model, [512], [2, 64], [128])];
    const fit = fitLatencyModel(rows, { assumeZero: ["decode.2", "prefill.2"] });
    expectModel(fit.model, model);
    expect(fit.fixed).toEqual(["prefill.2", "decode.2"]);
  });

  test("only those that are mixed up are named", () => {
    expect(refusals(grid(known, [512], [1, 2, 3]), { assumeZero: ["prefill.0"] })[0]).toMatch(
      /^: the rows cannot tell prefill\.2 and prefill\.3 apart; measure a batch of 3 at 1024 tokens of prompt, or/,
    );
    expect(refusals(grid(known, [128, 512], [3]), { assumeZero: ["prefill.0"] })[0]).toMatch(
      /^: the rows cannot tell prefill\.1 and prefill\.3 apart; measure a batch of 6 at 512 tokens of prompt, or/,
    );
  });

  test("what is asked for suffices, whatever was measured", () => {
    const point = fc.record({
      batch: fc.integer({ min: 1, max: 64 }),
      promptTokens: fc.integer({ min: 1, max: 9999 }),
    });
    fc.assert(
      fc.property(fc.array(point, { maxLength: 5 }), (points) => {
        const rows = points.map(({ batch, promptTokens }) => measure(known, promptTokens, batch, 1));
        const assumeZero = ["decode.0", "decode.1", "decode.2", "decode.3"] as const;
        const [message = ""] = refusals(rows, { assumeZero });
        const asked = [...message.matchAll(/a batch of (\d+) at (\d+) tokens/g)].map(([, b, l]) => {
          return measure(known, Number(l), Number(b), 1);
        });
        expect(refusals([...rows, ...asked], { assumeZero })).toEqual([]);
      }),
    );
  });

  test("no rows at all", () => {
    expect(refusals([])[0]).toContain("a batch of 8 at 1024 tokens of prompt");
  });
});

describe("the door", () => {
  test("everything that is wrong with the rows, at once", () => {
    const good = measure(known, 128, 2, 128);
    expect(
      refusals([
        { ...good, batch: 1.5, promptSeconds: -1 },
        { ...good, secondsPerToken: undefined, promtTokens: 3 },
        7,
        { ...good, promptTokens: 1e12 },
      ]),
    ).toEqual([
      "/0/batch: must be a number that is whole and at least 1, not 1.5",
      "/0/promptSeconds: must be a number above 0, not -1",
      '/1/promtTokens: unknown key "promtTokens"; did you mean "promptTokens"?',
      '/1: "secondsPerToken" is missing; give the mean time of the tokens after the first',
      "/2: must be an object, not 7",
      "/3/promptTokens: is 1000000000000; at most 1000000000 are allowed",
    ]);
  });

  test.each([
    [{ assumeZeros: [] }, /"assumeZeros" is unknown/],
    [{ assumeZero: "prefill.0" }, /must be an array/],
    [{ assumeZero: ["prefil.0"] }, /did you mean "prefill.0"/],
    [{ assumeZero: ["prefill.0", "prefill.1", "prefill.2", "prefill.3"] }, /leaves nothing of prefill/],
    [null, /must be an object/],
  ])("options that are not: %j", (options, message) => {
    expect(() => fitLatencyModel(grid(known), options as FitOptions)).toThrow(message);
  });
});
