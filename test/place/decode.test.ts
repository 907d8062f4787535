import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Cluster } from "../../bindings/cluster/model.js";
import { decodePlacement } from "../../bindings/place/decode.js";
import type { Placement, Task } from "../../bindings/place/model.js";
import type { Run } from "../../bindings/place/options.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";

const run: Run = { algorithm: "heft", averageCommunication: "linked-pairs", seed: 1 };

/** Decodes a solution that is given as [node, start, finish] per task; undefined for tasks that are not placed. */
function decode(cluster: Cluster, tasks: Task[], slots: ([number, number, number] | undefined)[]): Placement {
  const makespan = Math.max(0, ...slots.map((slot) => slot?.[2] ?? 0));
  return decodePlacement(
    parsePlaceProblem({ cluster, workflow: { tasks } }),
    {
      node: Int32Array.from(slots, (slot) => slot?.[0] ?? -1),
      start: Float64Array.from(slots, (slot) => slot?.[1] ?? Infinity),
      finish: Float64Array.from(slots, (slot) => slot?.[2] ?? Infinity),
      makespan,
    },
    run,
  );
}

const cluster: Cluster = {
  nodes: [
    { id: "a", location: { rack: "1" }, pricePerHour: 3600, localDisk: { bandwidth: 10, latency: 1 } },
    { id: "b", location: { rack: "2" }, pricePerHour: 7200 },
  ],
  network: { world: { bandwidth: 0.5, latency: 2, pricePerGigabyte: 3 } },
};

describe("decodePlacement", () => {
  it("says where and when tasks run, and what is moved", () => {
    const tasks: Task[] = [
      { id: "last", work: 1, after: [{ task: "first", data: 10 }, { task: "second", data: 4 }, "third"], deadline: 30 },
      { id: "first", work: 1 },
      { id: "second", work: 1, after: [{ task: "first", data: 5 }], deadline: 1 },
      { id: "third", work: 1 },
    ];
    const slots: [number, number, number][] = [
      [0, 20, 21],
      [0, 0, 1],
      [1, 13, 14],
      [1, 0, 1],
    ];
    const placement = decode(cluster, tasks, slots);
    expect(placement).toEqual({
      status: "complete",
      makespan: 21,
      // a: 2 s at 1 $/s; b: 2 s at 2 $/s; 5 + 4 GB at 3 $/GB.
      cost: 2 + 4 + 27,
      tasks: [
        { task: "last", nodes: ["a"], start: 20, end: 21, met: true },
        { task: "first", nodes: ["a"], start: 0, end: 1 },
        { task: "second", nodes: ["b"], start: 13, end: 14, met: false },
        { task: "third", nodes: ["b"], start: 0, end: 1 },
      ],
      transfers: [
        { from: "first", to: "last", source: "a", target: "a", data: 10, start: 1, end: 1 + (1 + 10 * 0.1), cost: 0 },
        { from: "second", to: "last", source: "b", target: "a", data: 4, start: 14, end: 14 + (2 + 4 * 2), cost: 12 },
        { from: "first", to: "second", source: "a", target: "b", data: 5, start: 1, end: 1 + (2 + 5 * 2), cost: 15 },
      ],
      unplaced: [],
      run,
    });
  });

  it("lists no hand-over inside a node without local disk, and free ones between nodes without network", () => {
    const tasks: Task[] = [
      { id: "s", work: 1 },
      { id: "t", work: 1, after: [{ task: "s", data: 1 }] },
      { id: "u", work: 1, after: [{ task: "s", data: 1 }] },
    ];
    const { transfers, cost } = decode({ nodes: [{ id: "a" }, { id: "b" }] }, tasks, [
      [0, 0, 1],
      [0, 1, 2],
      [1, 1, 2],
    ]);
    expect(transfers).toEqual([{ from: "s", to: "u", source: "a", target: "b", data: 1, start: 1, end: 1, cost: 0 }]);
    expect(cost).toBe(0);
  });

  it("counts a deadline as met at the very end", () => {
    expect(decode(cluster, [{ id: "t", work: 1, deadline: 1 }], [[0, 0, 1]]).tasks[0]!.met).toBe(true);
    expect(decode(cluster, [{ id: "t", work: 1, deadline: 0 }], [[0, 0, 0]]).tasks[0]!.met).toBe(true);
  });

  it("is complete without tasks", () => {
    expect(decode(cluster, [], [])).toMatchObject({
      status: "complete",
      makespan: 0,
      cost: 0,
      tasks: [],
      unplaced: [],
    });
  });

  it("pays a node for the union of its busy time", () => {
    const tasks = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `${i}`, work: 1 }));
    const cost = (...slots: [number, number, number][]) => decode(cluster, tasks(slots.length), slots).cost;
    expect(cost([0, 0, 10], [0, 2, 3], [0, 5, 12], [0, 20, 21])).toBe(13);
    expect(cost([0, 0, 1], [0, 1, 2], [0, 2, 3])).toBe(3);
    expect(cost([0, 5, 5], [0, 9, 9])).toBe(0);
    expect(cost([0, 0, 2], [0, 1, 1], [1, 0, 3])).toBe(2 + 6);
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(40), fc.nat(6)), { minLength: 1, maxLength: 12 }), (spans) => {
        const busy = Array.from({ length: 50 }, (_, second) =>
          spans.some(([start, length]) => start <= second && second < start + length),
        );
        expect(cost(...spans.map(([start, length]): [number, number, number] => [0, start, start + length]))).toBe(
          busy.filter(Boolean).length,
        );
      }),
    );
  });
});

describe("reasons", () => {
  /** Reasons for the tasks without a slot. */
  function reasons(cluster: Cluster, tasks: Task[], slots: ([number, number, number] | undefined)[] = []) {
    const { status, unplaced } = decode(
      cluster,
      tasks,
      tasks.map((_, i) => slots[i]),
    );
    expect(status).toBe("partial");
    return unplaced.map(({ task, reason, proven }) => `${task}: ${reason}${proven ? " (proven)" : ""}`);
  }

  const mixed: Cluster = {
    nodes: [
      { id: "gpu", labels: ["ssd"], speed: { gpu: 2 }, gpus: { model: "H100", count: 8 } },
      { id: "cpu", speed: { cpu: 1 }, capacity: { cpu: 64, memory: 0.7316529438 } },
      { id: "bare", speed: { cpu: 1 } },
    ],
  };

  it.each<[Partial<Task>, string]>([
    [{ kind: "cpu", requires: ["nvme"] }, 'no node carries the label "nvme" (proven)'],
    [{ kind: "tpu" }, 'no node has a speed for the kind "tpu" (proven)'],
    [{ kind: "toString" }, 'no node has a speed for the kind "toString" (proven)'],
    [{ work: undefined, durations: {} }, "no node is named in its durations (proven)"],
    [{ kind: "gpu", needs: { gpu: 16 } }, 'no node has 16 "gpu"; the most is 8 (proven)'],
    [{ kind: "gpu", needs: { gpu: 1, tpu: 4 } }, 'no node has 4 "tpu" or any at all (proven)'],
    [{ kind: "gpu", needs: { constructor: 4 } }, 'no node has 4 "constructor" or any at all (proven)'],
    [
      { kind: "cpu", requires: ["ssd"], needs: { cpu: 2 } },
      'no node carries the label "ssd", has a speed for the kind "cpu" and has 2 "cpu" at once (proven)',
    ],
    [
      { work: undefined, durations: { bare: 1 }, needs: { cpu: 2 } },
      'no node is named in its durations and has 2 "cpu" at once (proven)',
    ],
  ])("say what no node offers: %j", (task, reason) => {
    expect(reasons(mixed, [{ id: "t", work: 1, ...task }])).toEqual([`t: ${reason}`]);
  });

  it("claim no proof where only rounding is in the way", () => {
    const nodes = [{ id: "a", capacity: { memory: Math.PI } }, { id: "b", capacity: { memory: Math.E } }, { id: "c" }];
    const network = { links: [{ from: "b", to: "c", bandwidth: 1 }] };
    const tasks: Task[] = [
      { id: "s", work: 1, needs: { memory: Math.E } },
      { id: "t", durations: { b: 1 }, needs: { memory: Math.E } },
      { id: "u", durations: { c: 1 }, after: [{ task: "s", data: 1 }] },
    ];
    expect(reasons({ nodes, network }, tasks, [[0, 0, 1]])).toEqual([
      "t: its needs fit a node only before rounding; write amounts with fewer digits",
      'u: no node that can run it has a link from where its data is: "s" on "a"',
    ]);
  });

  const chain: Task[] = [
    { id: "first", durations: { a: 1 } },
    { id: "second", durations: { b: 1 }, after: [{ task: "first", data: 1 }] },
    { id: "third", work: 1, after: ["second"] },
    { id: "fourth", work: 1, after: ["third", "first"] },
  ];

  it("prove that data has no way, and that what comes after it cannot run", () => {
    const nodes = [{ id: "a" }, { id: "b" }, { id: "c" }];
    expect(reasons({ nodes, network: {} }, chain, [[0, 0, 1]])).toEqual([
      'second: no node that can run "first" has a link to one that can run this task (proven)',
      'third: it comes after "second", which was not placed (proven)',
      'fourth: it comes after "third", which was not placed (proven)',
    ]);
  });

  it("claim no proof where another choice could have helped", () => {
    const nodes = [{ id: "a" }, { id: "b" }, { id: "c" }, { id: "d" }];
    const network = { links: [{ from: "a", to: "b", bandwidth: 1 }] };
    const tasks: Task[] = [
      { id: "s", work: 1 },
      { id: "t", durations: { b: 1, c: 1 }, after: [{ task: "s", data: 1 }] },
      { id: "u", work: 1, after: ["t"] },
    ];
    expect(reasons({ nodes, network }, tasks, [[3, 0, 1]])).toEqual([
      't: no node that can run it has a link from where its data is: "s" on "d"',
      'u: it comes after "t", which was not placed',
    ]);
    const joined: Task[] = [
      { id: "s", work: 1 },
      { id: "r", work: 1 },
      {
        id: "t",
        work: 1,
        after: [
          { task: "s", data: 1 },
          { task: "r", data: 1 },
        ],
      },
    ];
    expect(
      reasons({ nodes, network }, joined, [
        [0, 0, 1],
        [2, 0, 1],
      ]),
    ).toEqual(['t: no node that can run it has links from all nodes where its data is: "s" on "a" and "r" on "c"']);
    expect(
      reasons({ nodes, network }, joined, [
        [0, 0, 1],
        [0, 0, 1],
      ]),
    ).toEqual(["t: the algorithm found no node for it"]);
  });

  it("need no link for order alone", () => {
    const nodes = [{ id: "a" }, { id: "b" }];
    const tasks: Task[] = [
      { id: "s", durations: { a: 1 } },
      { id: "t", durations: { b: 1 }, after: ["s"] },
    ];
    expect(reasons({ nodes, network: {} }, tasks, [[0, 0, 1]])).toEqual(["t: the algorithm found no node for it"]);
  });

  it("name a proven predecessor before one that is not", () => {
    const nodes = [{ id: "a" }];
    const tasks: Task[] = [
      { id: "maybe", work: 1 },
      { id: "never", work: 1, requires: ["x"] },
      { id: "t", work: 1, after: ["maybe", "never"] },
    ];
    expect(reasons({ nodes }, tasks)[2]).toBe('t: it comes after "never", which was not placed (proven)');
  });

  it("are found for a chain of 20,000 tasks", () => {
    const tasks: Task[] = Array.from({ length: 20_000 }, (_, i) => ({
      id: `${i}`,
      work: 1,
      ...(i === 0 ? { requires: ["x"] } : { after: [`${i - 1}`] }),
    }));
    const found = reasons({ nodes: [{ id: "a" }] }, tasks);
    expect(found).toHaveLength(20_000);
    expect(found.at(-1)).toBe('19999: it comes after "19998", which was not placed (proven)');
  });
});
