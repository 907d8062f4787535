import { LehrError, printable } from "../errors.js";
import { suggestion } from "../suggestion.js";
import { changeFor, changeOfServer, largestKeepingBatch, latestStart } from "./explain/change.js";
import type {
  MomentExplanation,
  PromiseExplanation,
  RequestExplanation,
  ServedExplanation,
  ServerExplanation,
} from "./explain/model.js";
import { sentenceOfServed, sentenceOfUnplaced } from "./explain/sentence.js";
import { couldKeep, serversFor } from "./explain/servers.js";
import { batchesAhead, batchesBefore, idsOf, waitOf } from "./explain/waits.js";
import type { Request, Sequence, SequenceProblem } from "./model.js";
import type { BatchClaim, Claim } from "./verify/claims.js";
import { type Plan, planOf } from "./verify/examine.js";
import { momentOf, promisedMoment, promisedPace } from "./verify/promise.js";
import { hasSlots, paceOf, secondsPerToken } from "./verify/rules.js";
import { timeTolerance } from "./verify/tolerance.js";

export type * from "./explain/model.js";

/**
 * Why a request stands where it stands, or nowhere, and what would have to change for its promise to be kept. Works on
 * anybody's sequence, as long as it holds. Verifies the sequence each time: O(requests log requests + servers).
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the sequence does not hold for it,
 * LehrError with the code `unknown-id` when the problem has no such request.
 */
export function explainRequest(problem: SequenceProblem, sequence: Sequence, requestId: string): RequestExplanation {
  const plan = planOf(problem, sequence);
  const request = plan.rules.requests.get(requestId);
  if (request === undefined) {
    const hint = suggestion(requestId, plan.rules.requests.keys());
    throw new LehrError("unknown-id", `the problem has no request "${printable(requestId)}"${hint}`);
  }

  const servers = serversFor(request, plan.rules);
  const claim = plan.served.get(requestId);
  if (claim === undefined) {
    const unplaced = { ...plan.unplaced.find((entry) => entry.request === requestId)! };
    const promise = request.slo && unplacedPromise(request, servers, plan);
    const sentence = sentenceOfUnplaced(unplaced, promise);
    return { request: requestId, unplaced, ...(promise && { promise }), servers, sentence };
  }
  const before = batchesBefore(claim, plan);
  const served = explainServed(claim, before, plan);
  const promise = request.slo && servedPromise(claim, before, servers, plan);
  const sentence = sentenceOfServed(requestId, served, promise);
  return { request: requestId, served, ...(promise && { promise }), servers, sentence };
}

function explainServed(claim: Claim, before: readonly BatchClaim[], plan: Plan): ServedExplanation {
  const { request, server, start, firstToken, end, batch } = claim;
  const longest = batch!.members.reduce((longest, member) => (member.end > longest.end ? member : longest));
  const waitedFor = waitOf(claim, before, plan);
  const idle = start - waitedFor.until;
  return {
    server: server.id,
    start,
    firstToken,
    end,
    batch: { requests: idsOf(batch!), end: longest.end, longest: longest.request.id },
    wait: start - request.arrival,
    waitedFor,
    idle: idle > timeTolerance(start, plan.rules.origin) ? idle : 0,
    ahead: batchesAhead(claim, before, plan),
  };
}

function servedPromise(
  claim: Claim,
  before: readonly BatchClaim[],
  servers: readonly ServerExplanation[],
  plan: Plan,
): PromiseExplanation {
  const { request, server, batch } = claim;
  const pace = paceOf(server, batch!.members.length);
  const kept = couldKeep(request, server, claim, pace, plan.rules);
  const hopeless = !kept && isHopeless(servers);
  const actual = secondsPerToken(server, request, pace);
  const promised = promisedPace(request);
  // A pace that is too slow is not mended by any start.
  const start =
    promised === undefined || actual <= promised * (1 + 1e-9) ? latestStart(request, server, pace) : undefined;
  const change = kept || hopeless ? undefined : changeFor(claim, before, servers, plan);
  return {
    kept,
    hopeless,
    ...momentExplained(request, claim),
    ...(promised !== undefined && { pace: { promised, actual } }),
    ...(start !== undefined && { latestStart: start }),
    ...(!hasSlots(server) && { largestBatch: largestKeepingBatch(claim, plan) }),
    ...(change && { change }),
  };
}

function unplacedPromise(request: Request, servers: readonly ServerExplanation[], plan: Plan): PromiseExplanation {
  const promised = promisedPace(request);
  const change = changeOfServer(request, servers, plan);
  return {
    kept: false,
    hopeless: isHopeless(servers),
    ...momentExplained(request),
    ...(promised !== undefined && { pace: { promised } }),
    ...(change && { change }),
  };
}

function momentExplained(request: Request, claim?: Claim): { moment?: MomentExplanation } {
  const moment = promisedMoment(request);
  if (moment === undefined || claim === undefined) return moment ? { moment } : {};
  const at = momentOf(moment, claim);
  return { moment: { ...moment, at, slack: moment.by - at } };
}

function isHopeless(servers: readonly ServerExplanation[]): boolean {
  return !servers.some((server) => server.possible && server.kept);
}
