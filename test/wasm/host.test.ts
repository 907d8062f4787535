import { readFileSync } from "node:fs";
import { afterEach, describe, expect, test, vi } from "vitest";
import { createLehr, createLehrSync, KernelError, type Lehr, wasm, wasmFrom } from "../../bindings/index.js";
import { lehrOn } from "../../bindings/lehr.js";
import type { PlaceInstance } from "../../bindings/place/instance.js";
import { placeKernel } from "../../bindings/place/kernel.js";
import type { Placement, PlaceProblem } from "../../bindings/place/model.js";
import { Host } from "../../bindings/wasm/host.js";
import { instanceOf, presetNames, settingsOf } from "../place/instances.js";
import { largeProblem } from "../place/large-problems.js";

const small: PlaceProblem = {
  cluster: { nodes: [{ id: "slow" }, { id: "fast", speed: 2 }], network: { world: { bandwidth: 1 } } },
  workflow: {
    tasks: [
      { id: "first", work: 4 },
      { id: "second", work: 6, after: [{ task: "first", data: 3 }] },
    ],
  },
};
/** More than 5 MB of durations. */
const huge = largeProblem({ seed: 1, shape: "layered", tasks: 20_000, nodes: 40, shared: false });

afterEach(() => vi.restoreAllMocks());

describe("loading", () => {
  const bytes = bytesOf("release");
  const module = new WebAssembly.Module(bytes);
  const ways: [string, () => Lehr | Promise<Lehr>][] = [
    ["createLehr()", () => createLehr()],
    ["createLehrSync()", () => createLehrSync()],
    ["asynchronously from bytes", () => createLehr({ backend: wasmFrom(bytes) })],
    ["at once from bytes", () => createLehrSync({ backend: wasmFrom(bytes) })],
    ["from an ArrayBuffer", () => createLehrSync({ backend: wasmFrom(bytes.buffer) })],
    ["asynchronously from a module", () => createLehr({ backend: wasmFrom(module) })],
    ["at once from a module", () => createLehrSync({ backend: wasmFrom(module) })],
  ];

  test.each(ways)("%s", async (_, create) => {
    const lehr = await create();
    expect(lehr.backend).toBe("wasm");
    expectRight(lehr.place(small));
  });

  test("bytes that are no kernels", async () => {
    const other = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0); // an empty module
    for (const bytes of [Uint8Array.of(1, 2, 3), other]) {
      const backend = wasmFrom(bytes);
      const refusal = expect.objectContaining({
        code: "kernel",
        operation: "load",
        cause: expect.any(Error),
        message: expect.stringMatching(/lehr\/reference/),
      });
      expect(() => createLehrSync({ backend })).toThrow(refusal);
      await expect(createLehr({ backend })).rejects.toThrow(refusal);
    }
  });

  test("in the background where the engine refuses to compile at once", async () => {
    vi.resetModules();
    const fresh = await import("../../bindings/index.js");
    const { Module } = WebAssembly;
    const refusing = vi.spyOn(WebAssembly, "Module").mockImplementation(function refuse() {
      throw new RangeError("too large for the main thread");
    });
    try {
      expect(() => fresh.createLehrSync()).toThrow("too large");
      Object.defineProperty(refusing, Symbol.hasInstance, { value: (value: unknown) => value instanceof Module });
      expectRight((await fresh.createLehr()).place(small));
    } finally {
      refusing.mockRestore();
    }
  });

  test("compiles once for all", async () => {
    vi.resetModules();
    const fresh = await import("../../bindings/index.js");
    const decode = vi.spyOn(globalThis, "atob");
    const lehrs = await Promise.all(Array.from({ length: 5 }, () => fresh.createLehr()));
    lehrs.push(fresh.createLehrSync(), fresh.createLehrSync());
    expect(decode).toHaveBeenCalledTimes(1);
    for (const lehr of lehrs) expectRight(lehr.place(small));
  });
});

describe.each(["release", "debug"] as const)("traps (%s)", (build) => {
  const instance = instanceOf(small);
  const kernel = wasmFrom(bytesOf(build)).loadSync().place;
  const solved = kernel(instance, settingsOf("heft"));

  // Addresses of 1 GB and more beyond the arrays are outside the memory also where indices are not checked.
  const inconsistent: [string, Partial<PlaceInstance>][] = [
    ["a predecessor that does not exist", { predecessor: Int32Array.of(1 << 28) }],
    ["a position that does not exist", { input: Int32Array.of(0, 1 << 28) }],
    ["more tasks than the memory holds", { tasks: 1 << 29 }],
  ];

  test.each(inconsistent)("%s", (_, fault) => {
    const run = () => kernel({ ...instance, ...fault }, settingsOf("heft"));
    expect(run).toThrow(KernelError);
    expect(run).toThrow(expect.objectContaining({ code: "kernel", operation: "place", cause: expect.any(Error) }));
    expect(kernel(instance, settingsOf("heft"))).toEqual(solved);
  });

  test("discard the memory, in whatever state it is", () => {
    const host = new Host(new WebAssembly.Module(bytesOf(build)));
    const run = (tasks: number) => placeKernel(host)({ ...instance, tasks }, settingsOf("heft"));
    run(instance.tasks);
    expect(host.memoryBytes).toBeGreaterThan(0);
    expect(() => run(1 << 29)).toThrow(KernelError);
    expect(host.memoryBytes).toBe(0);
  });

  test("leave other instances of the kernels alone", () => {
    const other = wasmFrom(bytesOf(build)).loadSync().place;
    other(instance, settingsOf("heft"));
    expect(() => kernel({ ...instance, tasks: 1 << 29 }, settingsOf("heft"))).toThrow(KernelError);
    expect(other(instance, settingsOf("heft"))).toEqual(solved);
  });
});

describe("memory", () => {
  test("does not grow over a million calls", () => {
    const host = new Host(new WebAssembly.Module(bytesOf("release")));
    const kernel = placeKernel(host);
    const instance = instanceOf(small);
    const settings = settingsOf("heft");
    const solved = kernel(instance, settings);
    const bytes = host.memoryBytes;
    for (let thousand = 0; thousand < 1_000; thousand++) {
      for (let call = 0; call < 500; call++) {
        kernel(instance, settings);
        kernel({ ...instance }, settings);
      }
      expect(host.memoryBytes).toBe(bytes);
    }
    expect(kernel(instance, settings)).toEqual(solved);
  });

  test("keeps the inputs of problems that are run again, up to a limit", () => {
    const host = new Host(new WebAssembly.Module(bytesOf("release")));
    const lehr = lehrOn(wasm, { ...wasm.loadSync(), place: placeKernel(host) });
    // Twelve times 5 MB, in turns.
    const prepared = Array.from({ length: 12 }, (_, seed) =>
      lehr.prepare.place(largeProblem({ seed, shape: "wide", tasks: 8_000, nodes: 80, shared: false })),
    );
    const first = prepared.map((each) => each.run());
    for (let round = 0; round < 3; round++) {
      prepared.forEach((each, index) => {
        expect(each.run().finish).toEqual(first[index]!.finish);
      });
    }
    expect(host.memoryBytes).toBeLessThan(60e6);
  });

  test.each(presetNames)("%s leaves kept inputs as they are", (algorithm) => {
    const problem = largeProblem({ seed: 1, shape: "random", tasks: 200, nodes: 5, shared: true });
    const lehr = createLehrSync();
    const prepared = lehr.prepare.place(problem);
    for (let run = 0; run < 3; run++) prepared.run({ algorithm });
    expect(prepared.run().toPlacement()).toEqual(lehr.place(problem));
  });

  test("grows for a large problem once, and small ones go on", () => {
    const host = new Host(new WebAssembly.Module(bytesOf("release")));
    const lehr = lehrOn(wasm, { ...wasm.loadSync(), place: placeKernel(host) });
    expectRight(lehr.place(small));
    const before = host.memoryBytes;
    const first = lehr.prepare.place(huge).run();
    const after = host.memoryBytes;
    expect(after - before).toBeGreaterThan(5e6);
    expectRight(lehr.place(small));
    expect(lehr.prepare.place(huge).run().finish).toEqual(first.finish);
    expect(host.memoryBytes).toBe(after);
  });
});

describe("results", () => {
  test("are the caller's own", () => {
    const lehr = createLehrSync();
    const prepared = lehr.prepare.place(small);
    const kept = prepared.run();
    const copy = { node: kept.node.slice(), start: kept.start.slice(), finish: kept.finish.slice() };
    // Other results would lie where these came from.
    lehr.prepare.place({ ...small, cluster: { nodes: [{ id: "only", speed: 4 }] } }).run();
    expect(kept).toMatchObject(copy);
    for (const array of [kept.node, kept.start, kept.finish]) array.fill(7);
    expect(prepared.run()).toMatchObject(copy);
  });

  test("outlive the memory that they came from", () => {
    const lehr = createLehrSync({ backend: wasmFrom(bytesOf("release")) });
    const kept = lehr.prepare.place(small).run();
    lehr.prepare.place(huge).run();
    expect(kept.finish.length).toBe(2);
    expectRight(kept.toPlacement());
  });

  test("of instances that take turns do not mix", () => {
    const problems = [1, 2].map((seed) => largeProblem({ seed, shape: "random", tasks: 300, nodes: 5, shared: true }));
    const alone = problems.map((problem) => createLehrSync().place(problem));
    const prepared = problems.map((problem) => createLehrSync().prepare.place(problem));
    for (let round = 0; round < 3; round++) {
      expect(prepared.map((each) => each.run().toPlacement())).toEqual(alone);
    }
  });
});

/** Both tasks on the fast node: 4 / 2 and 6 / 2 seconds, with nothing to transfer. */
function expectRight({ makespan, tasks }: Placement): void {
  expect(makespan).toBe(5);
  expect(tasks).toEqual([
    { task: "first", nodes: ["fast"], start: 0, end: 2 },
    { task: "second", nodes: ["fast"], start: 2, end: 5 },
  ]);
}

function bytesOf(build: "release" | "debug"): Uint8Array<ArrayBuffer> {
  return new Uint8Array(readFileSync(new URL(`../../build/${build}.wasm`, import.meta.url)));
}
