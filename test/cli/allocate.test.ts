import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import type { Allocation } from "../../bindings/pack/memory/model.js";
import { parseXml } from "../export/xml.js";
import { lehr } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-cli-allocate-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const write = (name: string, text: string) => {
  writeFileSync(path(name), text);
  return path(name);
};

const buffers = write("buffers.csv", "id,lower,upper,size\na,0,3,4\nb,2,5,3\nc,3,6,4\n");
const tight = "examples/allocate/tight.yaml";

describe("lehr allocate", () => {
  test("shows the answer and how good it is, and the space over time", () => {
    const { code, stdout, stderr } = lehr(["allocate", buffers, "--capacity", "8"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const [answer, bound, empty, axis, ...rows] = stdout.trimEnd().split("\n");
    expect([answer, bound, empty]).toEqual([
      "3 buffers allocated   height 7   87.5% of the capacity of 8   size/first-fit",
      "lower bound 7 (optimal)   78.6% of height and time held",
      "",
    ]);
    expect(axis).toMatch(/^7 {3}╷0 .*╷6?/);
    expect(rows).toHaveLength(16);
  });

  test("writes every format; options reach the annealing", () => {
    const search = ["--algorithm", "anneal", "--seed", "0", "--schedule", "1000", `--json=${path("tight.json")}`];
    const files = ["--svg", path("out.svg"), "--csv", path("out.csv")];
    const { code, stderr } = lehr(["allocate", tight, ...search, ...files]);
    expect({ code, files: stderr.match(/wrote/g) }).toEqual({ code: 0, files: ["wrote", "wrote", "wrote"] });
    const allocation = JSON.parse(readFileSync(path("tight.json"), "utf8")) as Allocation;
    expect(allocation).toMatchObject({ height: 18, run: { algorithm: "anneal", seed: 0, schedule: 1000 } });
    expect(parseXml(readFileSync(path("out.svg"), "utf8")).name).toBe("svg");
    expect(readFileSync(path("out.csv"), "utf8")).toMatch(/^id,lower,upper,size,offset\r\na,0,3,5,/);
  });

  test("says what lies too high, with exit code 1", () => {
    const { code, stdout } = lehr(["allocate", tight, "--algorithm", "size/first-fit"]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^\d of 9 buffers above the capacity {3}height \d+ {3}\d+\.\d% above the capacity of 18/);
    expect(stdout).toMatch(/\nAbove the capacity\nbuffer {2}size/);
  });

  test("--compare has a line for each algorithm, the lowest first", () => {
    const { code, stdout } = lehr(["allocate", tight, "--compare", "--schedule", "10000"]);
    const lines = stdout.trimEnd().split("\n").slice(1);
    expect(lines).toHaveLength(16);
    expect(code).toBe(0);
    expect(lines[0]).toMatch(/^anneal +18 +optimal/);
    expect(lines.filter((line) => line.includes("does not fit"))).toHaveLength(15);
  });

  test.each([
    ["CSV without a capacity", [buffers], "add --capacity"],
    ["a capacity that is none", [buffers, "--capacity", "1.5"], "--capacity"],
    [
      "a budget beside a schedule",
      [tight, "--algorithm", "anneal", "--budget", "1s", "--schedule", "5"],
      "in the place of",
    ],
  ])("refuses %s", (_, args, message) => {
    const { code, stdout, stderr } = lehr(["allocate", ...args]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toContain(message);
  });
});

test("lehr check of an allocation: what holds, what is too high, and what does not hold", () => {
  const allocation: Allocation = {
    status: "complete",
    placed: ["a", "b", "c"].map((buffer) => ({ buffer, offset: buffer === "b" ? 4 : 0 })),
    height: 7,
    lowerBound: 7,
    run: { algorithm: { order: "size", choice: "skyline" } },
  };
  const result = (name: string, change: Partial<Allocation>) =>
    write(name, JSON.stringify({ ...allocation, ...change }));
  const check = (capacity: string, file: string) => lehr(["check", buffers, "--capacity", capacity, file]);
  expect(check("8", result("good.json", {}))).toMatchObject({ code: 0, stdout: "the allocation holds\n" });
  expect(check("6", result("high.json", { status: "partial" }))).toMatchObject({
    code: 1,
    stdout: "the allocation holds, but it is higher than the capacity\n",
  });
  const wrong = check("8", result("wrong.json", { height: 9 }));
  expect(wrong).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("/height: wrong-height: the highest end is 7"),
  });
  expect(lehr(["explain", buffers, path("good.json"), "a"])).toMatchObject({ code: 2, stdout: "" });
});
