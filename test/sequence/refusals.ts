import { InvalidProblemError } from "../../bindings/errors.js";
import { parseSequenceProblem } from "../../bindings/sequence/parse.js";

/** "pointer: message" of everything that is refused. */
export function refusals(value: unknown): string[] {
  try {
    parseSequenceProblem(value);
  } catch (error) {
    if (error instanceof InvalidProblemError) {
      return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
    }
    throw error;
  }
  throw new Error("nothing was refused");
}

export const server = { id: "s", maxBatch: 4, latency: { prefill: [0, 0, 0, 1], decode: [0, 0, 0, 0.5] } };
export const request = { id: "r", arrival: 0, promptTokens: 3, outputTokens: 5 };
export const withRequests = (...requests: unknown[]) => ({ requests, servers: [server] });
export const withServers = (...servers: unknown[]) => ({ requests: [request], servers });
