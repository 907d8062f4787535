import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
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
