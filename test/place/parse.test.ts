import { describe, expect, it } from "vitest";
import { encodePlaceProblem } from "../../bindings/place/encode.js";
import { parsePlaceProblem } from "../../bindings/place/parse.js";
import { cluster, refusals, refused, task, withTasks } from "./refusals.js";

describe("parsePlaceProblem", () => {
  it("copies everything that is valid", () => {
    const given = withTasks(
      {
        id: "train",
        work: 100,
        kind: "gpu",
        needs: { gpu: 8 },
        requires: ["gpu:H100"],
        after: [{ task: "tokenize", data: 20 }, "check"],
        nodes: 1,
        release: 5,
        deadline: 500,
        stage: "pretraining",
        class: "training",
        preemptible: false,
      },
      { id: "tokenize", durations: { a: 5, b: 7 } },
      { id: "check", work: 0 },
    );
    const { problem } = parsePlaceProblem(given);
    expect(problem.cluster).toEqual(given.cluster);
    expect(problem.workflow.tasks).toEqual([
      {
        ...(given.workflow.tasks[0] as object),
        after: [
          { task: "tokenize", data: 20 },
          { task: "check", data: 0 },
        ],
      },
      { id: "tokenize", durations: { a: 5, b: 7 }, after: [] },
      { id: "check", work: 0, after: [] },
    ]);
    expect(parsePlaceProblem(problem).problem).toEqual(problem);
  });

  it("does not share anything with the input", () => {
    const given = withTasks({ ...task("t"), durations: undefined, needs: { cpu: 1 }, requires: ["x"] });
    const copy = JSON.stringify(parsePlaceProblem(given).problem);
    const parsed = parsePlaceProblem(given).problem;
    (given.workflow.tasks[0] as { needs: Record<string, number> }).needs.cpu = 2;
    (given.workflow.tasks[0] as { requires: string[] }).requires.push("y");
    given.workflow.tasks.pop();
    expect(JSON.stringify(parsed)).toBe(copy);
  });

  it("takes a workflow without tasks", () => {
    expect(parsePlaceProblem(withTasks()).graph.order).toEqual(new Int32Array(0));
  });

  it.each<[unknown, string[]]>([
    [undefined, [": must be an object, not undefined"]],
    [[], [": must be an object, not an array"]],
    ["{}", [': must be an object, not "{}"']],
    [{}, ["/cluster: must be an object, not undefined", "/workflow: must be an object, not undefined"]],
    [{ cluster, workflow: {} }, ['/workflow: "tasks" is missing; give an array of tasks']],
    [
      { cluster, workflow: { tasks: [] }, worklfow: 1 },
      ['/worklfow: unknown key "worklfow"; did you mean "workflow"?'],
    ],
    [
      { cluster, workflow: { task: [], tasks: {} } },
      ['/workflow/task: unknown key "task"; did you mean "tasks"?', "/workflow/tasks: must be an array, not an object"],
    ],
    [JSON.parse('{"__proto__": 1}'), ['/__proto__: "__proto__" is not allowed as a name']],
  ])("refuses the problem %j", (value, expected) => {
    expect(refusals(value)).toEqual(expect.arrayContaining(expected));
  });

  it.each<[object, string]>([
    [{ id: "" }, '/id: must be a string that is not empty, not ""'],
    [{ id: 7 }, "/id: must be a string that is not empty, not 7"],
    [{ id: undefined }, ': "id" is missing; give every task a name of its own'],
    [{ work: -1 }, "/work: must be a number of at least 0, not -1"],
    [{ work: NaN }, "/work: must be a number of at least 0, not NaN"],
    [{ work: "1h" }, '/work: must be a number of at least 0, not "1h"'],
    [{ work: undefined }, ': needs "work" or "durations"; say how long it takes'],
    [{ durations: { a: 1 } }, ': has both "work" and "durations"; leave one of them out'],
    [{ work: undefined, durations: { a: -1 } }, "/durations/a: must be a number of at least 0, not -1"],
    [{ work: undefined, durations: { c: 1 } }, '/durations/c: no node "c"'],
    [{ work: undefined, durations: [1, 2] }, "/durations: must be an object, not an array"],
    [{ kind: "" }, '/kind: must be a string that is not empty, not ""'],
    [{ needs: { cpu: 0 } }, "/needs/cpu: must be a number above 0, not 0"],
    [{ needs: { cpu: -1 } }, "/needs/cpu: must be a number above 0, not -1"],
    [{ needs: { cpu: undefined } }, "/needs/cpu: must be a number above 0, not undefined"],
    [{ needs: JSON.parse('{"__proto__": 2}') }, '/needs/__proto__: "__proto__" is not allowed as a name'],
    [{ requires: "ssd" }, '/requires: must be an array, not "ssd"'],
    [{ requires: [""] }, '/requires/0: must be a string that is not empty, not ""'],
    [{ after: "s" }, '/after: must be an array, not "s"'],
    [{ after: [7] }, "/after/0: must be an object, not 7"],
    [{ after: [{ task: "s", data: 1, size: 2 }] }, '/after/0/size: unknown key "size"'],
    [
      { after: [{ task: "s" }] },
      '/after/0: "data" is missing; give gigabytes, or write the bare id of the task for none',
    ],
    [{ after: [{ data: 1 }] }, '/after/0: "task" is missing; name the predecessor'],
    [{ after: [{ task: "s", data: -1 }] }, "/after/0/data: must be a number of at least 0, not -1"],
    [{ after: [{ task: "s", data: "20GB" }] }, '/after/0/data: must be a number of at least 0, not "20GB"'],
    [{ after: ["t"] }, '/after/0: "t" cannot come after itself; leave it out'],
    [{ after: ["s", { task: "s", data: 1 }] }, '/after/1: "s" is named twice; keep one entry with all the data'],
    [{ after: [""] }, '/after/0: must be a string that is not empty, not ""'],
    [{ nodes: 2 }, "/nodes: more than one node per task is not honoured yet; give 1 or leave it out"],
    [{ nodes: 0 }, "/nodes: must be a number that is whole and at least 1, not 0"],
    [{ release: -1 }, "/release: must be a number of at least 0, not -1"],
    [{ deadline: Infinity }, "/deadline: must be a number of at least 0, not Infinity"],
    [{ priority: 1 }, "/priority: is not honoured yet; leave it out"],
    [{ checkpoint: { interval: 60 } }, "/checkpoint: is not honoured yet; leave it out"],
    [{ preemptible: true }, "/preemptible: preemption is not honoured yet; leave it out"],
    [{ preemptible: 1 }, "/preemptible: must be true or false, not 1"],
    [
      { stage: "pretrainig" },
      '/stage: must be one of data-preparation, pretraining, alignment, deployment, serving, not "pretrainig"; did you mean "pretraining"?',
    ],
    [{ class: "bach" }, '/class: must be one of interactive, batch, training, not "bach"; did you mean "batch"?'],
    [{ dependsOn: [] }, '/dependsOn: unknown key "dependsOn"'],
    [{ requies: [] }, '/requies: unknown key "requies"; did you mean "requires"?'],
  ])("refuses the task %j", (fields, refusal) => {
    expect(refusals(withTasks({ id: "t", work: 1, ...fields }, task("s")))).toEqual([`/workflow/tasks/0${refusal}`]);
  });

  it("names the task that was meant", () => {
    expect(refusals(withTasks(task("tokenize"), task("train", "tokenise")))).toEqual([
      '/workflow/tasks/1/after/0: no task "tokenise"; did you mean "tokenize"?',
    ]);
  });

  it("refuses two tasks of one id", () => {
    expect(refusals(withTasks(task("s"), task("t"), task("s", "t")))).toEqual([
      '/workflow/tasks/2/id: "s" is already the id of task 0; rename one',
    ]);
  });

  it("asks for the kind of work where speeds differ by kind", () => {
    const nodes = [{ id: "a", speed: { gpu: 3 } }, { id: "b" }];
    const tasks = [
      { id: "s", work: 1 },
      { id: "t", work: 1, kind: "gpu" },
      { id: "u", durations: { b: 1 } },
    ];
    expect(refusals({ cluster: { nodes }, workflow: { tasks } })).toEqual([
      '/workflow/tasks/0: needs a "kind", because some node has one speed per kind of work',
    ]);
  });

  it("refuses more than the limits", () => {
    const nodes = Array.from({ length: 4096 }, (_, i) => ({ id: `n${i}` }));
    const tasks = Array.from({ length: 12_208 }, (_, i) => task(`t${i}`));
    expect(refusals({ cluster: { nodes }, workflow: { tasks } })).toEqual([
      "/workflow/tasks: 12208 tasks on 4096 nodes are too many; their product may be 50000000 at most",
    ]);
    expect(refusals(withTasks({ ...task("t"), requires: new Array(65).fill("ssd") }))).toEqual([
      "/workflow/tasks/0/requires: has 65 entries; at most 64 are allowed",
    ]);
    const needs = Object.fromEntries(Array.from({ length: 65 }, (_, i) => [`r${i}`, 1]));
    expect(refusals(withTasks({ ...task("t"), needs }))).toEqual([
      "/workflow/tasks/0/needs: names 65 resources; at most 64 are allowed",
    ]);
    expect(refusals({ cluster, workflow: { tasks: { length: 1 } } })).toHaveLength(1);
    expect(refusals({ cluster, workflow: { tasks: new Array(1_000_001) } })).toEqual([
      "/workflow/tasks: has 1000001 entries; at most 1000000 are allowed",
    ]);
  });

  it("finds everything at once, in every part", () => {
    const value = {
      cluster: { nodes: [{ id: "a", speed: 0 }], network: { rack: {} } },
      workflow: {
        tasks: [
          { id: "t", work: -1, after: ["u"] },
          { id: "v", kind: 3 },
        ],
      },
      extra: 1,
    };
    expect(refused(value).problems.map(({ pointer }) => pointer)).toEqual([
      "/extra",
      "/cluster/nodes/0/speed",
      "/cluster/network/rack",
      "/workflow/tasks/0/work",
      "/workflow/tasks/1/kind",
      "/workflow/tasks/1",
      "/workflow/tasks/0/after/0",
    ]);
    expect(refused(value).message).toMatch(/^7 problems in the input\n {2}\/extra: unknown key "extra"\n/);
  });

  it("takes any name that is not __proto__ where names are keys", () => {
    const odd = ["constructor", "toString", "hasOwnProperty", "valueOf", "a/b~c", "7"];
    const nodes = [...odd, "__proto__"].map((id) => ({ id, capacity: { constructor: 1 } }));
    const durations = { constructor: 4, "7": 2 };
    const tasks = [...odd, "__proto__"].map((id, i) => ({
      id,
      durations,
      needs: { [odd[i % odd.length]!]: 1 },
      after: i === 0 ? [] : [odd[i - 1]],
    }));
    const { duration, stride, demand } = encodePlaceProblem(
      parsePlaceProblem({ cluster: { nodes }, workflow: { tasks } }),
    );
    // Only the need of "constructor" is one that nodes have; only two nodes are named.
    const row = Array.from({ length: stride }, (_, j) => (j === 0 ? 4 : j === 5 ? 2 : Infinity));
    expect([...duration.subarray(0, stride)]).toEqual(row);
    expect([...duration.subarray(stride, 2 * stride)]).toEqual(row.fill(Infinity));
    expect(demand[0]).toBe(1);
  });
});
