import { describe, expect, test } from "vitest";
import type { Location, Network, Node } from "../../bindings/cluster/model.js";
import type { Task } from "../../bindings/place/model.js";
import { duration, ineligibility, Rules } from "../../bindings/place/verify/rules.js";

/** The rules that verification, statistics and explanations share, against the model's own words. */

describe("hand-over", () => {
  /** Bandwidths tell which link was taken: 1 GB takes 1, 2, … seconds. */
  const via = (seconds: number) => ({ bandwidth: 1 / seconds });
  const everyLevel: Network = { rack: via(1), zone: via(2), region: via(3), cloud: via(4), world: via(5) };
  const here: Location = { cloud: "c", region: "r", zone: "z", rack: "k" };

  const handOver = (network: Network | undefined, to: Location, from: Location = here, data = 1) => {
    const nodes: Node[] = [
      { id: "from", location: from },
      { id: "to", location: to },
    ];
    return new Rules({ cluster: { nodes, network }, workflow: { tasks: [] } }).handOver(nodes[0]!, nodes[1]!, data);
  };

  test.each<[string, Location, number]>([
    ["rack", here, 1],
    ["zone", { ...here, rack: "other" }, 2],
    ["zone", { ...here, rack: undefined }, 2],
    ["region", { ...here, zone: "other" }, 3],
    ["cloud", { ...here, region: "other" }, 4],
    ["world", { ...here, cloud: "other" }, 5],
    ["world", {}, 5],
  ])("of nodes that share %s", (level, location, seconds) => {
    expect(handOver(everyLevel, location)).toEqual({ seconds, cost: 0, level, isTransfer: true });
  });

  test("absent names are equal", () => {
    expect(handOver(everyLevel, {}, {})).toMatchObject({ level: "rack", seconds: 1 });
    expect(handOver(everyLevel, { zone: "z" }, { zone: "z" })).toMatchObject({ level: "rack", seconds: 1 });
  });

  test.each<[Network, number | undefined]>([
    [{ zone: via(2), world: via(5) }, 2],
    [{ region: via(3), world: via(5) }, 3],
    [{ cloud: via(4), world: via(5) }, 4],
    [{ world: via(5) }, 5],
    [{}, undefined],
  ])("inside a rack, with the levels %j", (network, seconds) => {
    expect(handOver(network, here)?.seconds).toBe(seconds);
  });

  test("finer levels do not stand in for coarser ones", () => {
    const { world, ...inside } = everyLevel;
    expect(handOver(inside, { cloud: "other" })).toBeUndefined();
    const { cloud, ...others } = everyLevel;
    expect(handOver(others, { ...here, region: "other" })?.seconds).toBe(5);
  });

  test("named links win over levels, their reverse over nothing", () => {
    const oneWay: Network = { ...everyLevel, links: [{ from: "to", to: "from", ...via(7) }] };
    expect(handOver(oneWay, here)?.seconds).toBe(7);
    const bothWays: Network = { links: [...oneWay.links!, { from: "from", to: "to", ...via(8) }] };
    expect(handOver(bothWays, here)?.seconds).toBe(8);
  });

  test("latency and price; order alone has neither", () => {
    const network: Network = { world: { bandwidth: 2, latency: 3, pricePerGigabyte: 4 } };
    expect(handOver(network, here, here, 10)).toEqual({ seconds: 8, cost: 40, level: "rack", isTransfer: true });
    expect(handOver(network, here, here, 0)).toEqual({ seconds: 0, cost: 0, level: "rack", isTransfer: false });
    expect(handOver({}, here, here, 0)).toBeDefined();
  });

  test("without a network it takes no time", () => {
    expect(handOver(undefined, here, here, 10)).toEqual({ seconds: 0, cost: 0, level: "rack", isTransfer: true });
  });

  test("on one node it is free, or goes through the local disk", () => {
    const onNode = (node: Node, data = 10) =>
      new Rules({ cluster: { nodes: [node], network: {} }, workflow: { tasks: [] } }).handOver(node, node, data);
    expect(onNode({ id: "n" })).toEqual({ seconds: 0, cost: 0, level: "node", isTransfer: false });
    const localDisk = { bandwidth: 5, latency: 1 };
    expect(onNode({ id: "n", localDisk })).toEqual({ seconds: 3, cost: 0, level: "node", isTransfer: true });
    expect(onNode({ id: "n", localDisk }, 0)).toEqual({ seconds: 0, cost: 0, level: "node", isTransfer: false });
  });
});

describe("who may run where", () => {
  const shared: Node = { id: "shared", capacity: { cpu: 4 }, gpus: { model: "H100", count: 2 }, labels: ["ssd"] };
  const work: Task = { id: "t", work: 6 };

  test.each<[string, Task, Node]>([
    ["no demands", work, { id: "n" }],
    ["no demands on a shared node", work, shared],
    ["labels, also of devices", { ...work, requires: ["ssd", "gpu:H100"] }, shared],
    ["needs, also of devices", { ...work, needs: { cpu: 4, gpu: 2 } }, shared],
    ["empty needs are none", { ...work, needs: {} }, { id: "n" }],
    ["a speed for the kind", { ...work, kind: "gpu" }, { id: "n", speed: { gpu: 3 } }],
    ["durations, whatever the kind", { id: "t", durations: { n: 1 }, kind: "cpu" }, { id: "n", speed: { gpu: 3 } }],
  ])("%s", (_, task, node) => {
    expect(ineligibility(task, node)).toBeUndefined();
  });

  test.each<[Task, Node, string]>([
    [{ ...work, requires: ["gpu:A100"] }, shared, 'does not carry the label "gpu:A100"'],
    [{ ...work, needs: { cpu: 5 } }, shared, 'has 4 of "cpu", and the task needs 5'],
    [{ ...work, needs: { memory: 1 } }, shared, 'has 0 of "memory", and the task needs 1'],
    [{ ...work, needs: { cpu: 1 } }, { id: "n" }, "has no capacity, and the task has needs"],
    [{ ...work, kind: "tpu" }, { id: "n", speed: { gpu: 3 } }, 'has no speed for the kind "tpu"'],
    [{ id: "t", durations: { m: 1 } }, { id: "n" }, "is not named in the task's durations"],
    [{ id: "t", durations: {} }, { id: "constructor" }, "is not named in the task's durations"],
  ])("%j on %j: %s", (task, node, reason) => {
    expect(ineligibility(task, node)).toBe(reason);
  });

  test("durations", () => {
    expect(duration(work, { id: "n" })).toBe(6);
    expect(duration(work, { id: "n", speed: 3 })).toBe(2);
    expect(duration({ ...work, kind: "gpu" }, { id: "n", speed: { gpu: 4, cpu: 1 } })).toBe(1.5);
    expect(duration({ id: "t", durations: { n: 7 } }, { id: "n", speed: 3 })).toBe(7);
  });
});
