import type { Lehr } from "../../bindings/lehr.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { Random } from "../../bindings/random.js";
import { mixedSizes, vectorProblem } from "../pack/problems.js";
import { generateProblem } from "../place/families.js";
import { generateProblem as generateRequests } from "../sequence/families.js";

/** How one call grows when one number does. */
export interface Curve {
  name: string;
  /** What grows. */
  axis: "tasks" | "nodes" | "requests" | "items";
  /** Three decades or, of what grows quadratically, two. */
  sizes: number[];
  /** A problem of this size, solved in two ways. */
  solve(lehr: Lehr, size: number, seed: number): { prepared(): unknown; whole(): unknown };
}

/** A size on each axis that is neither small nor large. */
export const middle: Record<Curve["axis"], number> = { tasks: 1_000, nodes: 100, requests: 100, items: 1_000 };

const upTo = (largest: number, decades: number) => {
  const steps = [1, 2, 5];
  const all = Array.from({ length: decades + 1 }, (_, k) => steps.map((step) => step * largest * 10 ** (k - decades)));
  return all.flat().filter((size) => size <= largest);
};

export const curves: Curve[] = [
  {
    name: "place: heft by tasks, 16 nodes",
    axis: "tasks",
    sizes: upTo(20_000, 3),
    solve: (lehr, tasks, seed) => placed(lehr, generateProblem({ family: "layered", tasks, nodes: 16, seed })),
  },
  {
    name: "place: heft by nodes, 1,000 tasks",
    axis: "nodes",
    sizes: upTo(2_000, 3),
    solve: (lehr, nodes, seed) =>
      placed(lehr, onRacks(generateProblem({ family: "layered", tasks: 1_000, nodes: 1, seed }), nodes, seed)),
  },
  {
    name: "sequence: 1,000 iterations of anneal, batches of 8",
    axis: "requests",
    sizes: upTo(10_000, 3),
    solve: (lehr, requests, seed) => sequenced(lehr, requests, seed, { algorithm: "anneal", schedule: 1_000 }),
  },
  {
    name: "sequence: sjf, batches of 8",
    axis: "requests",
    sizes: upTo(10_000, 3),
    solve: (lehr, requests, seed) => sequenced(lehr, requests, seed, { algorithm: "sjf" }),
  },
  {
    name: "pack: first-fit-decreasing",
    axis: "items",
    sizes: upTo(100_000, 3),
    solve: (lehr, items, seed) => packed(lehr, items, seed, { algorithm: "first-fit-decreasing" }),
  },
  {
    name: "pack: dot-product",
    axis: "items",
    sizes: upTo(10_000, 2),
    solve: (lehr, items, seed) => packed(lehr, items, seed, { algorithm: "dot-product" }),
  },
  {
    name: "pack: 1,000 iterations of local-search",
    axis: "items",
    sizes: upTo(10_000, 2),
    solve: (lehr, items, seed) => packed(lehr, items, seed, { algorithm: "local-search", schedule: 1_000 }),
  },
];

function placed(lehr: Lehr, problem: PlaceProblem) {
  const prepared = lehr.prepare.place(problem);
  return { prepared: () => prepared.run(), whole: () => lehr.place(problem) };
}

/** The workflow on so many nodes of different speeds, sixteen to a rack: pairs of so many could not all be named. */
function onRacks({ workflow }: PlaceProblem, nodes: number, seed: number): PlaceProblem {
  const random = new Random(seed);
  return {
    workflow,
    cluster: {
      nodes: Array.from({ length: nodes }, (_, j) => ({
        id: `node-${j}`,
        speed: 0.5 + random.below(351) / 100,
        location: { rack: `rack-${j >> 4}` },
      })),
      network: { rack: { bandwidth: 4 }, world: { bandwidth: 1 } },
    },
  };
}

function sequenced(lehr: Lehr, requests: number, seed: number, options: Parameters<Lehr["sequence"]>[1]) {
  const problem = generateRequests({ requests, maxBatch: 8, tightness: "moderate", mix: "chat", seed });
  const prepared = lehr.prepare.sequence(problem);
  return { prepared: () => prepared.run(options), whole: () => lehr.sequence(problem, options) };
}

function packed(lehr: Lehr, items: number, seed: number, options: Parameters<Lehr["pack"]>[1]) {
  const rows = mixedSizes(items, new Random(seed)).map((size) => [size]);
  const problem = vectorProblem(rows, [1000]);
  const prepared = lehr.prepare.pack(problem);
  return { prepared: () => prepared.run(options), whole: () => lehr.pack(problem, options) };
}
