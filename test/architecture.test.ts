import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { importsBelow } from "./imports.js";

const modules = importsBelow("bindings");

/** Modules that a module pulls in, itself included; types are not pulled in. */
function closure(module: string, seen = new Set<string>()): Set<string> {
  if (seen.has(module)) return seen;
  seen.add(module);
  for (const { module: next, isType } of modules.get(module) ?? []) if (!isType) closure(next, seen);
  return seen;
}

describe("dependencies point down", () => {
  /** The house from the roof to the ground. A floor may import itself and the floors that it names. */
  const floors: Record<string, { members: RegExp; imports: string[] }> = {
    cli: {
      members: /^cli\//,
      imports: [
        "api",
        "bench",
        "lehr",
        "wasm",
        "formats",
        "testing",
        "verbs",
        "ground",
        "files",
        "fast-check",
        "command line libraries",
      ],
    },
    bench: { members: /^bench\//, imports: ["api", "lehr", "verbs", "cluster", "random"] },
    api: { members: /^(index|reference)\.ts$/, imports: ["lehr", "verbs", "wasm", "ground", "cluster"] },
    formats: { members: /^(import|export)\//, imports: ["verbs", "cluster", "ground", "file formats"] },
    testing: {
      members: /^testing\//,
      imports: ["lehr", "verbs", "cluster", "random", "ground", "fast-check", "files"],
    },
    lehr: { members: /^lehr\.ts$/, imports: ["verbs"] },
    verbs: { members: /^(place|sequence|pack)\//, imports: ["cluster", "random", "ground"] },
    cluster: { members: /^cluster\//, imports: ["ground"] },
    wasm: { members: /^wasm\//, imports: ["ground", "loader"] },
    random: { members: /^(random|quantiles)\.ts$/, imports: [] },
    ground: { members: /^(checks|errors|violation|limits|door|form|json-pointer|search|suggestion)\.ts$/, imports: [] },
    files: { members: /^node:fs\/promises$/, imports: [] },
    "command line libraries": { members: /^(node:|picocolors$|\.\.\/package\.json$)/, imports: [] },
    "file formats": { members: /^(yaml|csv-parse\/browser\/esm\/sync)$/, imports: [] },
    "fast-check": { members: /^fast-check$/, imports: [] },
    loader: { members: /^@assemblyscript\/loader$/, imports: [] },
  };
  const floorOf = (module: string) => Object.keys(floors).find((name) => floors[name]!.members.test(module));

  /** Each backend hands kernels to the verbs' types, and each verb's `kernel.ts` marshals into the host it is given. */
  const exceptions = new Map([
    ["wasm/backend.ts", /^(place|sequence|pack|pack\/(packer|memory|repack))\/kernel\.ts$|^lehr\.ts$/],
    ["wasm/default.ts", /^lehr\.ts$/],
    ["wasm/precompiled.ts", /^lehr\.ts$/],
    ["place/kernel.ts", /^wasm\/host\.ts$/],
    ["sequence/kernel.ts", /^wasm\/(host|arena)\.ts$/],
    ["pack/kernel.ts", /^wasm\/(host|arena)\.ts$/],
    ["pack/packer/kernel.ts", /^wasm\/(host|arena)\.ts$/],
    ["pack/repack/kernel.ts", /^wasm\/host\.ts$/],
    ["pack/memory/kernel.ts", /^wasm\/(host|arena)\.ts$/],
  ]);

  test.each([...modules.keys()])("%s", (module) => {
    const floor = floorOf(module);
    expect(floor, "is on no floor").toBeDefined();
    const allowed = [floor, ...floors[floor!]!.imports];
    const upward = modules.get(module)!.filter(({ module: imported }) => {
      return !allowed.includes(floorOf(imported)) && !exceptions.get(module)?.test(imported);
    });
    expect(upward).toEqual([]);
  });

  test("verbs do not import each other", () => {
    const folderOf = (module: string) => module.split("/")[0]!;
    const crossing = [...modules].flatMap(([module, imports]) => {
      if (floorOf(module) !== "verbs") return [];
      const strangers = imports.filter((imported) => floorOf(imported.module) === "verbs");
      return strangers.filter((imported) => folderOf(imported.module) !== folderOf(module));
    });
    expect(crossing).toEqual([]);
  });

  test("nothing imports itself by a detour", () => {
    const inCycle = [...modules.keys()].filter((module) => {
      return modules.get(module)!.some(({ module: next, isType }) => !isType && closure(next).has(module));
    });
    expect(inCycle).toEqual([]);
  });
});

describe.each(["place", "sequence", "pack"])("of %s, what must be independent shares no code", (verb) => {
  /** Names, constants and helpers of the language: nothing that decides anything. */
  const vocabulary = [`${verb}/options.ts`, `${verb}/instance.ts`];

  test("the reference stands on its own", () => {
    const used = [...closure(`${verb}/reference.ts`)].filter((module) => !module.startsWith(`${verb}/reference`));
    expect(used.filter((module) => ![...vocabulary, "random.ts", "quantiles.ts"].includes(module))).toEqual([]);
  });

  test("the kernel's bindings know no more than the vocabulary", () => {
    const used = [...closure(`${verb}/kernel.ts`)].filter((module) => module !== `${verb}/kernel.ts`);
    expect(used.filter((module) => !vocabulary.includes(module))).toEqual([]);
  });

  test("verification uses nothing of what makes results", () => {
    const makers = new RegExp(
      `^(${verb}/(encode|decode|timeline|snap|latency|kernel|reference|settings|instance|reasons|index)|wasm/|random|lehr)`,
    );
    const used = [...closure(`${verb}/verify.ts`)].filter((module) => makers.test(module));
    expect(used).toEqual([]);
    expect([...closure(`${verb}/index.ts`)].filter((module) => module.startsWith(`${verb}/verify/`))).toEqual([]);
  });
});

describe("linear memory", () => {
  test("only one folder knows the loader and linear memory", () => {
    const knowing = [...modules].filter(([, imports]) =>
      imports.some(({ module }) => module.startsWith("@assemblyscript")),
    );
    expect(knowing.map(([module]) => module.split("/")[0])).toEqual(["wasm", "wasm"]);
  });
});

test("CONTRIBUTING.md says what every folder is for", () => {
  const root = fileURLToPath(new URL("../", import.meta.url));
  const contributing = readFileSync(`${root}CONTRIBUTING.md`, "utf8");
  const named = [...contributing.matchAll(/^\| `([^`]+\/)` +\|/gm)].map(([, folder]) => folder!);
  const files = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
  });
  const folders = new Set(files.split("\n").flatMap((file) => foldersOf(file)));
  expect(named.sort()).toEqual([...folders].sort());
});

/** `a/b/c.ts`: `a/` and `a/b/`. */
function foldersOf(file: string): string[] {
  const parts = file.split("/").slice(0, -1);
  return parts.map((_, index) => `${parts.slice(0, index + 1).join("/")}/`);
}
