import { InvalidProblemError, type Problem } from "../errors.js";
import { extent, indistinguishable, missingPoints, type Point, terms } from "./fit/identify.js";
import { nonNegativeLeastSquares } from "./fit/least-squares.js";
import { parseFitOptions, parseMeasurements } from "./fit/measurements.js";
import type { CoefficientName, FitError, FitOptions, LatencyFit, LatencyMeasurement } from "./fit/model.js";
import type { Coefficients } from "./model.js";

/**
 * The latency model that comes closest to measurements: for prefill and decode each, the coefficients of at least 0 with
 * the least sum of squared relative errors, so that a millisecond in ten counts as much as a second in ten.
 *
 * A row tells about prefill at b = `batch` and l = `promptTokens`. Its mean time per token is that of one decode step at
 * the mean context, `promptTokens + outputTokens ÷ 2`, since a step is linear in l.
 *
 * Measurements of batches at one prompt length and of prompt lengths at one batch size cannot tell b · l from l: both
 * explain them equally well, and differ where both are large. Computing and reading the context cost b · l on any server
 * known to us, so `{ assumeZero: ["prefill.2", "decode.2"] }` is the physical choice, and the cautious one.
 *
 * @throws InvalidProblemError for rows that are not measurements, or that cannot tell the coefficients apart; the message
 *   names these and says what to measure
 * @throws InvalidOptionsError
 */
export function fitLatencyModel(rows: readonly LatencyMeasurement[], options: FitOptions = {}): LatencyFit {
  const fixed = parseFitOptions(options);
  const measurements = parseMeasurements(rows);
  const samples: Record<Step, Sample[]> = {
    prefill: measurements.map(({ batch, promptTokens, promptSeconds }) => {
      return { batch, context: promptTokens, seconds: promptSeconds };
    }),
    decode: measurements
      .filter(({ outputTokens }) => outputTokens > 1)
      .map(({ batch, promptTokens, outputTokens, secondsPerToken }) => {
        return { batch, context: promptTokens + outputTokens / 2, seconds: secondsPerToken! };
      }),
  };
  const free = (step: Step) => [0, 1, 2, 3].filter((j) => !fixed.includes(nameOf(step, j)));
  const problems = steps.flatMap((step) => ambiguity(step, samples[step], free(step)));
  if (problems.length > 0) throw new InvalidProblemError(problems);

  const model = {
    prefill: coefficientsOf(samples.prefill, free("prefill")),
    decode: coefficientsOf(samples.decode, free("decode")),
  };
  return {
    model,
    error: { prefill: errorOf(model.prefill, samples.prefill), decode: errorOf(model.decode, samples.decode) },
    range: {
      promptTokens: extent(measurements.map(({ promptTokens }) => promptTokens)),
      batch: extent(measurements.map(({ batch }) => batch)),
      outputTokens: extent(measurements.map(({ outputTokens }) => outputTokens)),
    },
    fixed,
  };
}

const steps = ["prefill", "decode"] as const;
type Step = (typeof steps)[number];

interface Sample extends Point {
  seconds: number;
}

/** Rows divided by what was measured, so that every target is 1 and every error is relative. */
function coefficientsOf(samples: readonly Sample[], free: readonly number[]): Coefficients {
  const columns = free.map((j) => Float64Array.from(samples, (sample) => terms(sample)[j]! / sample.seconds));
  const solution = nonNegativeLeastSquares(columns, new Float64Array(samples.length).fill(1));
  const coefficients: [number, number, number, number] = [0, 0, 0, 0];
  for (const [k, j] of free.entries()) coefficients[j] = solution[k]!;
  return coefficients;
}

function errorOf(coefficients: Coefficients, samples: readonly Sample[]): FitError {
  let sum = 0;
  let squares = 0;
  let greatest = 0;
  for (const sample of samples) {
    const predicted = terms(sample).reduce((sum, term, j) => sum + term * coefficients[j]!, 0);
    const error = Math.abs(predicted - sample.seconds) / sample.seconds;
    sum += error;
    squares += error * error;
    greatest = Math.max(greatest, error);
  }
  const count = Math.max(1, samples.length);
  return { meanRelative: sum / count, maxRelative: greatest, rootMeanSquare: Math.sqrt(squares / count) };
}

function ambiguity(step: Step, samples: readonly Sample[], free: readonly number[]): Problem[] {
  const points = distinct(samples);
  const { coefficients, missing } = indistinguishable(points, free);
  if (missing === 0) return [];
  const names = coefficients.map((j) => nameOf(step, j));
  const measure = missingPoints(points, free).map(({ batch, context }) => {
    return `a batch of ${batch} at ${context} tokens of ${step === "prefill" ? "prompt" : "prompt and half the output"}`;
  });
  const message = `the rows cannot tell ${listed(names)} apart; measure ${listed(measure)}, or assume ${missing} of them to be 0 (option assumeZero)`;
  return [{ pointer: "", message }];
}

/** Repeated measurements say nothing more about what can be told apart. */
function distinct(samples: readonly Sample[]): Sample[] {
  return [...new Map(samples.map((sample) => [`${sample.batch} ${sample.context}`, sample])).values()];
}

function nameOf(step: Step, position: number): CoefficientName {
  return `${step}.${position as 0 | 1 | 2 | 3}`;
}

function listed(parts: readonly string[]): string {
  return parts.length < 2 ? parts.join("") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;
}
