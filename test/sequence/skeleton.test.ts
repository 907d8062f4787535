import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Random } from "../../bindings/random.js";
import type { SequenceInstance } from "../../bindings/sequence/instance.js";
import { evaluate } from "../../bindings/sequence/reference/evaluate.js";
import { lanePlan } from "../../bindings/sequence/reference/lanes.js";
import { latestStart } from "../../bindings/sequence/reference/ranking.js";
import { type Skeleton, Skeletons } from "../../bindings/sequence/reference/skeleton.js";
import { SkeletonMoves } from "../../bindings/sequence/reference/skeleton-moves.js";
import { planByRule } from "../../bindings/sequence/reference/starts.js";
import { instance, instanceOf } from "./instances.js";

describe("a skeleton", () => {
  test("on one server, the greedy choice keeps as many promises as any", () => {
    fc.assert(
      fc.property(alone({ maxRequests: 7, maxBatch: 3 }), fc.nat(), (instance, seed) => {
        const skeletons = new Skeletons(instance);
        for (const skeleton of wanderings(skeletons, seed, 5)) {
          expect(skeletons.choose(skeleton)?.attained).toBe(mostKept(skeletons, skeleton));
        }
      }),
      { numRuns: 200 },
    );
  });

  test("settled, stays as it is, and if its batches are full, it is exact", () => {
    fc.assert(
      fc.property(alone({ maxRequests: 12, maxBatch: 4 }), fc.nat(), (instance, seed) => {
        const skeletons = new Skeletons(instance);
        for (const skeleton of wanderings(skeletons, seed, 5)) {
          const settled = skeletons.settle(skeleton)!;
          const { starts } = skeletons.time(settled.skeleton);
          const plan = skeletons.assignmentOf(settled);
          const { start, attained } = evaluate(instance, plan);
          if (allFull(instance, settled.skeleton)) {
            expect([attained, ...start]).toEqual([settled.attained, ...Array.from(plan.batch, (k) => starts[k]!)]);
          }
          expect(skeletons.settle(settled.skeleton)).toEqual(settled);
        }
      }),
      { numRuns: 200 },
    );
  });

  test("takes the urgent before the patient, and the late last", () => {
    const requests = [{ deadline: 9 }, { deadline: 2 }, { deadline: 1 }, { deadline: 0.5 }];
    const skeletons = new Skeletons(instanceOf(requests, [{ maxBatch: 1 }]));
    const skeleton = [0, 1, 2, 3].map(() => ({ server: 0, limit: 3, size: 1 }));
    expect(skeletons.choose(skeleton)).toEqual({ members: [[2], [1], [0], [3]], attained: 3 });
  });
});

describe("lanes", () => {
  test("let who can wait go after who cannot", () => {
    const requests = [
      { execution: 1, deadline: 100 },
      { execution: 2, deadline: 3 },
      { execution: 3, deadline: 5 },
    ];
    const { batch } = lanePlan(instanceOf(requests, [{ maxBatch: 1 }]), 0.4, 1.5, 0);
    expect([...batch]).toEqual([2, 0, 1]);
  });
});

interface Size {
  maxRequests: number;
  maxBatch: number;
}

/** Instances of one static server where all requests wait, equally important. */
function alone({ maxRequests, maxBatch }: Size): fc.Arbitrary<SequenceInstance> {
  return instance({ maxRequests, maxServers: 1, maxBatch, execution: "static" })
    .filter(({ requests }) => requests > 0)
    .map((drawn) => ({
      ...drawn,
      arrival: drawn.arrival.map(() => 0),
      weight: drawn.weight.map(() => 1),
      kvTokens: drawn.kvTokens.map(() => Infinity),
    }));
}

/** Feasible skeletons on a random walk from shortest job first. */
function wanderings(skeletons: Skeletons, seed: number, count: number): Skeleton[] {
  const moves = new SkeletonMoves(skeletons, new Random(seed), 4);
  const found = [skeletons.skeletonOf(planByRule(skeletons.instance, "sjf"))];
  for (let i = 0; i < 10 * count && found.length < count; i++) {
    const next = moves.propose(found.at(-1)!);
    if (next && skeletons.isFeasible(next)) found.push(next);
  }
  return found;
}

/** By trying all ways to fill the batches. */
function mostKept(skeletons: Skeletons, skeleton: Skeleton): number | undefined {
  const { instance, rankings } = skeletons;
  const { starts } = skeletons.time(skeleton);
  const room = skeleton.map(({ size }) => size);
  const keptFrom = (r: number): number => {
    if (r === instance.requests) return 0;
    let most = -Infinity;
    skeleton.forEach(({ limit }, k) => {
      if (room[k] === 0 || rankings[0]!.order.indexOf(r) > limit) return;
      room[k]!--;
      most = Math.max(most, Number(latestStart(instance, 0, r) >= starts[k]!) + keptFrom(r + 1));
      room[k]!++;
    });
    return most;
  };
  const most = keptFrom(0);
  return most < 0 ? undefined : most;
}

function allFull({ maxBatch }: SequenceInstance, skeleton: Skeleton): boolean {
  return skeleton.every(({ size }) => size === maxBatch[0]);
}
