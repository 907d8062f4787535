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

  test("what is not honoured is refused by name, all at once", () => {
    const spec =
      '{ affinity: {}, nodeName: n, nodeSelector: { disk: ssd }, containers: [{ resources: { requests: { cpu: "1x" } } }] }';
    const refusal = refusalOf(() => readPackProblem({ items: pod(spec), bins: read("nodes.yaml") }));
    expect(refusal.problems.map(({ message, line }) => `${line} ${message}`)).toEqual([
      '1 Pod "p": spec.affinity is not honoured; leave it out',
      '1 Pod "p": spec.nodeName is not honoured; leave it out',
      '1 Pod "p": spec.nodeSelector "disk" is not honoured; leave it out',
      '1 Pod "p": "1x" is no quantity of cpu',
    ]);
  });
});
