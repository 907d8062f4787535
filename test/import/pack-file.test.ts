import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { readPackProblem } from "../../bindings/import/pack-file.js";
import { InvalidSourceError, type Source } from "../../bindings/import/source.js";
import { describeWithSharedData, readSharedText } from "../shared-data.js";

const bins: Source = {
  name: "bins.csv",
  text: "id,count,cpu,memory,gpuModel,gpus,pricePerHour,zone\nbig,2,8,64GiB,H100,8,$28/h,east\nsmall,1,4,16GB,,,,\n",
};

test("items and bins from CSV, with units", () => {
  const text = 'id,cpu,gpus,gpuShare,models,group,separate,value\n7,2,4,,H100|A100,g,,3\n"b, c",0.5,,0.25,,,s,\n';
  expect(readPackProblem({ items: { name: "items.csv", text }, bins })).toEqual({
    items: [
      { id: "7", needs: { cpu: 2 }, gpus: { count: 4 }, models: ["H100", "A100"], group: "g", value: 3 },
      { id: "b, c", needs: { cpu: 0.5 }, gpus: { share: 0.25 }, separate: "s" },
    ],
    bins: [
      {
        id: "big",
        count: 2,
        capacity: { cpu: 8, memory: 68.719476736 },
        gpus: { model: "H100", count: 8 },
        pricePerHour: 28,
        location: { zone: "east" },
      },
      { id: "small", count: 1, capacity: { cpu: 4, memory: 16 } },
    ],
  });
});

test("one file with both, and groups", () => {
  const text =
    "items: [{ id: a, group: g }]\nbins: [{ id: n, capacity: { cpu: 1 } }]\ngroups: [{ id: g, within: rack }]\n";
  expect(readPackProblem({ items: { name: "problem.yaml", text } }).groups).toEqual([{ id: "g", within: "rack" }]);
});

test("everything that is wrong, with file and line", () => {
  const text = "id,cpu,gpus\na,-1,0\na,2,\n";
  const refusal = refusalOf(() => readPackProblem({ items: { name: "items.csv", text }, bins }));
  expect(refusal.problems.map(({ file, line, pointer }) => `${file}:${line} ${pointer}`)).toEqual([
    "items.csv:2 cpu",
    "items.csv:2 gpus",
    "items.csv:3 id",
  ]);
});

test("what has no bins is told so", () => {
  const refusal = refusalOf(() => readPackProblem({ items: { name: "items.yaml", text: "items: []" } }));
  expect(refusal.problems[0]!.message).toContain("no bins found");
});

test("the example is valid", () => {
  const read = (name: string) => ({ name, text: readFileSync(`examples/pack/${name}`, "utf8") });
  expect(readPackProblem({ items: read("items.csv"), bins: read("bins.csv") }).items).toHaveLength(30);
});

describeWithSharedData("the openb trace", () => {
  test("nodes and pods", () => {
    const read = (name: string) => ({ name, text: readSharedText(`pack/openb/${name}.csv`) });
    const problem = readPackProblem({
      items: read("openb_pod_list_default"),
      bins: read("openb_node_list_gpu_node"),
    });
    expect(problem.items).toHaveLength(8152);
    expect(problem.bins).toHaveLength(1213);
    expect(problem.bins.reduce((sum, { gpus }) => sum + (gpus?.count ?? 0), 0)).toBe(6212);
    const sharing = problem.items.filter(({ gpus }) => gpus && "share" in gpus);
    expect(sharing).toHaveLength(3078);
  });
});

function refusalOf(read: () => unknown): InvalidSourceError {
  try {
    read();
  } catch (error) {
    if (error instanceof InvalidSourceError) return error;
  }
  throw new Error("nothing was refused");
}

describe("Kubernetes manifests", () => {
  const read = (name: string) => ({ name, text: readFileSync(`examples/pack/${name}`, "utf8") });
  const pod = (spec: string) => ({
    name: "pod.yaml",
    text: `apiVersion: v1\nkind: Pod\nmetadata: { name: p }\nspec: ${spec}\n`,
  });
  const requests = (text: string) => `{ containers: [{ resources: { requests: ${text} } }] }`;
  const needsOf = (spec: string) => readPackProblem({ items: pod(spec), bins: read("nodes.yaml") }).items[0]!.needs;

  test("pods and nodes of the example", () => {
    const { items, bins } = readPackProblem({ items: read("pods.yaml"), bins: read("nodes.yaml") });
    expect(items[0]).toEqual({
      id: "serving/llama-70b",
      needs: { cpu: 16.5, memory: (200 * 2 ** 30 + 256 * 2 ** 20) / 1e9, pods: 1 },
      gpus: { count: 4 },
      models: ["NVIDIA-H100-80GB-HBM3"],
    });
    expect(items[1]).toMatchObject({ needs: { cpu: 8, memory: (48 * 2 ** 30) / 1e9 }, gpus: { count: 1 } });
    expect(bins).toEqual([
      {
        id: "gpu-1",
        capacity: { cpu: 95, memory: (1000 * 2 ** 30) / 1e9, pods: 110 },
        gpus: { model: "NVIDIA-H100-80GB-HBM3", count: 8 },
        location: { region: "eu", zone: "eu-1" },
      },
      { id: "cpu-1", capacity: { cpu: 31.85, memory: (125 * 2 ** 30) / 1e9, pods: 110 }, location: { zone: "eu-1" } },
    ]);
  });

  test.each([
    ["500m", 0.5],
    ["1e3", 1000],
    ["2k", 2000],
    [".5", 0.5],
    ["1Ki", 1024],
  ])("a quantity of %s", (text, cpu) => {
    expect(needsOf(requests(`{ cpu: "${text}" }`))).toMatchObject({ cpu });
  });

  test("init containers run one by one, beside those that stay", () => {
    const init =
      "[{ resources: { requests: { cpu: 4 } } }, { restartPolicy: Always, resources: { requests: { cpu: 1 } } }, { resources: { requests: { cpu: 5 } } }]";
    expect(needsOf(`{ initContainers: ${init}, containers: [{ resources: { limits: { cpu: 2 } } }] }`)).toMatchObject({
      cpu: 6,
    });
  });

  test("what is not honoured is refused by name, all at once, with line and pointer", () => {
    const text = [
      "apiVersion: v1",
      "kind: Pod",
      "metadata: { name: p }",
      "spec:",
      "  affinity: { nodeAffinity: { required: 1 } }",
      "  hostNetwork: true",
      "  nodeSelector: { disk: ssd, nvidia.com/gpu.product: L4 }",
      "  resources: { requests: { cpu: 4 } }",
      "  schedulerName: default-scheduler",
      "  volumes: [{ name: v, persistentVolumeClaim: { claimName: c } }]",
      "  containers:",
      '    - resources: { requests: { cpu: "1x" } }',
      "      ports: [{ hostPort: 80 }]",
      "---",
      "apiVersion: apps/v1",
      "kind: Deployment",
      "metadata: { name: d }",
      "---",
      "apiVersion: v1",
      "kind: Node",
      "metadata: { name: n }",
      "spec: { unschedulable: true, taints: [{ key: k, effect: NoSchedule }] }",
    ].join("\n");
    const refusal = refusalOf(() => readPackProblem({ items: { name: "all.yaml", text } }));
    expect(refusal.problems.map(({ line, pointer, message }) => `${line} ${pointer} ${message}`)).toEqual([
      '16 /kind Deployment "d": is neither a pod nor a node; give the pods that it stands for, or leave it out',
      '22 /spec/taints Node "n": are not honoured; leave them out',
      '22 /spec/unschedulable Node "n": is not honoured; leave the node out',
      '6 /spec/hostNetwork Pod "p": is not honoured; leave it out',
      '8 /spec/resources Pod "p": is not honoured; leave it out',
      '10 /spec/volumes Pod "p": is not honoured; leave it out',
      '7 /spec/nodeSelector Pod "p": "disk" is not honoured; leave it out',
      '13 /spec/containers/0/ports Pod "p": a hostPort is not honoured; leave it out',
      '12 /spec/containers/0/resources/requests Pod "p": "1x" is no quantity of cpu',
      '7 /spec/nodeSelector Pod "p": asks for a model of GPU, but no container asks for a GPU',
      '5 /spec/affinity/nodeAffinity Pod "p": is not honoured; leave it out',
    ]);
  });

  test("lists of one kind, in JSON on one line; pods that have ended are left out", () => {
    const items = [
      { metadata: { name: "a" }, spec: { containers: [{ resources: { requests: { cpu: 1 } } }] } },
      { metadata: { name: "b" }, spec: {}, status: { phase: "Succeeded" } },
    ];
    const text = JSON.stringify({ apiVersion: "v1", kind: "PodList", items });
    const nodes = `apiVersion: v1\nkind: NodeList\nitems:\n  - { metadata: { name: n }, status: { capacity: { cpu: 2 } } }\n`;
    expect(readPackProblem({ items: { name: "pods.json", text }, bins: { name: "nodes.yaml", text: nodes } })).toEqual({
      items: [{ id: "a", needs: { cpu: 1 } }],
      bins: [{ id: "n", capacity: { cpu: 2 } }],
    });
  });

  test("a pod on a node is part of what that holds", () => {
    const spec = '{ nodeName: gpu-1, containers: [{ resources: { limits: { cpu: 4, "nvidia.com/gpu": 2 } } }] }';
    const { items, bins } = readPackProblem({ items: pod(spec), bins: read("nodes.yaml") });
    expect(items).toEqual([]);
    expect(bins[0]!.load).toEqual({
      needs: { cpu: 4, pods: 1 },
      gpus: [
        { index: 0, share: 1 },
        { index: 1, share: 1 },
      ],
    });
    const elsewhere = refusalOf(() => readPackProblem({ items: pod("{ nodeName: moon }"), bins: read("nodes.yaml") }));
    expect(elsewhere.problems[0]!.message).toBe('Pod "p": there is no node "moon"');
  });

  test("models are told by one label", () => {
    const gpu = 'containers: [{ resources: { limits: { "nvidia.com/gpu": 1 } } }]';
    const gke = "cloud.google.com/gke-accelerator";
    const node = [
      "apiVersion: v1",
      "kind: Node",
      `metadata: { name: n, labels: { nvidia.com/gpu.product: NVIDIA-L4, ${gke}: nvidia-l4 } }`,
      "status: { allocatable: { nvidia.com/gpu: 1 } }",
    ].join("\n");
    const bins = { name: "node.yaml", text: node };
    const problem = readPackProblem({ items: pod(`{ nodeSelector: { ${gke}: nvidia-l4 }, ${gpu} }`), bins });
    expect([problem.items[0]!.models, problem.bins[0]!.gpus!.model]).toEqual([["nvidia-l4"], "nvidia-l4"]);
    const both = pod(`{ nodeSelector: { ${gke}: nvidia-l4, nvidia.com/gpu.product: NVIDIA-L4 }, ${gpu} }`);
    expect(refusalOf(() => readPackProblem({ items: both, bins })).problems[0]!.message).toContain(
      "models are told by",
    );
  });

  test("a fault of YAML has the line of the file", () => {
    const text = "apiVersion: v1\nkind: Pod\n---\napiVersion: v1\nkind: [Pod\nmetadata: {}\n";
    const refusal = refusalOf(() => readPackProblem({ items: { name: "pod.yaml", text }, bins: read("nodes.yaml") }));
    expect(refusal.problems[0]!.line).toBeGreaterThanOrEqual(5);
  });
});

test("a column that is misspelt is no resource", () => {
  const text = "id,gpu_share,Models\na,0.5,L4\n";
  const refusal = refusalOf(() => readPackProblem({ items: { name: "items.csv", text }, bins }));
  expect(refusal.problems.map(({ line, message }) => `${line} ${message}`)).toEqual([
    '1 unknown column "gpu_share"; did you mean "gpuShare"?',
    '1 unknown column "Models"; did you mean "models"?',
  ]);
});

test("openb: a cell that is wrong is named by its column", () => {
  const text = "name,cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec\na,x,1,0,0,\nb,1,1,2,500,\n";
  const refusal = refusalOf(() => readPackProblem({ items: { name: "pods.csv", text }, bins }));
  expect(refusal.problems.map(({ line, pointer }) => `${line} ${pointer}`)).toEqual(["2 cpu_milli", "3 gpu_milli"]);
});
