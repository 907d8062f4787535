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
    cli: { members: /^cli\//, imports: ["api", "formats", "verbs", "ground", "command line libraries"] },
    api: { members: /^(index|reference)\.ts$/, imports: ["lehr", "verbs", "wasm", "ground", "cluster"] },
    formats: { members: /^(import|export)\//, imports: ["verbs", "cluster", "ground", "yaml"] },
    lehr: { members: /^lehr\.ts$/, imports: ["verbs"] },
    verbs: { members: /^place\//, imports: ["cluster", "random", "ground"] },
    cluster: { members: /^cluster\//, imports: ["ground"] },
    wasm: { members: /^wasm\//, imports: ["ground", "loader"] },
    random: { members: /^random\.ts$/, imports: [] },
    ground: { members: /^(errors|violation|limits|door|suggestion)\.ts$/, imports: [] },
    "command line libraries": { members: /^(node:|picocolors$|\.\.\/package\.json$)/, imports: [] },
    yaml: { members: /^yaml$/, imports: [] },
    loader: { members: /^@assemblyscript\/loader$/, imports: [] },
  };
  const floorOf = (module: string) => Object.keys(floors).find((name) => floors[name]!.members.test(module));

  /** Each backend hands kernels to the verbs' types, and each verb's `kernel.ts` marshals into the host it is given. */
  const exceptions = new Map([
    ["wasm/backend.ts", /^place\/kernel\.ts$|^lehr\.ts$/],
    ["place/kernel.ts", /^wasm\/host\.ts$/],
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

  test("nothing imports itself by a detour", () => {
    const inCycle = [...modules.keys()].filter((module) => {
      return modules.get(module)!.some(({ module: next, isType }) => !isType && closure(next).has(module));
    });
    expect(inCycle).toEqual([]);
  });
});

describe("what must be independent shares no code", () => {
  /** Names, constants and helpers of the language: nothing that decides anything. */
  const vocabulary = ["place/options.ts", "place/instance.ts"];

  test("the reference stands on its own", () => {
    const own = [...closure("place/reference.ts")].filter((module) => !module.startsWith("place/reference"));
    expect(own.sort()).toEqual([...vocabulary, "random.ts"].sort());
  });

  test("the kernel's bindings know no more than the vocabulary", () => {
    const own = [...closure("place/kernel.ts")].filter((module) => module !== "place/kernel.ts");
    expect(own).toEqual(["place/options.ts"]);
  });

  test("verification uses nothing of what makes placements", () => {
    const makers =
      /^(place\/(encode|decode|kernel|reference|settings|instance|reasons|index)|wasm\/|random\.ts|lehr\.ts)/;
    const used = [...closure("place/verify.ts")].filter((module) => makers.test(module));
    expect(used).toEqual([]);
    expect([...closure("place/index.ts")].filter((module) => module.startsWith("place/verify/"))).toEqual([]);
  });

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
