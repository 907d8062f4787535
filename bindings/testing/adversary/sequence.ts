import type { LatencyModel } from "../../sequence/model.js";
import type { Adversary, Draw } from "./anneal.js";
import { freshId, several, withOne, without } from "./changes.js";

/** A problem of `sequence`: a few requests with promises of their ends, and servers that batch. */
export interface SequenceDuel {
  requests: DuelRequest[];
  servers: { id: string; maxBatch: number; latency: LatencyModel }[];
}

interface DuelRequest {
  id: string;
  arrival: number;
  promptTokens: number;
  outputTokens: number;
  slo: { endToEnd: number };
}

const mostRequests = 10;
const mostServers = 2;

export const sequenceAdversary: Adversary<SequenceDuel> = {
  start: (draw) => ({
    requests: several(3 + draw(4), (r) => request(`r${r + 1}`, draw)),
    servers: [server("s1", draw)],
  }),
  mutate: (problem, draw) => changes[draw(changes.length)]!(problem, draw),
};

type Change = (problem: SequenceDuel, draw: Draw) => SequenceDuel;

const changes: Change[] = [
  (problem, draw) => withRequest(problem, draw, (request) => ({ ...request, arrival: moment(draw) })),
  (problem, draw) => withRequest(problem, draw, (request) => ({ ...request, promptTokens: tokens(draw) })),
  (problem, draw) => withRequest(problem, draw, (request) => ({ ...request, outputTokens: tokens(draw) })),
  (problem, draw) => withRequest(problem, draw, (request) => ({ ...request, slo: { endToEnd: promise(draw) } })),
  function addRequest({ requests, servers }, draw) {
    if (requests.length >= mostRequests) return { requests, servers };
    return { requests: [...requests, request(freshId("r", requests), draw)], servers };
  },
  function removeRequest({ requests, servers }, draw) {
    return { requests: requests.length <= 2 ? requests : without(requests, draw), servers };
  },
  function batch({ requests, servers }, draw) {
    return { requests, servers: withOne(servers, draw, (server) => ({ ...server, maxBatch: 1 + draw(4) })) };
  },
  function addOrRemoveServer({ requests, servers }, draw) {
    if (servers.length === mostServers) return { requests, servers: without(servers, draw) };
    return { requests, servers: [...servers, server(freshId("s", servers), draw)] };
  },
];

function withRequest({ requests, servers }: SequenceDuel, draw: Draw, change: (request: DuelRequest) => DuelRequest) {
  return { requests: withOne(requests, draw, change), servers };
}

function request(id: string, draw: Draw): DuelRequest {
  return {
    id,
    arrival: moment(draw),
    promptTokens: tokens(draw),
    outputTokens: tokens(draw),
    slo: { endToEnd: promise(draw) },
  };
}

/** Half a second for a prompt, a tenth for each token after the first, a little more with each of the batch. */
function server(id: string, draw: Draw): SequenceDuel["servers"][number] {
  return { id, maxBatch: 1 + draw(4), latency: { prefill: [0, 0.1, 0, 0.5], decode: [0, 0.01, 0, 0.1] } };
}

/** Half of them at once. */
function moment(draw: Draw): number {
  return draw(2) * draw(20);
}

/** From one to hundreds, by magnitude. */
function tokens(draw: Draw): number {
  return (1 + draw(9)) * [1, 10, 100][draw(3)]!;
}

function promise(draw: Draw): number {
  return 1 + draw(60);
}
