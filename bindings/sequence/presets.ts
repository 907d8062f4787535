import type { LatencyModel } from "./model.js";

/**
 * Latency models by `model/hardware/tensor parallelism`, fitted to the measurements of Patel et al., "Splitwise:
 * Efficient Generative LLM Inference Using Phase Splitting" (ISCA 2024), whose artifact is under the MIT licence.
 *
 * Measured were batches of 1 to 64 at 512 prompt tokens, and prompts of 128 to 8,192 tokens in batches of 1, with 128 to
 * 8,192 output tokens. These cannot tell the cost of b · l from that of l; `prefill[2]` and `decode[2]` were assumed to
 * be 0, which also comes closer to the measurements of prefill than to assume that of `prefill[0]`. The errors are what
 * remains, as a share of what was measured: mean and greatest. Beyond the range, and where batch and prompt are both
 * large, the models are guesses.
 */
export const latencyModels = {
  /** Prefill within 10 % (31 %), decode within 2.2 % (7.3 %). */
  "llama2-70b/a100-80gb/tp4": {
    prefill: [0.000206101, 0.0299709, 0, 0],
    decode: [3.17638e-7, 0.0002079, 0, 0.0435237],
  },
  /** Prefill within 11 % (33 %), decode within 1.7 % (6.7 %). */
  "llama2-70b/a100-80gb/tp8": {
    prefill: [0.000127811, 0.030918, 0, 0.000264432],
    decode: [3.09956e-7, 0.00020005, 0, 0.0441557],
  },
  /** Prefill within 10 % (35 %), decode within 1.7 % (6.6 %). */
  "llama2-70b/h100-80gb/tp4": {
    prefill: [0.0000850862, 0.00811377, 0, 0.0130465],
    decode: [7.86043e-8, 0.000272053, 0, 0.0288936],
  },
  /** Prefill within 15 % (46 %), decode within 2.0 % (7.7 %). */
  "llama2-70b/h100-80gb/tp8": {
    prefill: [0.0000615525, 0.00876071, 0, 0.0162489],
    decode: [1.77761e-7, 0.0002016, 0, 0.0298002],
  },
} as const satisfies Record<string, LatencyModel>;

/** The name of a latency model that comes with lehr. */
export type LatencyModelName = keyof typeof latencyModels;
