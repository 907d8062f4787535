// What the page decides: a pipeline on two nodes, requests at a server, models on GPUs.
import { latencyModels } from "lehr";

export const workflow = {
  cluster: {
    nodes: [{ id: "gpu-1", speed: 4, pricePerHour: 2.5 }, { id: "cpu-1" }],
    network: { world: { bandwidth: 1.25, latency: 0.001 } }, // GB/s, seconds
  },
  workflow: {
    tasks: [
      { id: "clean", stage: "data-preparation", work: 900 }, // seconds at speed 1
      { id: "tokenize", stage: "data-preparation", work: 600, after: [{ task: "clean", data: 40 }] }, // GB
      { id: "train", stage: "pretraining", work: 7200, after: [{ task: "tokenize", data: 20 }] },
      { id: "benchmarks", stage: "alignment", work: 500, after: ["clean"] },
      { id: "evaluate", stage: "alignment", work: 300, after: [{ task: "train", data: 2 }, "benchmarks"] },
    ],
  },
};

export const queue = {
  requests: Array.from({ length: 12 }, (_, i) => ({
    id: `request-${i}`,
    class: i % 3 ? "interactive" : "batch",
    arrival: 0,
    promptTokens: 200 + ((i * 787) % 1500),
    outputTokens: 40 + ((i * 131) % 300),
    slo: i % 3 ? { timeToFirstToken: 2 + (i % 4) } : { endToEnd: 40 },
  })),
  servers: [{ id: "h100", maxBatch: 3, latency: latencyModels["llama2-70b/h100-80gb/tp8"] }],
};

export const fleet = {
  items: [
    { id: "llama-70b", needs: { cpu: 16 }, gpus: { count: 4 } },
    { id: "llama-8b", needs: { cpu: 4 }, gpus: { share: 0.5 } },
    { id: "embedder", needs: { cpu: 2 }, gpus: { share: 1 / 3 } },
    { id: "reranker", needs: { cpu: 2 }, gpus: { share: 1 / 3 } },
    { id: "whisper", needs: { cpu: 8 }, gpus: { count: 1 } },
  ],
  bins: [{ id: "node", count: 3, capacity: { cpu: 32 }, gpus: { model: "H100", count: 4 }, pricePerHour: 16 }],
};
