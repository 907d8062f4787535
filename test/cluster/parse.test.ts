import { describe, expect, it } from "vitest";
import { parseCluster } from "../../bindings/cluster/parse.js";
import { Door } from "../../bindings/door.js";
import { InvalidProblemError } from "../../bindings/errors.js";

function parse(value: unknown) {
  return new Door().admit((door) => parseCluster(door, "cluster", value));
}

/** "pointer: message" of everything that is refused. */
function refusals(value: unknown): string[] {
  try {
    parse(value);
  } catch (error) {
    if (!(error instanceof InvalidProblemError)) throw error;
    return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
  }
  return [];
}

const withNode = (node: object) => ({ nodes: [{ id: "n", ...node }] });
const withNetwork = (network: unknown) => ({ nodes: [{ id: "a" }, { id: "b" }, { id: "beta" }], network });

describe("parseCluster", () => {
  it("copies everything that is valid", () => {
    const given = {
      nodes: [
        {
          id: "h100-0",
          capacity: { cpu: 64, memory: 512, gpu: 8 },
          gpus: { model: "H100", count: 8, memory: 80 },
          speed: { gpu: 3.1, cpu: 1 },
          location: { cloud: "aws", region: "us-east-1", zone: "a", rack: "r1" },
          labels: ["nvme", "gpu:H100"],
          pricePerHour: 32,
          localDisk: { bandwidth: 3, latency: 0.0001 },
          availableFrom: 60,
        },
        { id: "cpu-0", speed: 0.5 },
      ],
      network: {
        rack: { bandwidth: 12.5, latency: 0.00001 },
        zone: { bandwidth: 6 },
        region: { bandwidth: 3 },
        cloud: { bandwidth: 1, pricePerGigabyte: 0.02 },
        world: { bandwidth: 0.1, latency: 0.1, pricePerGigabyte: 0.09 },
        links: [{ from: "h100-0", to: "cpu-0", bandwidth: 1, latency: 1, pricePerGigabyte: 0 }],
      },
    };
    const { cluster, nodeIndex, resources, speedsByKind } = parse(given);
    expect(cluster).toEqual(given);
    expect(cluster).not.toBe(given);
    expect([...nodeIndex]).toEqual([
      ["h100-0", 0],
      ["cpu-0", 1],
    ]);
    expect(resources).toEqual(["cpu", "memory", "gpu"]);
    expect(speedsByKind).toBe(true);
  });

  it("spells out what gpus imply", () => {
    const { cluster, resources } = parse(withNode({ gpus: { model: "A100", count: 4 }, labels: ["ssd"] }));
    expect(cluster.nodes[0]).toMatchObject({ capacity: { gpu: 4 }, labels: ["ssd", "gpu:A100"] });
    expect(resources).toEqual(["gpu"]);
    expect(parse(cluster).cluster).toEqual(cluster);
  });

  it("refuses a capacity that contradicts gpus", () => {
    expect(refusals(withNode({ gpus: { model: "A100", count: 4 }, capacity: { gpu: 8 } }))).toEqual([
      '/cluster/nodes/0/capacity/gpu: is 8, but "gpus" counts 4 devices; leave one of them out',
    ]);
  });

  it("drops capacities of zero", () => {
    expect(parse(withNode({ capacity: { cpu: 0, memory: 2 } })).cluster.nodes[0]!.capacity).toEqual({ memory: 2 });
    expect(parse(withNode({ capacity: { cpu: 0 } })).resources).toEqual([]);
  });

  it("takes undefined for absent", () => {
    expect(parse({ nodes: [{ id: "n", speed: undefined }], network: undefined }).speedsByKind).toBe(false);
  });

  it("refuses an empty cluster", () => {
    expect(refusals({ nodes: [] })).toEqual(["/cluster/nodes: is empty; a cluster has at least one node"]);
    expect(refusals({})).toEqual(['/cluster: "nodes" is missing; give an array of nodes']);
    expect(refusals(undefined)).toEqual(["/cluster: must be an object, not undefined"]);
  });

  it.each<[object, string]>([
    [{ id: "" }, '/id: must be a string that is not empty, not ""'],
    [{ id: 7 }, "/id: must be a string that is not empty, not 7"],
    [{ spede: 2 }, '/spede: unknown key "spede"; did you mean "speed"?'],
    [JSON.parse('{"__proto__": {}}'), '/__proto__: "__proto__" is not allowed as a name'],
    [{ spot: { pricePerHour: 1, meanLifetime: 60 } }, "/spot: is not honoured yet; leave it out"],
    [{ speed: 0 }, "/speed: must be a number above 0, not 0"],
    [{ speed: { gpu: -1 } }, "/speed/gpu: must be a number above 0, not -1"],
    [{ speed: [1] }, "/speed: must be an object, not an array"],
    [{ speed: null }, "/speed: must be an object, not null"],
    [{ capacity: { cpu: -1 } }, "/capacity/cpu: must be a number of at least 0, not -1"],
    [{ capacity: { cpu: NaN } }, "/capacity/cpu: must be a number of at least 0, not NaN"],
    [{ capacity: { cpu: "4" } }, '/capacity/cpu: must be a number of at least 0, not "4"'],
    [{ capacity: new Map() }, "/capacity: must be an object, not an instance of a class"],
    [{ gpus: { model: "H100" } }, '/gpus: "count" is missing; say how many devices the node has'],
    [{ gpus: { count: 1 } }, '/gpus: "model" is missing; name the device, such as "H100"'],
    [{ gpus: { model: "H", count: 1.5 } }, "/gpus/count: must be a number that is whole and at least 1, not 1.5"],
    [{ gpus: { model: "H", count: 1, memroy: 80 } }, '/gpus/memroy: unknown key "memroy"; did you mean "memory"?'],
    [{ location: { rak: "a" } }, '/location/rak: unknown key "rak"; did you mean "rack"?'],
    [{ location: { rack: 1 } }, "/location/rack: must be a string that is not empty, not 1"],
    [{ labels: "ssd" }, '/labels: must be an array, not "ssd"'],
    [{ labels: ["ssd", ""] }, '/labels/1: must be a string that is not empty, not ""'],
    [{ pricePerHour: -2 }, "/pricePerHour: must be a number of at least 0, not -2"],
    [{ pricePerHour: Infinity }, "/pricePerHour: must be a number of at least 0, not Infinity"],
    [{ localDisk: {} }, '/localDisk: "bandwidth" is missing; give it in gigabytes per second'],
    [{ localDisk: { bandwidth: 0 } }, "/localDisk/bandwidth: must be a number above 0, not 0"],
    [{ localDisk: { bandwidth: 1, speed: 1 } }, '/localDisk/speed: unknown key "speed"'],
    [{ availableFrom: "1h" }, '/availableFrom: must be a number of at least 0, not "1h"'],
  ])("refuses the node %j", (node, refusal) => {
    expect(refusals(withNode(node))).toEqual([`/cluster/nodes/0${refusal}`]);
  });

  it("refuses nodes without id, with the id of another, and holes", () => {
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    expect(refusals({ nodes: [{ id: "a" }, {}, { id: "a" }, , 3] })).toEqual([
      '/cluster/nodes/1: "id" is missing; give every node a name of its own',
      '/cluster/nodes/2/id: "a" is already the id of node 0; rename one',
      "/cluster/nodes/3: must be an object, not undefined",
      "/cluster/nodes/4: must be an object, not 3",
    ]);
  });

  it.each<[unknown, string[]]>([
    [[], ["/cluster/network: must be an object, not an array"]],
    [{ wordl: {} }, ['/cluster/network/wordl: unknown key "wordl"; did you mean "world"?']],
    [{ rack: {} }, ['/cluster/network/rack: "bandwidth" is missing; give it in gigabytes per second']],
    [
      { rack: { bandwidth: 1, latency: -1 } },
      ["/cluster/network/rack/latency: must be a number of at least 0, not -1"],
    ],
    [{ rack: { bandwidth: 1, price: 1 } }, ['/cluster/network/rack/price: unknown key "price"']],
    [{ links: {} }, ["/cluster/network/links: must be an array, not an object"]],
    [
      { links: [{ from: "betta", to: "a", bandwidth: 1 }] },
      ['/cluster/network/links/0/from: no node "betta"; did you mean "beta"?'],
    ],
    [
      { links: [{ from: "a", to: "a", bandwidth: 1 }] },
      ['/cluster/network/links/0: leads from a node to itself; give the node a "localDisk" instead'],
    ],
    [
      { links: [{ bandwidth: 1, bandwith: 2 }] },
      [
        '/cluster/network/links/0/bandwith: unknown key "bandwith"; did you mean "bandwidth"?',
        '/cluster/network/links/0: "from" is missing; name the node that the link leaves',
        '/cluster/network/links/0: "to" is missing; name the node that the link reaches',
      ],
    ],
    [
      {
        links: [
          { from: "a", to: "b", bandwidth: 1 },
          { from: "b", to: "a", bandwidth: 1 },
          { from: "a", to: "b", bandwidth: 2 },
        ],
      },
      ["/cluster/network/links/2: names the same two nodes as link 0; leave one of them out"],
    ],
  ])("refuses the network %j", (network, expected) => {
    expect(refusals(withNetwork(network))).toEqual(expected);
  });

  it("refuses more nodes and resources than the limits", () => {
    const nodes = (count: number) => Array.from({ length: count }, (_, i) => ({ id: `n${i}` }));
    expect(refusals({ nodes: nodes(4096) })).toEqual([]);
    expect(refusals({ nodes: nodes(4097) })).toEqual(["/cluster/nodes: has 4097 entries; at most 4096 are allowed"]);
    const capacity = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`r${i}`, 1]));
    expect(refusals(withNode({ capacity }))).toEqual([
      "/cluster: its nodes have 65 different resources; at most 64 are allowed",
    ]);
  });

  it("takes any name as id, resource, kind or label", () => {
    const odd = ["constructor", "toString", "hasOwnProperty", "__proto__", "a/b~c", "7", "日本"];
    const { nodeIndex, resources } = parse({
      nodes: odd.map((id) => ({ id, labels: odd, location: { rack: id }, capacity: { constructor: 1, "7": 2 } })),
    });
    expect([...nodeIndex.keys()]).toEqual(odd);
    expect(resources).toEqual(["7", "constructor"]);
  });
});
