// A gateway in simulated time, with its own GPU and a hosted API:  node examples/gateway.mjs
import { createLehr } from "lehr";

const lehr = await createLehr();

const servers = [
  {
    id: "gpu", // continuous batching: a slot takes the next request as soon as it is free
    maxBatch: 8,
    execution: "slots",
    kvTokens: 16_000,
    latency: { prefill: [0, 0, 0.0003, 0.05], decode: [0, 0.001, 0, 0.02] },
    pricePerHour: 3,
  },
  {
    id: "api", // somebody else's machines, with limits and a price per token
    maxBatch: 16,
    execution: "slots",
    latency: { prefill: [0, 0, 0.0001, 0.3], decode: [0, 0, 0, 0.015] },
    pricePerToken: { input: 5e-7, output: 1.5e-6 },
    limits: { requestsPerMinute: 60, tokensPerMinute: 40_000, concurrency: 4 },
  },
];

// People who wait for the first token, and jobs that have minutes; two minutes of them.
const requests = Array.from({ length: 600 }, (_, i) => {
  const isChat = i % 3 > 0;
  const length = 1 + ((i * 7919) % 97) / 10; // 1 to 10.6, in no order
  return {
    id: `${isChat ? "chat" : "job"}-${i}`,
    arrival: i * 0.2,
    promptTokens: Math.round(length * (isChat ? 40 : 200)),
    predictedOutputTokens: Math.round(length * (isChat ? 15 : 40)),
    slo: isChat ? { timeToFirstToken: 3 } : { endToEnd: 300 },
  };
});

console.log("algorithm  promises kept  mean latency  cost");
for (const algorithm of ["fcfs", "edf", "anneal"]) console.log(serve(algorithm));

/** All that a gateway does: add what comes, report what has ended, start what the queue says. */
function serve(algorithm) {
  const queue = lehr.sequencer({ servers, algorithm });
  const byId = new Map(requests.map((request) => [request.id, request]));
  const events = requests.map((request) => ({ at: request.arrival, run: () => queue.add(request, request.arrival) }));
  let kept = 0;
  let latency = 0;
  for (let now = 0; now < Infinity; ) {
    while (events[0]?.at <= now) events.shift().run();
    let wake = Infinity;
    for (const server of servers) {
      for (const id of queue.next(server.id, now)?.requests ?? []) {
        const { arrival, promptTokens, predictedOutputTokens, slo } = byId.get(id);
        // The true length differs from the prediction by up to a fifth.
        const outputTokens = Math.round(predictedOutputTokens * (0.8 + (promptTokens % 5) / 10));
        const firstToken = now + seconds(server.latency.prefill, server, promptTokens);
        const end = firstToken + outputTokens * seconds(server.latency.decode, server, promptTokens);
        if (firstToken - arrival <= slo.timeToFirstToken || end - arrival <= slo.endToEnd) kept++;
        latency += end - arrival;
        events.push({ at: end, run: () => queue.complete(id, end, outputTokens) });
      }
      wake = Math.min(wake, queue.wakeAt(server.id, now) ?? Infinity);
    }
    events.sort((a, b) => a.at - b.at);
    now = Math.min(wake, events[0]?.at ?? Infinity);
  }
  const { completed, cost } = queue.totals;
  const share = `${((100 * kept) / completed).toFixed(0)} %`;
  return `${algorithm.padEnd(11)}${share.padEnd(15)}${(latency / completed).toFixed(1).padStart(6)} s      $${cost.toFixed(2)}`;
}

function seconds([perTokenOfBatch, perRequest, perToken, constant], { maxBatch }, tokens) {
  return perTokenOfBatch * maxBatch * tokens + perRequest * maxBatch + perToken * tokens + constant;
}
