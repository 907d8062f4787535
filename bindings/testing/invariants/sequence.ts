import type { Coefficients, Request, Sequence, SequenceProblem, Server } from "../../sequence/model.js";
import { type Judgement, type Relations, Renaming, sameResult, worthNoLess, worthTheSame } from "./relation.js";

export function sequenceRelations(judge: Judgement<Sequence>): Relations<SequenceProblem, Sequence> {
  return {
    deterministic: (problem) => ({
      problems: [problem, problem],
      fault: (first, second) => sameResult("the problem is the same", first, second),
    }),
    nameBlind: (problem) => {
      const renaming = new Renaming([problem.requests, problem.servers]);
      return {
        problems: [problem, renaming.renamed(problem)],
        fault: (first, second) => sameResult("only ids are others", first, renaming.restored(second)),
      };
    },
    scaleInvariant: (problem) => ({
      problems: [problem, scaled(problem, 2)],
      fault: (first, second) =>
        sameResult("all times are twice as long", scaledSequence(first, 2), second, ["cost", "objective"]),
    }),
    uselessBlind: (problem) => ({
      problems: [problem, withUselessServer(problem)],
      fault: (first, second) => sameResult("the server more is too small for any request", first, second),
    }),
    orderBlind: ({ requests, servers, ...rest }) => ({
      problems: [
        { requests, servers, ...rest },
        { requests: requests.toReversed(), servers: servers.toReversed(), ...rest },
      ],
      fault: (first, second) => worthTheSame(judge, first, second),
    }),
    monotone: (problem) => ({
      problems: [problem, { ...problem, servers: [...problem.servers, { ...problem.servers[0]!, id: "spare" }] }],
      fault: (first, second) => worthNoLess(judge, first, second),
    }),
  };
}

/** All times multiplied by `factor`; of prices, those by token too, so that all costs are. */
function scaled({ requests, servers, now }: SequenceProblem, factor: number): SequenceProblem {
  return {
    requests: requests.map((request) => scaledRequest(request, factor)),
    servers: servers.map((server) => scaledServer(server, factor)),
    ...(now !== undefined && { now: now * factor }),
  };
}

function scaledRequest(request: Request, factor: number): Request {
  const { slo, arrival } = request;
  const promise = slo && (Object.fromEntries(Object.entries(slo).map(([key, s]) => [key, s * factor])) as typeof slo);
  return { ...request, arrival: arrival * factor, ...(promise && { slo: promise }) };
}

function scaledServer(server: Server, factor: number): Server {
  const times = ([a, b, c, d]: Coefficients): Coefficients => [a * factor, b * factor, c * factor, d * factor];
  const { latency, availableFrom, pricePerToken } = server;
  return {
    ...server,
    latency: { prefill: times(latency.prefill), decode: times(latency.decode) },
    ...(availableFrom !== undefined && { availableFrom: availableFrom * factor }),
    ...(pricePerToken && {
      pricePerToken: { input: pricePerToken.input * factor, output: pricePerToken.output * factor },
    }),
  };
}

function scaledSequence(sequence: Sequence, factor: number): Sequence {
  const span = <T extends { start: number; end: number }>(entry: T): T => ({
    ...entry,
    start: entry.start * factor,
    end: entry.end * factor,
  });
  return {
    ...sequence,
    batches: sequence.batches.map(span),
    requests: sequence.requests.map((request) => ({ ...span(request), firstToken: request.firstToken * factor })),
    totalLatency: sequence.totalLatency * factor,
  };
}

/** A request holds two tokens at least. */
function withUselessServer({ servers, ...rest }: SequenceProblem): SequenceProblem {
  const useless: Server = { id: "useless", maxBatch: 1, kvTokens: 1, latency: servers[0]!.latency };
  return { ...rest, servers: [...servers, useless] };
}
