import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidProblemError } from "../../bindings/errors.js";
import { importWfFormat, isWfFormat } from "../../bindings/import/wfformat.js";
import { describeWithSharedData, listShared, readShared } from "../shared-data.js";

/** Two tasks that hand over two files, and a third after both that reads one of them again. */
function instance() {
  return {
    name: "small",
    schemaVersion: "1.5",
    workflow: {
      specification: {
        tasks: [
          { name: "split", id: "split", parents: [], children: ["count", "join"], outputFiles: ["a", "b", "log"] },
          {
            name: "count",
            id: "count",
            parents: ["split"],
            children: ["join"],
            inputFiles: ["a", "b", "raw"],
            outputFiles: ["n"],
          },
          { name: "join", id: "join", parents: ["split", "count"], children: [], inputFiles: ["b", "n"] },
        ],
        files: [
          { id: "raw", sizeInBytes: 5 },
          { id: "a", sizeInBytes: 3_000_000_000 },
          { id: "b", sizeInBytes: 500_000_000 },
          { id: "n", sizeInBytes: 0 },
          { id: "log", sizeInBytes: 70 },
        ],
      },
      execution: {
        makespanInSeconds: 60,
        executedAt: "2026-01-01T00:00:00Z",
        tasks: [
          { id: "count", runtimeInSeconds: 20.5, coreCount: 2, memoryInBytes: 4_000_000_000 },
          { id: "split", runtimeInSeconds: 10, coreCount: 1.5 },
          { id: "join", runtimeInSeconds: 0 },
        ],
      },
    },
  };
}

describe("WfFormat", () => {
  test.each(["1.5", "1.6"])("version %s: run time is work, shared files are data", (schemaVersion) => {
    expect(importWfFormat({ ...instance(), schemaVersion })).toEqual({
      tasks: [
        { id: "split", work: 10 },
        { id: "count", work: 20.5, after: [{ task: "split", data: 3.5 }] },
        {
          id: "join",
          work: 0,
          after: [
            { task: "split", data: 0.5 },
            { task: "count", data: 0 },
          ],
        },
      ],
    });
  });

  test("cores and memory become needs when asked for", () => {
    const needs = importWfFormat(instance(), { needs: true }).tasks.map((task) => task.needs);
    expect(needs).toEqual([{ cpu: 1.5 }, { cpu: 2, memory: 4 }, undefined]);
  });

  test("a file counts only when it comes from a parent", () => {
    const direct = instance();
    direct.workflow.specification.tasks[0]!.children = ["count"];
    direct.workflow.specification.tasks[2]!.parents = ["count"];
    expect(importWfFormat(direct).tasks[2]).toEqual({ id: "join", work: 0, after: [{ task: "count", data: 0 }] });
  });

  test("every problem is reported at once, with its place", () => {
    const broken = instance();
    broken.schemaVersion = "1.4";
    const { specification, execution } = broken.workflow;
    specification.tasks[0]!.children = ["count", "nobody"];
    specification.tasks[2]!.parents = ["count", "split"];
    specification.files.splice(1, 1);
    execution.tasks[0]!.runtimeInSeconds = -1;
    execution.tasks.pop();
    expect(problemsOf(broken)).toEqual([
      '/schemaVersion: expected "1.5" or "1.6"; found "1.4". WfCommons\' migration tool converts older files',
      "/workflow/execution/tasks/0/runtimeInSeconds: expected a number that is not negative; found -1",
      '/workflow/specification/tasks/1/inputFiles: the size of file "a" is missing in /workflow/specification/files',
      '/workflow/specification/tasks/2: task "join" has no run time: it is missing in /workflow/execution/tasks',
      '/workflow/specification/tasks/0/children: no task "nobody"',
      '/workflow/specification/tasks/2/parents: task "split" does not list "join" among its children',
    ]);
  });

  test("repeated ids are refused", () => {
    const { specification, execution } = instance().workflow;
    specification.tasks.push(specification.tasks[0]!);
    specification.files.push(specification.files[0]!);
    execution.tasks.push(execution.tasks[0]!);
    const repeated = { ...instance(), workflow: { specification, execution } };
    expect(problemsOf(repeated)).toEqual([
      '/workflow/specification/tasks/3/id: task "split" is defined twice',
      '/workflow/specification/files/5/id: file "raw" is defined twice',
      '/workflow/execution/tasks/3/id: task "count" is measured twice',
    ]);
  });

  test("the example is read", () => {
    const text = readFileSync(new URL("../../examples/montage.json", import.meta.url), "utf8");
    const { tasks } = importWfFormat(JSON.parse(text));
    expect(tasks).toHaveLength(46);
    expect(tasks.find(({ id }) => id === "view")).toEqual({
      id: "view",
      work: 95.4,
      after: [{ task: "add", data: 21 }],
    });
  });

  test("it is recognised", () => {
    expect(isWfFormat(instance())).toBe(true);
    for (const other of [null, [], "1.5", { tasks: [] }, { workflow: { tasks: [] } }])
      expect(isWfFormat(other)).toBe(false);
  });

  test("any JSON is read or refused, never anything else", () => {
    const id = fc.constantFrom("a", "b", "__proto__", "");
    const ids = fc.oneof(fc.array(id), fc.jsonValue());
    const task = fc.record(
      { id, parents: ids, children: ids, inputFiles: ids, outputFiles: ids },
      { requiredKeys: [] },
    );
    const file = fc.record({ id, sizeInBytes: fc.oneof(fc.nat(), fc.jsonValue()) }, { requiredKeys: [] });
    const run = fc.record({ id, runtimeInSeconds: fc.oneof(fc.nat(), fc.jsonValue()) }, { requiredKeys: [] });
    const list = (item: fc.Arbitrary<unknown>) => fc.oneof(fc.array(fc.oneof(item, fc.jsonValue())), fc.jsonValue());
    const nearly = fc.record({
      schemaVersion: fc.constant("1.5"),
      workflow: fc.record({
        specification: fc.record({ tasks: list(task), files: list(file) }),
        execution: fc.record({ tasks: list(run) }),
      }),
    });
    fc.assert(
      fc.property(fc.oneof(nearly, fc.jsonValue()), (value) => {
        try {
          expect(importWfFormat(value, { needs: true }).tasks).toBeInstanceOf(Array);
        } catch (error) {
          expect(error).toBeInstanceOf(InvalidProblemError);
        }
      }),
      { numRuns: 500 },
    );
  });
});

describeWithSharedData("published WfFormat instances", () => {
  const folder = "place/wfinstances/";
  test.each(listShared(folder).filter((name) => name.endsWith(".json")))("%s", (name) => {
    const raw = readShared<ReturnType<typeof instance>>(folder + name);
    const { tasks, files } = raw.workflow.specification;
    const workflow = importWfFormat(raw);
    expect(workflow.tasks.map(({ id }) => id)).toEqual(tasks.map(({ id }) => id));
    const sizes = new Map(files.map((file) => [file.id, file.sizeInBytes]));
    for (const [index, { after = [] }] of workflow.tasks.entries()) {
      const { parents, inputFiles = [] } = tasks[index]!;
      expect(after.map((entry) => (typeof entry === "string" ? entry : entry.task))).toEqual(parents);
      // In these files every file has one writer, so what arrives is all that some task writes.
      const written = inputFiles.filter((file) => tasks.some(({ outputFiles = [] }) => outputFiles.includes(file)));
      const bytes = written.reduce((sum, file) => sum + sizes.get(file)!, 0);
      const gigabytes = after.reduce((sum, entry) => sum + (typeof entry === "string" ? 0 : entry.data), 0);
      expect(gigabytes).toBeCloseTo(bytes / 1e9, 9);
    }
  });
});

function problemsOf(value: unknown): string[] {
  try {
    importWfFormat(value);
  } catch (error) {
    if (error instanceof InvalidProblemError)
      return error.problems.map(({ pointer, message }) => `${pointer}: ${message}`);
    throw error;
  }
  return [];
}
