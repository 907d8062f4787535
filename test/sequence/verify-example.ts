import type { Request, Sequence, SequenceProblem, Server } from "../../bindings/sequence/model.js";

/**
 * A problem and a sequence made by hand, small enough to follow on paper: a server with static batches and one with
 * slots, late availability, prices, room for tokens, all kinds of promises, kept and missed, a prediction, requests
 * without a promise, and one that fits nowhere.
 */
export const problem: SequenceProblem = {
  now: 1,
  servers: [
    {
      id: "batches",
      maxBatch: 3,
      kvTokens: 100,
      // A batch of b: 0.5·b + 0.1·prompt + 0.5 to the first token, 0.5·b + 0.5 for each further one.
      latency: { prefill: [0, 0.5, 0.1, 0.5], decode: [0, 0.5, 0, 0.5] },
      availableFrom: 2,
      pricePerHour: 3600,
      pricePerToken: { input: 0.01, output: 0.1 },
    },
    {
      id: "slots",
      execution: "slots",
      maxBatch: 4,
      limits: { concurrency: 2 },
      kvTokens: 70,
      // At the pace of 2: 1 + 0.1·prompt to the first token, 1 for each further one.
      latency: { prefill: [0, 0.5, 0.1, 0], decode: [0, 0.25, 0, 0.5] },
      pricePerHour: 7200,
    },
  ],
  requests: [
    request("draft", 0, 10, 5, { slo: { endToEnd: 10 }, weight: 2, tenant: "acme", class: "interactive" }),
    request("chat", 3, 20, 30, {
      predictedOutputTokens: 3,
      slo: { timeToFirstToken: 4, timePerOutputToken: 2 },
      tenant: "blue",
      class: "interactive",
    }),
    request("label", 0, 10, 1, { tenant: "acme" }),
    request("agent", 4, 10, 11, { slo: { timePerOutputToken: 1.25 }, tenant: "blue", class: "batch" }),
    request("essay", 4, 20, 21, { slo: { endToEnd: 20 }, tenant: "acme", class: "batch" }),
    request("title", 5, 10, 1, { slo: { endToEnd: 30 }, tenant: "blue" }),
    request("novel", 0, 90, 20, { slo: { endToEnd: 1000 } }),
  ],
};

export const sequence: Sequence = {
  status: "partial",
  order: ["draft", "agent", "essay", "chat", "label", "title"],
  batches: [
    { server: "batches", start: 2, end: 8, requests: ["draft"] },
    { server: "slots", start: 4, end: 16, requests: ["agent"] },
    { server: "slots", start: 4, end: 27, requests: ["essay"] },
    { server: "batches", start: 8, end: 14.5, requests: ["chat", "label"] },
    { server: "slots", start: 16, end: 18, requests: ["title"] },
  ],
  requests: [
    { request: "draft", server: "batches", start: 2, firstToken: 4, end: 8, met: true },
    { request: "chat", server: "batches", start: 8, firstToken: 11.5, end: 14.5, met: false },
    { request: "label", server: "batches", start: 8, firstToken: 10.5, end: 10.5 },
    { request: "agent", server: "slots", start: 4, firstToken: 6, end: 16, met: true },
    { request: "essay", server: "slots", start: 4, firstToken: 7, end: 27, met: false },
    { request: "title", server: "slots", start: 16, firstToken: 18, end: 18, met: true },
  ],
  unplaced: [{ request: "novel", reason: "it holds 110 tokens", proven: true }],
  attained: 4,
  // 8 + 11.5 + 10.5 + 12 + 23 + 13
  totalLatency: 78,
  // 12.5 s of batches at 1 $, 37 s of slots at 1 $, 40 prompt tokens, 9 output tokens.
  cost: 12.5 + 37 + 0.4 + 0.9,
  objective: 4 / 78,
  run: { algorithm: "fcfs", objective: "attainment-per-latency" },
};

/** The problem with other properties of one request. */
export function withRequest(id: string, properties: Partial<Request>): SequenceProblem {
  const requests = problem.requests.map((request) => (request.id === id ? { ...request, ...properties } : request));
  return { ...problem, requests };
}

/** The problem with other properties of one server. */
export function withServer(id: string, properties: Partial<Server>): SequenceProblem {
  const servers = problem.servers.map((server) => (server.id === id ? { ...server, ...properties } : server));
  return { ...problem, servers };
}

function request(
  id: string,
  arrival: number,
  promptTokens: number,
  outputTokens: number,
  more: Partial<Request>,
): Request {
  return { id, arrival, promptTokens, outputTokens, ...more };
}
