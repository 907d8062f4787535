import type { SequenceProblem, Server } from "../../bindings/sequence/model.js";
import { generateProblem, latency, mixes, type Tightness, tightnesses } from "./families.js";

/** Problems of one size and kind of servers: every mix of lengths at every tightness. */
export interface Row {
  name: string;
  requests: number;
  /** One static server, which the plain rival knows. */
  plain: boolean;
  problems: { name: string; problem: SequenceProblem }[];
}

const sizes = [
  [8, 2],
  [32, 4],
  [64, 8],
  [100, 8],
  [200, 16],
  [500, 32],
  [2000, 64],
] as const;

export function rowsOf(): Row[] {
  return [
    ...sizes.map(([requests, maxBatch]) => row(`static, ${requests} requests, batch ${maxBatch}`, requests, maxBatch)),
    row("three unequal static servers, 100 requests", 100, 8, ({ requests }) => ({ requests, servers: unequal })),
    row("slots, 100 requests, batch 8", 100, 8, ({ requests, servers: [server] }) => ({
      requests,
      servers: [{ ...server!, execution: "slots" }],
    })),
  ];
}

const unequal: Server[] = [
  { id: "fast", maxBatch: 4, latency: scaled(0.6) },
  { id: "middle", maxBatch: 4, latency },
  { id: "slow", maxBatch: 2, latency: scaled(1.7) },
];

function scaled(factor: number) {
  const times = ([a, b, c, d]: readonly [number, number, number, number]) =>
    [a * factor, b * factor, c * factor, d * factor] as const;
  return { prefill: times(latency.prefill), decode: times(latency.decode) };
}

function row(
  name: string,
  requests: number,
  maxBatch: number,
  change: (problem: SequenceProblem) => SequenceProblem = (problem) => problem,
): Row {
  const problems = mixes.flatMap((mix) =>
    (Object.keys(tightnesses) as Tightness[]).map((tightness) => ({
      name: `${name}: ${mix}, ${tightness}`,
      problem: change(generateProblem({ requests, maxBatch, tightness, mix, seed: 1 })),
    })),
  );
  return { name, requests, plain: name.startsWith("static"), problems };
}
