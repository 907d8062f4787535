import { describe, expect, it } from "vitest";
import type { Cluster, Node } from "../../bindings/cluster/model.js";
import { encodePlaceProblem } from "../../bindings/place/encode.js";
import { type PlaceInstance, WHOLE_NODE } from "../../bindings/place/instance.js";
import type { Task } from "../../bindings/place/model.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";

function encode(cluster: Cluster, ...tasks: Task[]): PlaceInstance {
  return encodePlaceProblem(parsePlaceProblem({ cluster, workflow: { tasks } }));
}

function onNodes(nodes: Partial<Node>[], ...tasks: Partial<Task>[]): PlaceInstance {
  return encode(
    { nodes: nodes.map((node, i) => ({ id: `n${i}`, ...node })) },
    ...tasks.map((task, i) => ({ id: `t${i}`, ...(task.durations ? {} : { work: 12 }), ...task })),
  );
}

/** Durations of a task on the nodes, without the padding. */
function durations({ duration, stride, nodes }: PlaceInstance, task = 0): number[] {
  return [...duration.subarray(task * stride, task * stride + nodes)];
}

describe("the shape of an instance", () => {
  it("pads nodes to eights and resources to fours", () => {
    const { tasks, nodes, stride, lanes, ...arrays } = onNodes(
      Array.from({ length: 9 }, () => ({ capacity: { a: 1, b: 2, c: 3, d: 4, e: 5 } })),
      {},
      {},
    );
    expect({ tasks, nodes, stride, lanes }).toEqual({ tasks: 2, nodes: 9, stride: 16, lanes: 8 });
    expect(arrays.duration).toHaveLength(2 * 16);
    expect([...arrays.duration.subarray(9, 16)]).toEqual(Array(7).fill(Infinity));
    expect(arrays.available).toHaveLength(16);
    expect(arrays.latency).toHaveLength(9 * 16);
    expect(arrays.secondsPerGigabyte).toHaveLength(9 * 16);
    expect(arrays.demand).toHaveLength(2 * 8);
    expect(arrays.capacity).toHaveLength(9 * 8);
    expect([...arrays.capacity.subarray(0, 8)]).toEqual([1, 1, 1, 1, 1, 0, 0, 0]);
  });

  it("has no lanes when every node is exclusive", () => {
    const { lanes, demand, capacity } = onNodes([{}, { capacity: { cpu: 0 } }], {});
    expect({ lanes, demand, capacity }).toEqual({ lanes: 0, demand: new Int32Array(0), capacity: new Int32Array(0) });
  });

  it("is empty without tasks", () => {
    const { tasks, input, firstPredecessor, duration } = onNodes([{}]);
    expect({ tasks, input, firstPredecessor, duration }).toEqual({
      tasks: 0,
      input: new Int32Array(0),
      firstPredecessor: new Int32Array(1),
      duration: new Float64Array(0),
    });
  });

  it("numbers tasks in topological order and remembers their positions", () => {
    const instance = onNodes(
      [{ speed: 2 }],
      { work: 2, after: [{ task: "t2", data: 5 }, "t1"], release: 9 },
      { work: 4, after: [{ task: "t2", data: 7 }] },
      { work: 6, release: 3 },
    );
    expect([...instance.input]).toEqual([2, 1, 0]);
    expect([durations(instance, 0), durations(instance, 1), durations(instance, 2)]).toEqual([[3], [2], [1]]);
    expect([...instance.release]).toEqual([3, 0, 9]);
    expect([...instance.firstPredecessor]).toEqual([0, 0, 1, 3]);
    expect([...instance.predecessor]).toEqual([0, 0, 1]);
    expect([...instance.data]).toEqual([7, 5, 0]);
  });

  it("says when nodes become available", () => {
    expect([...onNodes([{ availableFrom: 5 }, {}]).available]).toEqual([5, 0, 0, 0, 0, 0, 0, 0]);
  });
});

describe("durations", () => {
  it("are work by speed, 1 unless given", () => {
    expect(durations(onNodes([{ speed: 4 }, {}, { speed: 0.5 }], {}))).toEqual([3, 12, 24]);
  });

  it("depend on the kind of work, which a node may not know", () => {
    const nodes: Partial<Node>[] = [{ speed: { gpu: 4, cpu: 1 } }, { speed: { cpu: 2 } }, { speed: 3 }, { speed: {} }];
    const instance = onNodes(nodes, { kind: "gpu" }, { kind: "cpu" }, { kind: "constructor" });
    expect(durations(instance, 0)).toEqual([3, Infinity, 4, Infinity]);
    expect(durations(instance, 1)).toEqual([12, 6, 4, Infinity]);
    expect(durations(instance, 2)).toEqual([Infinity, Infinity, 4, Infinity]);
    expect(durations(onNodes(nodes, { kind: "gpu", work: 0 }))).toEqual([0, Infinity, 0, Infinity]);
  });

  it("may be given by node, whatever the speeds", () => {
    expect(durations(onNodes([{ speed: 5 }, {}, {}], { durations: { n2: 7, n0: 0 } }))).toEqual([0, Infinity, 7]);
  });

  it("are infinite where labels are missing", () => {
    const nodes = [{ labels: ["ssd", "eu"] }, { labels: ["ssd"] }, { gpus: { model: "H100", count: 1 } }, {}];
    expect(durations(onNodes(nodes, { requires: ["ssd"] }))).toEqual([12, 12, Infinity, Infinity]);
    expect(durations(onNodes(nodes, { requires: ["ssd", "eu"] }))).toEqual([12, Infinity, Infinity, Infinity]);
    expect(durations(onNodes(nodes, { requires: ["gpu:H100"] }))).toEqual([Infinity, Infinity, 12, Infinity]);
    expect(durations(onNodes(nodes, { requires: [] }))).toEqual([12, 12, 12, 12]);
  });

  it("are infinite where needs do not fit, and on exclusive nodes", () => {
    const nodes: Partial<Node>[] = [{ capacity: { cpu: 4, memory: 8 } }, { capacity: { cpu: 8 } }, {}];
    expect(durations(onNodes(nodes, { needs: { cpu: 4 } }))).toEqual([12, 12, Infinity]);
    expect(durations(onNodes(nodes, { needs: { cpu: 5 } }))).toEqual([Infinity, 12, Infinity]);
    expect(durations(onNodes(nodes, { needs: { cpu: 1, memory: 1 } }))).toEqual([12, Infinity, Infinity]);
    expect(durations(onNodes(nodes, { needs: { cpu: 1, tpu: 1 } }))).toEqual([Infinity, Infinity, Infinity]);
    expect(durations(onNodes(nodes, { needs: {} }))).toEqual([12, 12, 12]);
    expect(durations(onNodes([{}], { needs: { cpu: 1 } }))).toEqual([Infinity]);
  });
});

describe("units of resources", () => {
  it("have one scale per resource", () => {
    const { demand, capacity } = onNodes(
      [{ capacity: { cpu: 0.3, gpu: 1 } }, {}, { capacity: { gpu: 2 } }],
      { needs: { cpu: 0.1 + 0.2 } },
      { needs: { cpu: 0.1, gpu: 1 / 3 } },
      {},
    );
    expect([...capacity]).toEqual([3, 3, 0, 0, 0, 0, 0, 0, 0, 6, 0, 0]);
    expect([...demand]).toEqual([3, 0, 0, 0, 1, 1, 0, 0, ...Array(4).fill(WHOLE_NODE)]);
  });

  it("fit an i32 twice over", () => {
    const { demand, capacity } = onNodes(
      [{ capacity: { memory: 1e15 } }],
      { needs: { memory: Math.PI } },
      {
        needs: { memory: 1e15 },
      },
    );
    expect(capacity[0]).toBe(2 ** 30);
    expect([demand[0], demand[4]]).toEqual([1, 2 ** 30]);
  });

  it("are the whole node for a task without needs", () => {
    expect([...onNodes([{ capacity: { cpu: 4 } }], { needs: {} }).demand]).toEqual(Array(4).fill(WHOLE_NODE));
  });

  it("count gpus", () => {
    const { capacity, demand } = onNodes([{ gpus: { model: "A100", count: 8 } }], { needs: { gpu: 0.5 } });
    expect([capacity[0], demand[0]]).toEqual([16, 1]);
  });
});

describe("communication", () => {
  const rows = ({ nodes, stride }: PlaceInstance, matrix: Float64Array) =>
    Array.from({ length: nodes }, (_, i) => [...matrix.subarray(i * stride, i * stride + nodes)]);

  const cluster: Cluster = {
    nodes: [
      { id: "a", location: { rack: "1" }, localDisk: { bandwidth: 10, latency: 0.5 } },
      { id: "b", location: { rack: "1" } },
      { id: "c", location: { rack: "2" } },
    ],
    network: {
      rack: { bandwidth: 4, latency: 1 },
      links: [
        { from: "a", to: "c", bandwidth: 2, latency: 3 },
        { from: "c", to: "a", bandwidth: 1, latency: 4 },
      ],
    },
  };

  it("is a matrix from row to column, with local disks on the diagonal", () => {
    const instance = encode(cluster);
    expect(rows(instance, instance.latency)).toEqual([
      [0.5, 1, 3],
      [1, 0, 0],
      [4, 0, 0],
    ]);
    expect(rows(instance, instance.secondsPerGigabyte)).toEqual([
      [0.1, 0.25, 0.5],
      [0.25, 0, Infinity],
      [1, Infinity, 0],
    ]);
    expect(instance.secondsPerGigabyte[3]).toBe(0);
  });

  it("has means over linked pairs, and over all", () => {
    const { mean } = encode(cluster);
    expect(mean["linked-pairs"]).toEqual({
      latency: (1 + 3 + 1 + 4) / 4,
      secondsPerGigabyte: (0.25 + 0.5 + 0.25 + 1) / 4,
    });
    expect(mean["all-pairs"]).toEqual({ latency: (1 + 3.5) / 6, secondsPerGigabyte: (0.25 + 0.75) / 6 });
  });

  it("takes no time without a network, but for local disks", () => {
    const { network: _, ...free } = cluster;
    const instance = encode(free);
    const none = { latency: 0, secondsPerGigabyte: 0 };
    expect(instance.mean).toEqual({ "linked-pairs": none, "all-pairs": none });
    expect(rows(instance, instance.secondsPerGigabyte)).toEqual([
      [0.1, 0, 0],
      [0, 0, 0],
      [0, 0, 0],
    ]);
  });

  it("has means of zero where nothing is linked", () => {
    const none = { latency: 0, secondsPerGigabyte: 0 };
    expect(encode({ nodes: cluster.nodes, network: {} }).mean).toEqual({ "linked-pairs": none, "all-pairs": none });
    expect(encode({ nodes: [{ id: "a" }], network: { world: { bandwidth: 1 } } }).mean["linked-pairs"]).toEqual(none);
  });
});
