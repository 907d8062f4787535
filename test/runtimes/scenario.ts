/** What every runtime is asked: all verbs on small problems, their services, and the verification of what they answer. */
import type * as package_ from "../../bindings/index.js";
import type { Lehr, PackProblem, PlaceProblem, SequenceProblem } from "../../bindings/index.js";

/** The package, however it was loaded. */
export type Package = Pick<
  typeof package_,
  "latencyModels" | "verifyAllocation" | "verifyPacking" | "verifyPlacement" | "verifySequence"
>;

/** Plain data that must be the same everywhere, to the last bit: JSON keeps every bit of a number. */
export function answersOf(lehr: Lehr, package_: Package) {
  return {
    place: placements(lehr, package_),
    sequence: sequences(lehr, package_),
    pack: packings(lehr, package_),
    allocate: allocation(lehr, package_),
    sequencer: dispatches(lehr, package_),
    packer: decisions(lehr),
  };
}

function placements(lehr: Lehr, { verifyPlacement }: Package) {
  const problem = workflowOnCluster();
  const algorithms = ["heft", "cpop", "peft", "etf", "sufferage", "random"] as const;
  return algorithms.map((algorithm) => {
    const placement = lehr.place(problem, { algorithm });
    return { placement, violations: verifyPlacement(problem, placement) };
  });
}

function sequences(lehr: Lehr, package_: Package) {
  const problem = requestsOnServers(package_);
  const algorithms = ["fcfs", "edf", "moore-hodgson", "anneal"] as const;
  return algorithms.map((algorithm) => {
    const annealing = algorithm === "anneal" ? { seed: 7, schedule: 500 } : {};
    const sequence = lehr.sequence(problem, { algorithm, ...annealing });
    return { sequence, violations: package_.verifySequence(problem, sequence) };
  });
}

function packings(lehr: Lehr, { verifyPacking }: Package) {
  const problem = itemsAndBins();
  const algorithms = ["first-fit-decreasing", "cosine", "best", "local-search"] as const;
  return algorithms.map((algorithm) => {
    const packing = lehr.pack(problem, { algorithm });
    return { packing, violations: verifyPacking(problem, packing), moves: lehr.repack(problem, packing).moves };
  });
}

function allocation(lehr: Lehr, { verifyAllocation }: Package) {
  const buffers = Array.from({ length: 30 }, (_, i) => {
    return { id: `buffer-${i}`, size: 1 + ((i * 37) % 50), start: (i * 11) % 40, end: ((i * 11) % 40) + 5 + (i % 9) };
  });
  const problem = { buffers, capacity: 400 };
  const allocation = lehr.allocate(problem);
  return { allocation, violations: verifyAllocation(problem, allocation) };
}

function dispatches(lehr: Lehr, package_: Package) {
  const { requests, servers } = requestsOnServers(package_);
  const queue = lehr.sequencer({ servers, seed: 3, schedule: 200 });
  for (const { arrival: _, ...request } of requests) queue.add(request, 0);
  return servers.map(({ id }) => queue.next(id, 0));
}

function decisions(lehr: Lehr) {
  const { items, bins } = itemsAndBins();
  const packer = lehr.packer({ bins }, { seed: 5 });
  return [items.map((item) => packer.place(item)), packer.fragmentation()];
}

/** A layered graph on nodes that are unlike, far apart, and of which the last takes several tasks at once. */
function workflowOnCluster(): PlaceProblem {
  const nodes = [1, 1.3, 2.7, 4, 5.1].map((speed, i) => {
    return { id: `node-${i}`, speed, location: { region: i % 2 ? "east" : "west" }, pricePerHour: speed / 3 };
  });
  const tasks = Array.from({ length: 60 }, (_, i) => {
    const before = [i - 5, i - 6, i - 9].filter((j) => j >= 0 && (i + j) % 4 > 0);
    return {
      id: `task-${i}`,
      work: 10 + ((i * 7919) % 97) / 7,
      after: before.map((j) => ({ task: `task-${j}`, data: ((i * j) % 13) / 3 })),
    };
  });
  const network = { region: { bandwidth: 1.25, latency: 0.001 }, world: { bandwidth: 0.3, latency: 0.07 } };
  return { cluster: { nodes, network }, workflow: { tasks } };
}

function requestsOnServers({ latencyModels }: Package): SequenceProblem {
  const requests = Array.from({ length: 40 }, (_, i) => {
    return {
      id: `request-${i}`,
      arrival: i / 30,
      promptTokens: 50 + ((i * 1543) % 1900),
      outputTokens: 20 + ((i * 743) % 600),
      slo: i % 3 ? { endToEnd: 5 + (i % 7) * 2.3 } : { timeToFirstToken: 0.4 + (i % 5) / 3 },
      weight: 1 + (i % 4),
    };
  });
  const latency = latencyModels["llama2-70b/h100-80gb/tp8"];
  return {
    requests,
    servers: [
      { id: "batches", maxBatch: 4, latency },
      { id: "slots", maxBatch: 3, execution: "slots", latency },
    ],
  };
}

/** Items of every kind: with shares of a GPU, with whole ones, and without. */
function itemsAndBins(): PackProblem {
  const items = Array.from({ length: 40 }, (_, i) => {
    const needs = { cpu: 1 + ((i * 31) % 9), memory: 2 + ((i * 17) % 23) / 4 };
    const gpus = [{ share: 1 / 3 }, { count: 1 + (i % 2) }, { share: 0.5 }][i % 5];
    return gpus ? { id: `item-${i}`, needs, gpus } : { id: `item-${i}`, needs };
  });
  const gpus = { model: "H100", count: 4, memory: 80 };
  const bins = [
    { id: "large", count: 6, capacity: { cpu: 32, memory: 64 }, gpus, pricePerHour: 12 },
    { id: "small", count: 8, capacity: { cpu: 16, memory: 32 }, pricePerHour: 1.5 },
  ];
  return { items, bins };
}
