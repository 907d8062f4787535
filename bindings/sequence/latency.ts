import type { Coefficients, LatencyModel, Request } from "./model.js";

/** Seconds in a batch of b: `base + b · perRequest`. */
export interface Linear {
  base: number;
  perRequest: number;
}

/** What the latency model of a server says about a request. */
export interface Execution {
  /** Up to the first token. */
  prefill: Linear;
  /** Each further token, on average; 0 when there is none. */
  decodeStep: Linear;
  /** Up to the last token. */
  whole: Linear;
}

export function executionOf({ prefill, decode }: LatencyModel, request: Request): Execution {
  const steps = plannedOutput(request) - 1;
  const first = withContext(prefill, request.promptTokens);
  if (steps === 0) return { prefill: first, decodeStep: { base: 0, perRequest: 0 }, whole: first };
  // Step k has a context of promptTokens + k, k = 1 … steps. What is linear in the context has the mean at the mean.
  const step = withContext(decode, request.promptTokens + (steps + 1) / 2);
  return {
    prefill: first,
    decodeStep: step,
    whole: { base: first.base + steps * step.base, perRequest: first.perRequest + steps * step.perRequest },
  };
}

export function secondsAt({ base, perRequest }: Linear, batch: number): number {
  return base + batch * perRequest;
}

/** Output tokens that are planned with. */
export function plannedOutput({ predictedOutputTokens, outputTokens }: Request): number {
  // The door lets no request pass without one of them.
  return predictedOutputTokens ?? outputTokens!;
}

/** Tokens of prompt and planned output, which a request holds while it runs. */
export function tokensOf(request: Request): number {
  return request.promptTokens + plannedOutput(request);
}

function withContext(coefficients: Coefficients, tokens: number): Linear {
  const [perTokenOfBatch, perRequest, perToken, constant] = coefficients;
  return { base: perToken * tokens + constant, perRequest: perTokenOfBatch * tokens + perRequest };
}
