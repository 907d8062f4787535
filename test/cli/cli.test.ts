import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pc from "picocolors";
import { afterAll, describe, expect, test } from "vitest";
import { plan } from "../../bindings/cli/plan.js";
import type { Terminal } from "../../bindings/cli/terminal.js";
import { displayWidth } from "../../bindings/export/text.js";
import type { Placement } from "../../bindings/place/model.js";
import { presets } from "../../bindings/place/options.js";
import packageJson from "../../package.json" with { type: "json" };
import { parseXml } from "../export/xml.js";
import { lehr, shell } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-cli-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const example = "examples/llm-pipeline.yaml";

const small = path("small.yaml");
writeFileSync(
  small,
  [
    "cluster:",
    "  nodes:",
    "    - { id: fast, speed: 2, pricePerHour: $3/h, location: { rack: a } }",
    "    - { id: slow, location: { rack: b } }",
    "  network: { world: { bandwidth: 1GB/s } }",
    "workflow:",
    "  tasks:",
    "    - { id: a, work: 20s }",
    "    - { id: b, work: 30s, after: [{ task: a, data: 1GB }], deadline: 1min }",
    "    - { id: c, work: 20s, after: [{ task: a, data: 1GB }] }",
    "",
  ].join("\n"),
);

describe("lehr plan", () => {
  test("shows the answer, a chart, the tasks, and where time goes", () => {
    const { code, stdout, stderr } = lehr(["plan", small]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "makespan 31s   cost $0.021   3 of 3 tasks placed   2 nodes   heft
      critical path: 97% computing, 3% moving data, 0% waiting
      1.13× as fast as one task after another on fast alone, which takes 35s
      deadlines kept: b (35s to spare)

             ╷0s            ╷5s            ╷10s           ╷15s           ╷20s           ╷25s
      fast │ ▐a▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▐b▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆
      slow │                                  ▐c▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆▆

      Tasks (● critical path)
         task  node  start  end  takes  waited for
      ●  a     fast     0s  10s    10s
         b     fast    10s  25s    15s  a
      ●  c     slow    11s  31s    20s  1s for 1GB from a

      Nodes
      node  tasks  busy         cost
      fast      2   25s  81%  $0.021
      slow      1   20s  65%      $0

      Data
      data           hand-overs  amount  time  cost
      within a node           1     1GB    0s    $0
      between racks           1     1GB    1s    $0
      "
    `);
  });

  test("the example: complete, its deadline kept, the far region avoided", () => {
    const { code, stdout } = lehr(["plan", example, "--json"]);
    const placement = JSON.parse(stdout) as Placement;
    expect({ code, status: placement.status }).toEqual({ code: 0, status: "complete" });
    expect(placement.tasks.find(({ task }) => task === "roll-out")!.met).toBe(true);
    expect(placement.tasks.filter(({ nodes }) => nodes[0]!.startsWith("far-")).map(({ task }) => task)).toEqual([
      "canary-far",
    ]);
    const gpuTasks = placement.tasks.filter(
      ({ task }) => /train|sft|rlhf|dpo|reward|eval/.test(task) && task !== "train-tokenizer",
    );
    for (const { nodes } of gpuTasks) expect(nodes[0]).toMatch(/h100|a100/);
  });

  test("a workflow and a cluster from two files", () => {
    const { code, stdout } = lehr([
      "plan",
      "--workflow",
      "examples/montage.json",
      "--cluster",
      "examples/cluster.yaml",
    ]);
    expect(code).toBe(0);
    expect(stdout).toContain("46 of 46 tasks placed");
  });

  test("reads standard input", () => {
    expect(lehr(["plan", "-"], { input: readFileSync(small, "utf8") }).stdout).toBe(lehr(["plan", small]).stdout);
  });

  test("writes every format, and says so on standard error", () => {
    const names = ["json", "trace", "svg", "mermaid", "csv"];
    const { code, stdout, stderr } = lehr(["plan", small, ...names.map((name) => `--${name}=${path(`out.${name}`)}`)]);
    expect(code).toBe(0);
    expect(stdout).toContain("makespan");
    expect(stderr).toBe(names.map((name) => `wrote ${path(`out.${name}`)}\n`).join(""));
    const [json, trace, svg, mermaid, csv] = names.map((name) => readFileSync(path(`out.${name}`), "utf8"));
    expect(JSON.parse(json!)).toMatchObject({ status: "complete", run: { algorithm: "heft" } });
    expect(JSON.parse(trace!).traceEvents.length).toBeGreaterThan(3);
    expect(parseXml(svg!).name).toBe("svg");
    expect(mermaid).toMatch(/^gantt\n/);
    expect(csv!.split("\r\n")).toHaveLength(5);
  });

  test("a result on standard output is there alone", () => {
    const { stdout } = lehr(["plan", small, "--csv", "-"]);
    expect(stdout).toMatch(/^task,stage,/);
    expect(stdout).not.toContain("makespan");
  });

  test("the algorithm and its options are passed on", () => {
    const run = (...args: string[]) => (JSON.parse(lehr(["plan", small, "--json", ...args]).stdout) as Placement).run;
    expect(run("--algorithm", "random", "--seed", "7")).toMatchObject({ algorithm: "random", seed: 7 });
    expect(run("--average-communication", "all-pairs")).toMatchObject({ averageCommunication: "all-pairs" });
  });

  test("--compare: a line for each algorithm, the best first", () => {
    const { code, stdout } = lehr(["plan", example, "--compare"]);
    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(code).toBe(0);
    expect(header).toMatch(/^algorithm +makespan +to best +cost +not placed +decided in$/);
    expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual(Object.keys(presets).sort());
    const factors = lines.map((line) => Number(/ ([\d.]+)× /.exec(line)![1]));
    expect(factors[0]).toBe(1);
    expect(factors).toEqual(factors.toSorted((a, b) => a - b));
  });

  test("a task without a place is exit code 1, and said", () => {
    const file = path("partial.yaml");
    writeFileSync(file, `${readFileSync(small, "utf8")}    - { id: d, work: 1, requires: [tpu], deadline: 1h }\n`);
    const { code, stdout } = lehr(["plan", file]);
    expect(code).toBe(1);
    expect(stdout).toContain("3 of 4 tasks placed");
    expect(stdout).toMatch(/Not placed\ntask +why\nd +.*tpu/);
    expect(stdout).toContain("deadline missed: d, not placed");
    expect(lehr(["plan", file, "--compare"]).code).toBe(1);
  });

  test("one node is no nodes", () => {
    const text = "{ cluster: { nodes: [{ id: n }] }, workflow: { tasks: [{ id: t, work: 1 }] } }";
    expect(lehr(["plan", "-"], { input: text }).stdout).toContain("placed   1 node   heft");
  });

  test("says what it is doing when that takes long, and wipes it", async () => {
    const file = path("long.json");
    const tasks = Array.from({ length: 10_000 }, (_, i) => ({ id: `t${i}`, work: 1 }));
    writeFileSync(file, JSON.stringify({ cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } }));
    const seen: string[] = [];
    const terminal: Terminal = {
      width: 100,
      colour: false,
      colours: pc.createColors(false),
      print: (text) => seen.push(text.split(" ", 1)[0]!),
      note: () => {},
      progress: (line) => seen.push(line),
    };
    expect(await plan([file], terminal)).toBe(0);
    expect(seen).toEqual(["planning 10,000 tasks …", "writing up 10,000 tasks …", "", "makespan"]);
  });

  test("many tasks: the critical path, cut, and quickly counted", () => {
    const file = path("chain.json");
    const tasks = Array.from({ length: 300 }, (_, i) => ({ id: `t${i}`, work: 1, after: i > 0 ? [`t${i - 1}`] : [] }));
    writeFileSync(file, JSON.stringify({ cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } }));
    const { stdout } = lehr(["plan", file]);
    expect(stdout).toContain("Critical path");
    expect(stdout).toContain("… and 260 more tasks on the critical path; --csv FILE has all");
  });

  test.each([60, 100, 160])("fits a terminal of %d columns", (columns) => {
    const { stdout } = lehr(["plan", example], { env: { COLUMNS: String(columns) } });
    for (const line of stdout.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  test("colour only when asked for, since this is no terminal", () => {
    const sequence = "\u001B[";
    expect(lehr(["plan", small]).stdout).not.toContain(sequence);
    expect(lehr(["plan", small], { env: { FORCE_COLOR: "1" } }).stdout).toContain(sequence);
    expect(lehr(["plan", small], { env: { FORCE_COLOR: "1", NO_COLOR: "1" } }).stdout).not.toContain(sequence);
  });

  test("ids cannot drive the terminal", () => {
    const id = "\\u001B[2Jx";
    const text = `{ "cluster": { "nodes": [{ "id": "${id}" }] }, "workflow": { "tasks": [{ "id": "${id}", "work": 1 }] } }`;
    const { code, stdout } = lehr(["plan", "-"], { input: text });
    expect(code).toBe(0);
    expect(stdout).not.toContain("\u001B");
  });

  test("a reader that stops early is no error", () => {
    const file = path("much.json");
    const tasks = Array.from({ length: 3000 }, (_, i) => ({ id: `t${i}`, work: 1 }));
    writeFileSync(file, JSON.stringify({ cluster: { nodes: [{ id: "n" }] }, workflow: { tasks } }));
    const { stdout, stderr } = shell(`lehr plan ${file} --json | head -n 1`);
    expect({ stdout, stderr }).toEqual({ stdout: "{\n", stderr: "" });
  });

  test.skipIf(!existsSync("/dev/full"))("output that cannot be written is one line (skipped without /dev/full)", () => {
    expect(shell(`lehr plan ${small} --json > /dev/full`)).toEqual({
      code: 2,
      stdout: "",
      stderr: "lehr: cannot write to standard output: no space left\n",
    });
  });
});

describe("lehr check", () => {
  const good = path("good.json");
  const bad = path("bad.json");

  test("a placement that holds", () => {
    expect(lehr(["plan", small, `--json=${good}`]).code).toBe(0);
    expect(lehr(["check", small, good])).toEqual({ code: 0, stdout: "the placement holds\n", stderr: "" });
    expect(
      lehr(["check", "--workflow", small, "--cluster", small, "-"], { input: readFileSync(good, "utf8") }).code,
    ).toBe(0);
  });

  test("violations with their lines, exit code 1", () => {
    const text = readFileSync(good, "utf8");
    writeFileSync(bad, text.replace('"status": "complete"', '"status": "partial"'));
    const { code, stdout } = lehr(["check", small, bad]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*bad\.json:2: \/status: wrong-status: .*\n$/);
    const json = lehr(["check", small, bad, "--json"]);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.stdout)).toMatchObject([{ code: "wrong-status", path: "/status" }]);
  });

  test("a placement without some tasks holds, exit code 1", () => {
    const input = `${readFileSync(small, "utf8")}    - { id: d, work: 1, requires: [tpu] }\n`;
    const problem = path("with-d.yaml");
    writeFileSync(problem, input);
    const partial = path("partial.json");
    lehr(["plan", problem, `--json=${partial}`]);
    const stdout = "the placement holds, but 1 task is not placed\n";
    expect(lehr(["check", problem, partial])).toEqual({ code: 1, stdout, stderr: "" });
    expect(lehr(["check", problem, partial, "--json"])).toMatchObject({ code: 1, stdout: "[]\n" });
  });

  test("what is no placement is malformed", () => {
    writeFileSync(bad, "42");
    expect(lehr(["check", small, bad])).toMatchObject({ code: 1, stdout: expect.stringContaining("malformed") });
  });
});

describe("lehr explain", () => {
  test("says why, and what other nodes had to offer", () => {
    const placement = path("explained.json");
    lehr(["plan", small, `--json=${placement}`]);
    const { code, stdout } = lehr(["explain", small, placement, "b"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Task "b" runs on node "fast"/);
    expect(stdout).toMatch(/\nslow +\d/);
    expect(JSON.parse(lehr(["explain", small, placement, "b", "--json"]).stdout).placed.node).toBe("fast");
    expect(lehr(["explain", small, placement, "bb"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("help", () => {
  test("for the command and each of its commands", () => {
    const general = lehr(["--help"]);
    expect(general).toMatchObject({ code: 0, stderr: "" });
    expect(lehr([]).stdout).toBe(general.stdout);
    for (const command of ["plan", "sequence", "pack", "allocate", "check", "explain", "fit", "bench", "fuzz"]) {
      expect(general.stdout).toContain(`lehr ${command} `);
      const topic = lehr(["help", command]);
      expect(topic).toMatchObject({ code: 0, stderr: "" });
      expect(lehr([command, "--help"]).stdout).toBe(topic.stdout);
      for (const line of topic.stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(85);
    }
  });

  test("names every algorithm", () => {
    const { stdout } = lehr(["help", "plan"]);
    for (const name of [...Object.keys(presets), "best", "duplex"]) expect(stdout).toContain(name);
  });

  test("--version", () => {
    expect(lehr(["--version"])).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
  });
});

describe("mistakes are exit code 2 and one line each, without a stack", () => {
  const wrong = path("wrong.yaml");
  writeFileSync(wrong, readFileSync(small, "utf8").replace("20s", "long").replace("task: a,", "task: aa,"));

  test.each([
    ["a command", ["plann"], 'lehr: no command "plann"; did you mean "plan"? (lehr help)'],
    [
      "an option",
      ["plan", small, "--algoritm", "heft"],
      'lehr: unknown option --algoritm; did you mean "--algorithm"? (lehr help plan)',
    ],
    ["an algorithm", ["plan", small, "--algorithm", "hefd"], /did you mean "heft"/],
    ["a seed", ["plan", small, "--seed", "x"], /seed/],
    ["a missing value", ["plan", small, "--svg"], /--svg/],
    [
      "a negative seed",
      ["plan", small, "--seed", "-1"],
      "lehr: --seed needs a value; one that begins with a dash is written --seed=-… (lehr help plan)",
    ],
    [
      "an option as a value",
      ["plan", small, "--csv", "--svg", "x"],
      "lehr: --csv needs a value; one that begins with a dash is written --csv=-… (lehr help plan)",
    ],
    [
      "two results in one file",
      ["plan", small, "--svg", path("x"), "--csv", `${folder}/./x`],
      `lehr: only one result can go to ${folder}/./x`,
    ],
    [
      "a result over the problem",
      ["plan", small, `--json=${small}`],
      `lehr: ${small} is an input and would be overwritten`,
    ],
    [
      "a result over half a problem",
      ["plan", "--workflow", small, "--cluster", example, "--csv", `./${example}`],
      `lehr: ./${example} is an input and would be overwritten`,
    ],
    ["no problem", ["plan"], "lehr: no workflow: name a problem file, or give --workflow FILE (lehr help plan)"],
    [
      "half a problem",
      ["plan", "--workflow", small],
      "lehr: no cluster: name a problem file, or give --cluster FILE (lehr help plan)",
    ],
    ["two problems", ["plan", small, small], /one problem file at most/],
    ["no file", ["plan", "nowhere.yaml"], "lehr: cannot read nowhere.yaml: no such file or folder"],
    ["a folder", ["plan", folder], /it is a folder$/],
    ["no folder", ["plan", small, "--svg", path("no/where.svg")], /cannot write .*: no such file or folder$/],
    ["two results at once", ["plan", small, "--json", "--csv", "-"], "lehr: only one result can go to standard output"],
    ["a comparison of one", ["plan", small, "--compare", "--algorithm", "heft"], /--compare/],
    [
      "no placement",
      ["check"],
      "lehr: check takes a problem and a placement, sequence, packing or allocation (lehr help check)",
    ],
  ])("%s", (_, args, message) => {
    const { code, stdout, stderr } = lehr(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr.endsWith("\n")).toBe(true);
    const line = stderr.trimEnd();
    expect(line).not.toContain("\n");
    if (typeof message === "string") expect(line).toBe(message);
    else expect(line).toMatch(message);
  });

  test("problems in a file, with file, line and pointer", () => {
    const { code, stderr } = lehr(["plan", wrong]);
    expect(code).toBe(2);
    expect(stderr.trimEnd().split("\n")).toEqual([
      `${wrong}:8: /workflow/tasks/0/work: expected a duration such as 3h, 90min or 500ms, or seconds as a number; found "long"`,
      expect.stringMatching(`^${wrong}:9: /workflow/tasks/1/after/0: no task "aa"`),
    ]);
  });

  test("bad syntax on standard input", () => {
    expect(lehr(["plan", "-"], { input: "a: [" })).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/^standard input:1: .+\n$/),
    });
  });
});
