import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Packing } from "../../bindings/pack/model.js";
import { presets } from "../../bindings/pack/options.js";
import { parseXml } from "../export/xml.js";
import { lehr } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-cli-pack-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const write = (name: string, text: string) => {
  writeFileSync(path(name), text);
  return path(name);
};

const items = write(
  "items.yaml",
  [
    "- { id: whole, needs: { cpu: 4 }, gpus: { count: 1 } }",
    "- { id: half, needs: { cpu: 1 }, gpus: { share: 0.5 } }",
    "- { id: third, gpus: { share: 0.3 } }",
    "- { id: pair, needs: { cpu: 11 }, gpus: { count: 2 } }",
    "",
  ].join("\n"),
);
const bins = write(
  "bins.yaml",
  [
    "- id: node",
    "  count: 3",
    "  capacity: { cpu: 16 }",
    "  gpus: { model: A100, count: 4 }",
    "  load: { needs: { cpu: 4 }, gpus: [{ index: 3, share: 1 }] }",
    "  cost: 2",
    "",
  ].join("\n"),
);
const small = [items, bins];
const huge = write("huge.yaml", `${readFileSync(items, "utf8")}- { id: huge, needs: { cpu: 99 } }\n`);
const firstFit = ["--algorithm", "first-fit"];
const json = (args: string[]) => JSON.parse(lehr(["pack", ...args, "--json"]).stdout) as Packing;

describe("lehr pack", () => {
  test("shows the answer and how good it is, each used bin, and how full they are", () => {
    const { code, stdout, stderr } = lehr(["pack", ...small, ...firstFit]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "4 of 4 items placed   in 2 bins (optimal)   cost $4.00   first-fit",
        "GPUs: 6.8 of 12 held   5 free whole",
        "",
        "node #0 │ cpu ▆▆▆░░█···· 56%",
        "        │ A100   0 ░░░░░░   1 ███▓▓· 50+30%   2 ······   3 ▆▆▆▆▆▆",
        "node #1 │ cpu ▆▆░░░░░░░· 94%",
        "        │ A100   0 ░░░░░░   1 ░░░░░░   2 ······   3 ▆▆▆▆▆▆",
        "unused  │ node",
        "          ▆▆ already there",
        "",
        "Resources",
        "resource  of used bins       of all bins",
        "cpu           24 of 32  75%     28 of 48  58%",
        "gpu           5.8 of 8  73%    6.8 of 12  57%",
        "",
      ].join("\n"),
    );
  });

  test("says what is not placed, why, and whether that is proven, with exit code 1", () => {
    const { code, stdout } = lehr(["pack", huge, bins]);
    expect(code).toBe(1);
    expect(stdout).toContain("4 of 5 items placed");
    expect(stdout).not.toContain("optimal");
    expect(stdout).toMatch(/Not placed\nitem {2}why\nhuge {2}.*99 of cpu.* {2}proven\n/);
  });

  test("searches by any objective, within a budget, and tells the fragmentation that it sought", () => {
    const search = ["--algorithm", "local-search", "--budget", "2ms", "--objective"];
    expect(json([...small, ...search, "value"]).run).toMatchObject({
      objective: "value",
      schedule: expect.any(Number),
    });
    expect(lehr(["pack", ...small, ...search, "fragmentation"]).stdout).toMatch(/local-search {3}fragmentation +\d+%/);
    const { code, stderr } = lehr(["pack", ...small, ...search, "value", "--budget", "soon"]);
    expect({ code, stderr }).toEqual({
      code: 2,
      stderr: expect.stringMatching(/^lehr: --budget: expected a duration/),
    });
  });

  test("reads one file as well as two", () => {
    const whole = `items:\n${readFileSync(items, "utf8")}bins:\n${readFileSync(bins, "utf8")}`;
    const packing = json(small);
    expect(packing.placed).toHaveLength(4);
    expect(json([write("whole.yaml", whole)])).toEqual(packing);
  });

  test("writes every format to a file or to standard output", () => {
    expect(json([...small, ...firstFit])).toMatchObject({ status: "complete", run: { algorithm: "first-fit" } });
    expect(lehr(["pack", ...small, "--csv", "-"]).stdout).toMatch(/^item,bin,copy,gpus,/);
    const { code, stdout, stderr } = lehr(["pack", ...small, "--svg", path("out.svg")]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: `wrote ${path("out.svg")}\n` });
    expect(stdout).toContain("4 of 4 items placed");
    expect(parseXml(readFileSync(path("out.svg"), "utf8")).name).toBe("svg");
    expect(lehr(["pack", ...small], { env: { FORCE_COLOR: "1" } }).stdout).toContain("\u001B[");
  });

  test("options reach the local search", () => {
    const search = ["--algorithm", "local-search", "--objective", "cost", "--seed", "7", "--schedule", "100"];
    expect(json([...small, ...search]).run).toMatchObject({
      algorithm: "local-search",
      objective: "cost",
      seed: 7,
      schedule: 100,
    });
  });

  test("--compare has a line for each algorithm", () => {
    const { code, stdout } = lehr(["pack", ...small, "--compare"]);
    expect(code).toBe(0);
    const algorithms = stdout
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(" ")[0]!);
    expect(algorithms.sort()).toEqual([...Object.keys(presets), "local-search"].sort());
  });

  test.each([
    ["no file", [], "no items"],
    ["three files", [items, bins, items], "two files at most"],
    ["two results on standard output", [...small, "--json", "--csv", "-"], "only one result"],
    ["an output that is an input", [...small, "--svg", items], "is an input"],
    ["an output of a comparison", [...small, "--compare", "--csv", "-"], "--compare"],
    ["an unknown algorithm", [...small, "--algorithm", "first-fitt"], "first-fit"],
    ["a seed that is no number", [...small, "--algorithm", "local-search", "--seed", "x"], "seed"],
    ["bins that are not there", [items], "no bins found"],
    [
      "an item that is none",
      [write("wrong.yaml", "- { id: a, gpus: { count: -1 } }\n"), bins],
      "wrong.yaml:1: /0/gpus",
    ],
  ])("refuses %s", (_, args, message) => {
    const { code, stdout, stderr } = lehr(["pack", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

describe("lehr check and explain of a packing", () => {
  const result = path("packing.json");
  lehr(["pack", ...small, `--json=${result}`]);
  const partial = path("partial.json");
  lehr(["pack", huge, bins, `--json=${partial}`]);

  test("what holds, what is left out, and what does not hold", () => {
    expect(lehr(["check", ...small, result])).toMatchObject({ code: 0, stdout: "the packing holds\n" });
    expect(lehr(["check", huge, bins, partial])).toMatchObject({
      code: 1,
      stdout: "the packing holds, but 1 item is not placed\n",
    });
    const packing = JSON.parse(readFileSync(result, "utf8")) as Packing;
    packing.placed[0]!.gpus = [{ index: 3, share: 1 }];
    const wrong = lehr(["check", ...small, write("false.json", JSON.stringify(packing))]);
    expect(wrong.code).toBe(1);
    expect(wrong.stdout).toMatch(/false\.json:1: .*3/);
  });

  test("where an item is and what is free there, or what is short on how many bins", () => {
    const placed = lehr(["explain", ...small, result, "half"]);
    expect(placed.code).toBe(0);
    expect(placed.stdout).toContain('Item "half" sits in copy');
    expect(placed.stdout).toMatch(/\nGPU 3 +1 +0\n/);
    const unplaced = lehr(["explain", huge, bins, partial, "huge"]);
    expect(unplaced.code).toBe(1);
    expect(unplaced.stdout).toMatch(/bins {2}short of {2}needed {2}free at most\n +3 {2}cpu +99 +12\n$/);
    expect(lehr(["explain", ...small, result, "hal"])).toMatchObject({ code: 2, stdout: "" });
  });
});
