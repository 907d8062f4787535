import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import packageJson from "../../package.json" with { type: "json" };
import { Consumer, root } from "./consumer.js";

/** What users get: the package as it would be published, installed in an empty folder. */

let consumer: Consumer;
beforeAll(() => {
  consumer = new Consumer();
}, 120_000);
afterAll(() => consumer.dispose());

describe("the tarball", () => {
  test("holds these files and, beside declarations, no others", () => {
    const files = consumer.files.filter((path) => !path.endsWith(".d.ts"));
    const names = new Set(files.map((path) => path.replace(/^dist\/chunks\/chunk-\w+\.js$/, "dist/chunks/*.js")));
    expect([...names].sort()).toEqual([
      "LICENSE",
      "README.md",
      "dist/THIRD-PARTY-LICENSES.txt",
      "dist/bench/index.js",
      "dist/chunks/*.js",
      "dist/export/index.js",
      "dist/fuzz/hunt.js",
      "dist/import/index.js",
      "dist/index.js",
      "dist/kernels.debug.wasm",
      "dist/kernels.wasm",
      "dist/lehr-cli.js",
      "dist/reference.js",
      "dist/testing/index.js",
      "dist/workerd.js",
      "package.json",
      "schema/allocation.schema.json",
      "schema/memory-problem.schema.json",
      "schema/pack-problem.schema.json",
      "schema/packing.schema.json",
      "schema/place-problem.schema.json",
      "schema/placement.schema.json",
      "schema/sequence-problem.schema.json",
      "schema/sequence.schema.json",
    ]);
  });

  test("declares modules of the library alone", () => {
    const declarations = consumer.files.filter((path) => path.endsWith(".d.ts"));
    const strangers = declarations.filter((path) => {
      const source = path.replace(/^dist\//, "bindings/").replace(/\.d\.ts$/, ".ts");
      return source.startsWith("bindings/cli/") || !existsSync(join(root, source));
    });
    expect(declarations).toContain("dist/index.d.ts");
    expect(strangers).toEqual([]);
  });

  test("names no path of the machine that it was made on", () => {
    expect(consumer.files.filter((path) => consumer.read(path).includes(root))).toEqual([]);
  });

  test("carries the kernels once as a file and once inlined", () => {
    const bytes = consumer.read("dist/kernels.wasm");
    const carriers = consumer.files.filter((path) => consumer.read(path).includes(bytes.toString("base64")));
    expect(carriers).toEqual([expect.stringMatching(/^dist\/chunks\/.*\.js$/)]);
  });

  test("has kernels of at most 60 kB, compressed", () => {
    expect(gzipSync(consumer.read("dist/kernels.wasm"), { level: 9 }).length).toBeLessThanOrEqual(60_000);
  });
});

describe("modules", () => {
  const problem = `{ cluster: { nodes: [{ id: "n", speed: 2 }] }, workflow: { tasks: [{ id: "t", work: 3 }] } }`;

  test("are imported", () => {
    const program = `
      import { createLehr, createLehrSync, verifyPlacement, wasmFrom } from "lehr";
      import { reference } from "lehr/reference";
      import { readFileSync } from "node:fs";
      import { fileURLToPath } from "node:url";
      const problem = ${problem};
      const bytes = readFileSync(fileURLToPath(import.meta.resolve("lehr/kernels.wasm")));
      const lehrs = [await createLehr(), createLehrSync({ backend: reference }), createLehrSync({ backend: wasmFrom(bytes) })];
      const violations = lehrs.flatMap((lehr) => verifyPlacement(problem, lehr.place(problem)));
      console.log(JSON.stringify([lehrs.map((lehr) => [lehr.backend, lehr.place(problem).makespan]), violations]));`;
    const makespans = [
      ["wasm", 1.5],
      ["reference", 1.5],
      ["wasm", 1.5],
    ];
    expect(JSON.parse(consumer.evaluate("module", program))).toEqual([makespans, []]);
  });

  test("are required", () => {
    const program = `
      const { createLehrSync } = require("lehr");
      const { reference } = require("lehr/reference");
      const makespan = (options) => createLehrSync(options).place(${problem}).makespan;
      console.log(makespan(), makespan({ backend: reference }));`;
    expect(consumer.evaluate("commonjs", program)).toBe("1.5 1.5\n");
  });

  test("read and write formats", () => {
    const program = `
      import { readFileSync } from "node:fs";
      import { createLehr } from "lehr";
      import { csv } from "lehr/export";
      import { readProblem } from "lehr/import";
      const name = "examples/llm-pipeline.yaml";
      const source = { name, text: readFileSync(name, "utf8") };
      const problem = readProblem({ workflow: source, cluster: source });
      console.log(csv(problem, (await createLehr()).place(problem)));`;
    expect(consumer.evaluate("module", program)).toMatch(/^task,stage,.*\r\n\S/);
  });

  test.each(Object.entries(packageJson.exports))("are where the exports say: %s", (subpath, target) => {
    const path = typeof target === "string" ? target : target.default;
    const specifier = posix.join("lehr", subpath).replace("*", "placement.schema.json");
    const file = path.replace("*", "placement.schema.json");
    const program = `console.log(require.resolve("${specifier}"))`;
    expect(consumer.evaluate("commonjs", program).trim()).toBe(join(consumer.folder, "node_modules/lehr", file));
    expect(consumer.read(file).length).toBeGreaterThan(0);
  });

  test("are not reached in other ways", () => {
    const program = `import("lehr/dist/index.js").catch(({ code }) => console.log(code));`;
    expect(consumer.evaluate("module", program).trim()).toBe("ERR_PACKAGE_PATH_NOT_EXPORTED");
  });

  test.each([
    ["index", ["@assemblyscript/loader"]],
    ["workerd", ["@assemblyscript/loader", "./kernels.wasm"]],
    ["reference", []],
    ["import/index", []],
    ["export/index", []],
    ["bench/index", ["@assemblyscript/loader"]],
  ])("need neither Node nor a library: %s", async (entry, needed) => {
    const { packages } = await modulesOf(`dist/${entry}.js`);
    expect(packages).toEqual(needed);
  });

  test("need nothing but the peer to test schedulers", async () => {
    const { packages } = await modulesOf("dist/testing/index.js");
    expect(packages).toEqual(["fast-check", "node:fs/promises"]);
  });

  test("leave out of an entry what it does not need", async () => {
    const marks = {
      kernels: /"AGFzbQ/,
      reference: /name: "reference"/,
      yaml: /YAMLParseError/,
      terminal: /FORCE_COLOR/,
    };
    const found = async (entry: string) => {
      const { text } = await modulesOf(entry);
      return Object.entries(marks).flatMap(([name, mark]) => (mark.test(text) ? [name] : []));
    };
    expect(await found("dist/index.js")).toEqual(["kernels"]);
    expect(await found("dist/workerd.js")).toEqual([]);
    // The marks are the right ones.
    expect(await found("dist/reference.js")).toEqual(["reference"]);
    expect(await found("dist/lehr-cli.js")).toEqual(["kernels", "reference", "yaml", "terminal"]);
  });

  /** A module and all that it imports, as a bundler finds it. */
  async function modulesOf(entry: string): Promise<{ packages: string[]; text: string }> {
    const { metafile } = await build({
      absWorkingDir: join(consumer.folder, "node_modules/lehr"),
      entryPoints: [entry],
      bundle: true,
      format: "esm",
      external: ["node:*", "@assemblyscript/loader", "fast-check", "./kernels.wasm"],
      metafile: true,
      write: false,
    });
    const [output] = Object.values(metafile.outputs);
    const packages = output!.imports.map(({ path }) => path);
    const texts = Object.keys(metafile.inputs).map((path) => consumer.read(path).toString("utf8"));
    return { packages: [...new Set(packages)], text: texts.join("\n") };
  }
});

describe("types", () => {
  const body = `
    const problem: PlaceProblem = {
      cluster: { nodes: [{ id: "a", speed: { cpu: 1 } }], network: { world: { bandwidth: 1 } } },
      workflow: { tasks: [{ id: "t", work: 1, kind: "cpu", stage: "pretraining" }] },
    };
    const options: CreateOptions = { backend: reference };
    const lehr = createLehrSync(options);
    const placement: Placement = lehr.place(problem, { algorithm: "heft" });
    const nodes: Int32Array = lehr.prepare.place(problem).run().node;
    const violations: PlacementViolation[] = verifyPlacement(problem, placement);
    const table: string = csv(problem, placement);
    const read: PlaceProblem = readProblem({ workflow: source, cluster: source });
    // @ts-expect-error: no such algorithm
    lehr.place(problem, { algorithm: "half" });
    // @ts-expect-error: a task has an id
    lehr.place({ cluster: { nodes: [] }, workflow: { tasks: [{ work: 1 }] } });
    const fixed = { cluster: { nodes: [{ id: "a" }] }, workflow: { tasks: [{ id: "t", work: 1, after: [] }] } } as const;
    export const all = [lehr.place(fixed), nodes, violations, table, read, createLehr({ backend: wasm })];`;
  const imports = `
    import { createLehr, createLehrSync, verifyPlacement, wasm } from "lehr";
    import type { CreateOptions, Placement, PlacementViolation, PlaceProblem } from "lehr";
    import { csv } from "lehr/export";
    import { readProblem, type Source } from "lehr/import";
    import { reference } from "lehr/reference";
    const source: Source = { name: "", text: "" };`;

  test("hold in ES modules and in CommonJS", () => {
    for (const extension of ["mts", "cts"]) consumer.write(`consumer.${extension}`, imports + body);
    const compilerOptions = {
      target: "es2022",
      module: "nodenext",
      lib: ["es2022", "dom"],
      types: [],
      strict: true,
      exactOptionalPropertyTypes: true,
      noEmit: true,
    };
    consumer.write("tsconfig.json", JSON.stringify({ compilerOptions, files: ["consumer.mts", "consumer.cts"] }));
    const compiler = join(root, "node_modules/typescript/bin/tsc");
    const run = spawnSync(process.execPath, [compiler, "-p", consumer.folder], { encoding: "utf8" });
    expect(run).toMatchObject({ stdout: "", status: 0 });
  });
});

describe("the command", () => {
  const problem = "examples/llm-pipeline.yaml";

  test("plans and checks", () => {
    const plan = consumer.lehr("plan", problem, "--json=plan.json");
    expect(plan).toMatchObject({ code: 0 });
    expect(plan.stdout).toMatch(/makespan/i);
    expect(consumer.lehr("check", problem, "plan.json")).toMatchObject({ code: 0, stderr: "" });
  });

  test("finds violations", () => {
    consumer.lehr("plan", problem, "--json=plan.json");
    const plan = JSON.parse(readFileSync(join(consumer.folder, "plan.json"), "utf8")) as { makespan: number };
    consumer.write("wrong.json", JSON.stringify({ ...plan, makespan: plan.makespan + 1 }));
    const check = consumer.lehr("check", problem, "wrong.json");
    expect(check.code).toBe(1);
    expect(check.stdout).toMatch(/makespan/);
  });

  test("helps", () => {
    expect(consumer.lehr("help")).toMatchObject({ code: 0, stdout: expect.stringMatching(/lehr plan/) });
    expect(consumer.lehr("--version")).toMatchObject({ code: 0, stdout: `${packageJson.version}\n` });
  });

  test("refuses wrong usage and files that are not there", () => {
    expect(consumer.lehr("plam")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/plan/) });
    expect(consumer.lehr("plan", "absent.yaml")).toMatchObject({ code: 2, stderr: expect.stringMatching(/absent/) });
  });
});
