// Placing a small workflow from a program:  node examples/embed.mjs
import { createLehr } from "lehr";

const lehr = await createLehr();
const placement = lehr.place({
  cluster: {
    nodes: [{ id: "gpu-1", speed: 4 }, { id: "cpu-1" }, { id: "cpu-2" }],
    network: { world: { bandwidth: 1.25, latency: 0.001 } }, // GB/s and seconds
  },
  workflow: {
    tasks: [
      { id: "fetch", work: 60 },
      { id: "embed", work: 600, after: [{ task: "fetch", data: 20 }] },
      { id: "index", work: 120, after: [{ task: "embed", data: 2 }] },
      { id: "evaluate", work: 30, after: [{ task: "embed", data: 0.5 }] },
    ],
  },
});

for (const { task, nodes, start, end } of placement.tasks) console.log(task, nodes[0], start, end);
