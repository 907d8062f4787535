/** What a problem may hold at most. More is refused at the door, before anything is allocated for it. */
export const limits = {
  nodes: 4_096,
  tasks: 1_000_000,
  /** Tasks × nodes, the nodes rounded up to a multiple of 8. */
  pairs: 50_000_000,
  /** Dependencies of all tasks together. */
  edges: 10_000_000,
  namedLinks: 1_000_000,
  /** Different resources that nodes have, and resources in the needs of one task. */
  resources: 64,
  /** Labels of one node, or asked for by one task. */
  labels: 64,
  requests: 100_000,
  servers: 1_024,
  /** Requests × servers. */
  requestsOnServers: 4_000_000,
  /** Requests in a batch, or slots. */
  batch: 4_096,
  /** Tokens of one prompt or one output, or steps of a workflow. */
  tokens: 1_000_000_000,
  /** Rows that a latency model is fitted to. */
  measurements: 100_000,
  /** That an exhaustive search goes through: about seconds. */
  plans: 10_000_000,
  /** Iterations of a search. */
  iterations: 1_000_000_000,
  items: 1_000_000,
  /** Of all bins together. */
  copies: 65_536,
  /** GPUs of one bin, and different models. */
  devices: 32,
  /** Any number. Sums and products of such numbers stay finite. */
  largest: 1e15,
  /** Numbers that are divided by: speeds and bandwidths. */
  smallestDivisor: 1e-15,
} as const;
