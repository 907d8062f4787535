import { tokensOf } from "./latency.js";
import type { UnplacedRequest } from "./model.js";
import type { ParsedSequenceProblem } from "./parse.js";

/** Why requests were left out, in the order of the problem: they hold more tokens than any server has room for. */
export function explainUnplaced(parsed: ParsedSequenceProblem, isPlaced: (position: number) => boolean) {
  const { requests, servers } = parsed;
  const most = servers.reduce((most, { kvTokens = Infinity }) => Math.max(most, kvTokens), 0);
  return requests.flatMap((request, position): UnplacedRequest[] => {
    if (isPlaced(position)) return [];
    const reason = `it holds ${tokensOf(request)} tokens while it runs; the most that a server can hold is ${most}`;
    return [{ request: request.id, reason, proven: true }];
  });
}
