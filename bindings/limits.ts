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
  /** Any number. Sums and products of such numbers stay finite. */
  largest: 1e15,
  /** Numbers that are divided by: speeds and bandwidths. */
  smallestDivisor: 1e-15,
} as const;
