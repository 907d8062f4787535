import fc from "fast-check";
import type {
  Batch,
  Request,
  Sequence,
  SequencedRequest,
  SequenceProblem,
  Server,
} from "../../bindings/sequence/model.js";
import { sequenceProblems } from "../../bindings/testing/index.js";
import { choices, type Draw, drawing } from "../drawing.js";

export interface Answered {
  problem: SequenceProblem;
  sequence: Sequence;
}

/**
 * Problems with a sequence that holds: requests on servers, in batches and at times that are drawn, not sought, with
 * idle time and requests left out. Made with the plainest means, so that it owes nothing to what it tests. Numbers are
 * small integers: all times are exact.
 */
export function answered(): fc.Arbitrary<Answered> {
  return fc.tuple(sequenceProblems({ numbers: "integers", maxRequests: 9 }), choices()).map(([problem, choices]) => {
    return { problem, sequence: drawnSequence(problem, drawing(choices)) };
  });
}

const outputOf = (request: Request) => request.predictedOutputTokens ?? request.outputTokens!;
const tokensOf = (request: Request) => request.promptTokens + outputOf(request);
const largestBatch = ({ maxBatch, limits }: Server) => Math.min(maxBatch, limits?.concurrency ?? maxBatch);
const roomOf = ({ kvTokens = 1e9 }: Server) => kvTokens;

function drawnSequence({ requests, servers, now = 0 }: SequenceProblem, draw: Draw): Sequence {
  const queues = servers.map((server) => ({ server, queue: [] as Request[] }));
  const unplaced: Sequence["unplaced"] = [];
  for (const request of requests) {
    const able = queues.filter(({ server }) => tokensOf(request) <= roomOf(server));
    if (able.length === 0) unplaced.push({ request: request.id, reason: "fits nowhere", proven: true });
    else if (draw(6) === 5) unplaced.push({ request: request.id, reason: "not found", proven: false });
    else {
      const { queue } = able[draw(able.length)]!;
      queue.splice(draw(queue.length + 1), 0, request);
    }
  }
  const batches = queues.flatMap(({ server, queue }) =>
    server.execution === "slots" ? onSlots(server, queue, now, draw) : inBatches(server, queue, now, draw),
  );
  return sequenceOf(batches, requests, unplaced);
}

interface Drawn {
  server: Server;
  start: number;
  size: number;
  members: Request[];
}

function inBatches(server: Server, queue: Request[], now: number, draw: Draw): Drawn[] {
  const batches: Request[][] = [];
  let last: Request[] = [];
  for (const request of queue) {
    const held = [...last, request].reduce((sum, member) => sum + tokensOf(member), 0);
    if (last.length === 0 || last.length === largestBatch(server) || held > roomOf(server) || draw(3) === 0) {
      last = [];
      batches.push(last);
    }
    last.push(request);
  }
  let free = Math.max(now, server.availableFrom ?? 0);
  return batches.map((members) => {
    const idle = draw(4) === 0 ? 0.5 : 0;
    const start = Math.max(free, ...members.map(({ arrival }) => arrival)) + idle;
    free = start + Math.max(...members.map((member) => execution(server, member, members.length)));
    return { server, start, size: members.length, members };
  });
}

function onSlots(server: Server, queue: Request[], now: number, draw: Draw): Drawn[] {
  const size = largestBatch(server);
  const placed: Placed[] = [];
  for (const request of queue) {
    const seconds = execution(server, request, size);
    const earliest = Math.max(now, server.availableFrom ?? 0, request.arrival) + (draw(4) === 0 ? 0.5 : 0);
    const ends = placed.map(({ end }) => end).filter((end) => end > earliest);
    // When the last has ended, there is room.
    const start = [earliest, ...ends.sort((a, b) => a - b)].find((start) => {
      return hasRoom(server, placed, { request, start, end: start + seconds });
    })!;
    placed.push({ request, start, end: start + seconds });
  }
  return placed.map(({ request, start }) => ({ server, start, size, members: [request] }));
}

interface Placed {
  request: Request;
  start: number;
  end: number;
}

function hasRoom(server: Server, placed: Placed[], { request, start, end }: Placed): boolean {
  const overlapping = placed.filter((other) => other.start < end && other.end > start);
  const held = overlapping.reduce((sum, other) => sum + tokensOf(other.request), tokensOf(request));
  return overlapping.length < largestBatch(server) && held <= roomOf(server);
}

function sequenceOf(batches: Drawn[], requests: readonly Request[], unplaced: Sequence["unplaced"]): Sequence {
  const entries = new Map<string, SequencedRequest>();
  let cost = 0;
  const listed = batches.map(({ server, start, size, members }): Batch => {
    let end = start;
    for (const request of members) {
      const entry = entryOf(server, request, start, size);
      entries.set(request.id, entry);
      end = Math.max(end, entry.end);
      const { input, output } = server.pricePerToken ?? { input: 0, output: 0 };
      cost += input * request.promptTokens + output * outputOf(request);
    }
    const share = server.execution === "slots" ? largestBatch(server) : 1;
    cost += ((server.pricePerHour ?? 0) / 3600 / share) * (end - start);
    return { server: server.id, start, end, requests: members.map(({ id }) => id) };
  });
  const served = requests.filter(({ id }) => entries.has(id));
  const attained = served.reduce((sum, { id, weight = 1 }) => sum + (entries.get(id)!.met ? weight : 0), 0);
  const totalLatency = served.reduce((sum, { id, arrival }) => sum + entries.get(id)!.end - arrival, 0);
  const sequenced = served.map(({ id }) => entries.get(id)!);
  return {
    status: unplaced.length === 0 ? "complete" : "partial",
    order: [...sequenced].sort((a, b) => a.start - b.start).map(({ request }) => request),
    batches: listed.sort((a, b) => a.start - b.start),
    requests: sequenced,
    unplaced,
    attained,
    totalLatency,
    cost,
    objective: totalLatency > 0 ? attained / totalLatency : 0,
    run: { algorithm: "fcfs", objective: "attainment-per-latency" },
  };
}

function entryOf(server: Server, request: Request, start: number, size: number): SequencedRequest {
  const firstToken = start + prefill(server, request, size);
  const end = start + execution(server, request, size);
  const entry = { request: request.id, server: server.id, start, firstToken, end };
  const { slo, arrival } = request;
  if (slo === undefined) return entry;
  if ("endToEnd" in slo) return { ...entry, met: end - arrival <= slo.endToEnd };
  const { timeToFirstToken = Infinity, timePerOutputToken = Infinity } = slo;
  const pace = outputOf(request) === 1 ? 0 : (end - firstToken) / (outputOf(request) - 1);
  return { ...entry, met: firstToken - arrival <= timeToFirstToken && pace <= timePerOutputToken };
}

function prefill({ latency }: Server, { promptTokens }: Request, size: number): number {
  const [a, b, c, d] = latency.prefill;
  return a * size * promptTokens + b * size + c * promptTokens + d;
}

/** Token by token. */
function execution(server: Server, request: Request, size: number): number {
  const [a, b, c, d] = server.latency.decode;
  let seconds = prefill(server, request, size);
  for (let k = 1; k < outputOf(request); k++) {
    const context = request.promptTokens + k;
    seconds += a * size * context + b * size + c * context + d;
  }
  return seconds;
}
