import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createLehrSync, wasmFrom } from "../../bindings/index.js";
import type { PlaceProblem } from "../../bindings/place/model.js";
import { lehr, root, shell } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-fuzz-"));
afterAll(() => rmSync(folder, { recursive: true }));

describe("hunting", () => {
  test("says how many cases of each verb hold, and where it began", () => {
    const { code, stdout } = lehr(["fuzz", "--runs", "3", "--seed", "7"]);
    expect(stdout).toMatch(
      /^place: 3 cases hold \(seed 7, .*\)\nsequence: 3 cases hold \(seed 7, .*\)\npack: 3 cases .*\n$/,
    );
    expect(code).toBe(0);
  });

  test("stops when time is up", () => {
    const { code, stdout } = lehr(["fuzz", "--verb", "pack", "--seconds", "0.2", "--json"]);
    const { verbs } = JSON.parse(stdout);
    expect({ code, verbs }).toEqual({
      code: 0,
      verbs: [{ verb: "pack", cases: expect.any(Number), seconds: expect.any(Number) }],
    });
    expect(verbs[0].cases).toBeGreaterThan(0);
  });

  test("runs the cases of a corpus first", () => {
    const { code, stdout } = lehr(["fuzz", "--verb", "place", "--runs", "1", "--corpus", "test/corpus"]);
    const count = readdirSync(join(root, "test/corpus")).length;
    expect(stdout).toContain(`corpus: ${count} of ${count} cases hold\n`);
    expect(code).toBe(0);
  });
});

describe("of a kernel with a fault", () => {
  const kernels = join(folder, "faulty.wasm");
  const findings = join(folder, "findings");
  const hunt = (args: string) => shell(`lehr fuzz ${args}`, folder);
  const flags = `--verb place --runs 1000 --seed 5 --kernels ${kernels} --corpus ${findings}`;
  let stdout = "";
  let code: number | null;
  beforeAll(() => {
    writeFileSync(kernels, withComparisonTurned(readFileSync(new URL("../../build/release.wasm", import.meta.url))));
    ({ stdout, code } = shell(`lehr fuzz ${flags}`, folder));
  });

  test("it is found, and how", () => {
    expect(code).toBe(1);
    expect(stdout).toMatch(/^place: case [\d,]+ does not hold \(seed 5, .*\)\nagreement: given kernels is not as /m);
  });

  test("the case is small, and in files that the other commands read", () => {
    const names = readdirSync(findings).sort();
    expect(names).toEqual([
      expect.stringMatching(/^place-[0-9a-f]{8}\.json$/),
      expect.stringMatching(/^place-[0-9a-f]{8}\.options\.json$/),
      expect.stringMatching(/^place-[0-9a-f]{8}\.problem\.json$/),
    ]);
    const problem = join(findings, names[2]!);
    const { workflow }: PlaceProblem = JSON.parse(readFileSync(problem, "utf8"));
    expect(workflow.tasks.length).toBeLessThanOrEqual(3);
    const placement = join(folder, "placement.json");
    const { stderr } = lehr(["plan", problem, `--json=${placement}`]);
    expect(stderr).toContain(`wrote ${placement}`);
    expect(lehr(["check", problem, placement]).stdout).toContain("the placement holds");
  });

  test("the line that is printed leads to the same case", () => {
    const [again] = /(?<=^again: lehr fuzz ).*$/m.exec(stdout)!;
    const [first] = /^\{\n.*^\}$/ms.exec(stdout)!;
    const repeated = hunt(`${again} --corpus ${join(folder, "again")}`);
    expect(repeated.code).toBe(1);
    expect(repeated.stdout).toContain("place: case 1 does not hold");
    expect(/^\{\n.*^\}$/ms.exec(repeated.stdout)![0]).toBe(first);
  });

  test("a finding that was stored is found again before anything is drawn", () => {
    const { code, stdout } = hunt(`--verb pack --runs 1 --kernels ${kernels} --corpus ${findings}`);
    expect(stdout).toMatch(/^corpus: 0 of 1 cases hold\n.*place-[0-9a-f]{8}\.json: agreement: given kernels/);
    expect(code).toBe(1);
  });
});

describe("an algorithm against another", () => {
  test("the problem is written, and shows what is claimed", () => {
    const files = join(folder, "duels");
    const flags = ["--adversary", "olb", "--against", "heft", "--verb", "place", "--iterations", "200"];
    const { code, stdout } = lehr(["fuzz", ...flags, "--corpus", files]);
    const [, ratio] = /^olb against heft: (\d+\.\d{3}) times the makespan \(200 iterations, seed 1, .*\)\n/.exec(
      stdout,
    )!;
    expect({ code, isWorse: Number(ratio) > 1 }).toEqual({ code: 0, isWorse: true });
    const file = join(files, "place-olb-against-heft.problem.json");
    expect(stdout).toContain(`look at it: lehr plan ${file} --compare`);
    const problem: PlaceProblem = JSON.parse(readFileSync(file, "utf8"));
    const makespan = (algorithm: "olb" | "heft") => createLehrSync().place(problem, { algorithm }).makespan;
    expect((makespan("olb") / makespan("heft")).toFixed(3)).toBe(ratio);
  });
});

describe("wrong use", () => {
  test.each([
    [["--verb", "serve"], "--verb must be place, sequence, pack or all"],
    [["--runs", "0"], "--runs must be a whole number from 1"],
    [["--path", "1:2"], "--path goes with the --verb and the --seed of the finding"],
    [["--adversary", "heft", "--against", "cpop"], "--adversary goes with --verb place, sequence or pack"],
    [["--adversary", "heft", "--verb", "place", "--runs", "5"], "--runs goes without --adversary"],
    [["--adversary", "hefty", "--against", "cpop", "--verb", "place"], 'option "algorithm"'],
    [
      ["--adversary", "heft", "--against", "cpop", "--verb", "place", "--measure", "bins"],
      "--measure of place must be",
    ],
    [["--kernels", "package.json"], "package.json"],
    [["problem.json"], "fuzz takes options alone"],
  ])("%j", (args, message) => {
    const { code, stdout, stderr } = lehr(["fuzz", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(existsSync(join(root, "fuzz-findings"))).toBe(false);
  });
});

/** The kernels with one comparison changed from < to >, such that a small problem has another answer. */
function withComparisonTurned(kernels: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const [less, greater] = [0x63, 0x64];
  const right = answerOf(kernels);
  for (let at = kernels.length - 1; at > 0; at--) {
    if (kernels[at] !== less) continue;
    const changed = kernels.slice();
    changed[at] = greater;
    if (!WebAssembly.validate(changed)) continue;
    const answer = answerOf(changed);
    if (answer !== undefined && answer !== right) return changed;
  }
  throw new Error("no comparison decides anything");
}

function answerOf(kernels: Uint8Array<ArrayBuffer>): string | undefined {
  const nodes = [{ id: "a" }, { id: "b", speed: 2 }];
  const tasks = ["t", "u"].map((id) => ({ id, work: 2 }));
  try {
    const lehr = createLehrSync({ backend: wasmFrom(kernels) });
    return JSON.stringify(lehr.place({ cluster: { nodes }, workflow: { tasks } }));
  } catch {
    // It was no comparison that was changed.
    return undefined;
  }
}
