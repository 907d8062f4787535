import type { Seconds } from "../../cluster/model.js";
import type { LatencyModel } from "../model.js";

/** What was measured of a batch of equal requests that ran together. */
export interface LatencyMeasurement {
  /** Of each request. Positive integer. */
  promptTokens: number;
  /** Requests. Positive integer. */
  batch: number;
  /** Of each request. Positive integer. */
  outputTokens: number;
  /** Until the first output token. Positive. */
  promptSeconds: Seconds;
  /** Mean of the output tokens after the first. Positive. Not used, and may be left out, where there is but one token. */
  secondsPerToken?: Seconds;
}

/** A coefficient of a latency model by its position: `prefill.0` is what multiplies b · l in prefill. */
export type CoefficientName = `${"prefill" | "decode"}.${0 | 1 | 2 | 3}`;

/** All of them, in the order of a latency model. */
export const coefficientNames = [
  "prefill.0",
  "prefill.1",
  "prefill.2",
  "prefill.3",
  "decode.0",
  "decode.1",
  "decode.2",
  "decode.3",
] as const satisfies CoefficientName[];

/** How `fitLatencyModel` is to fit. */
export interface FitOptions {
  /**
   * Coefficients that are taken to be 0 instead of being fitted, where the measurements cannot tell them from others.
   * @default []
   */
  assumeZero?: readonly CoefficientName[];
}

/** A fitted latency model, and how far it can be trusted. */
export interface LatencyFit {
  model: LatencyModel;
  /** How far the model is from the measurements, as shares of what was measured. */
  error: { prefill: FitError; decode: FitError };
  /** What was measured; outside of it, the model is a guess. Least and greatest. */
  range: Record<"promptTokens" | "batch" | "outputTokens", [number, number]>;
  /** Coefficients that were assumed to be 0. */
  fixed: CoefficientName[];
}

/** Of |model − measured| ÷ measured; 0 where nothing was measured. */
export interface FitError {
  meanRelative: number;
  maxRelative: number;
  /** Root of the mean square, which is what the fit minimises. */
  rootMeanSquare: number;
}
