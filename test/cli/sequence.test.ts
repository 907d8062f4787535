import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { displayWidth } from "../../bindings/export/text.js";
import type { Sequence } from "../../bindings/sequence/model.js";
import { algorithms, objectives } from "../../bindings/sequence/options.js";
import { parseXml } from "../export/xml.js";
import { lehr } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-cli-sequence-"));
afterAll(() => rmSync(folder, { recursive: true }));
const path = (name: string) => join(folder, name);
const write = (name: string, text: string) => {
  writeFileSync(path(name), text);
  return path(name);
};
const example = ["examples/sequence/requests.csv", "--servers", "examples/sequence/servers.yaml"];

const servers = write(
  "servers.yaml",
  "- { id: s, maxBatch: 2, latency: { prefill: [0, 0, 10ms, 0], decode: [0, 0, 0, 100ms] }, pricePerHour: $36/h }\n",
);
const requests = write(
  "requests.csv",
  [
    "id,arrival,promptTokens,outputTokens,endToEnd,class,tenant",
    "slow,0,100,91,30s,batch,a",
    "quick,0,50,6,3s,chat,b",
    "late,1,100,11,5s,chat,b",
    "free,2,100,11,,,a",
    "",
  ].join("\n"),
);
const small = [requests, "--servers", servers];

describe("lehr sequence", () => {
  test("shows the answer, a chart, which promises are kept, and where time and money go", () => {
    const { code, stdout, stderr } = lehr(["sequence", ...small, "--algorithm", "fcfs"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatchInlineSnapshot(`
      "2 of 3 promises kept   4 of 4 requests served   in 12s   cost $0.12   1 server   fcfs
      latency: mean 8s, p50 10s, p99 11s   first token: mean 5.13s, p50 1s, p99 10s
      while all tenants compete, one is served 4.55× as much as another at most

             ╷0s             ╷2s            ╷4s             ╷6s            ╷8s             ╷10s
      s    │ ▐slow░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░░▐✗late█████████
           │ ▐quick██                                                                      ▐free▆▆▆▆▆▆▆▆▆▆
             ░░ batch  ██ chat  ▆▆ other

      Classes
      class  requests    kept        mean latency  p50  p99
      batch         1  1 of 1  100%           10s  10s  10s
      chat          2  1 of 2   50%            6s   1s  11s
      none          1                         10s  10s  10s

      Tenants
      tenant  requests    kept        mean latency  p50  p99
      a              2  1 of 1  100%           10s  10s  10s
      b              2  1 of 2   50%            6s   1s  11s

      Promises not kept (times since arrival)
      request  server  waited  first token  end  promised
      late     s           9s          10s  11s  end within 5s

      Servers
      server  requests  batches  at once  busy         cost
      s              4        2      2.0   12s  100%  $0.12
      "
    `);
  });

  test("the example: the annealer keeps more promises than the order of arrival", () => {
    const run = (algorithm: string) => {
      const { code, stdout } = lehr(["sequence", ...example, "--algorithm", algorithm, "--json"]);
      expect(code).toBe(0);
      return JSON.parse(stdout) as Sequence;
    };
    const [fcfs, anneal] = [run("fcfs"), run("anneal")];
    expect(anneal.status).toBe("complete");
    expect(anneal.objective).toBeGreaterThan(2 * fcfs.objective);
    expect(anneal.attained).toBeGreaterThan(fcfs.attained);
  });

  test("one file, standard input, or servers on the command line", () => {
    const { requests: list } = JSON.parse(lehr(["sequence", ...small, "--json"]).stdout) as Sequence;
    const whole = write(
      "whole.yaml",
      `requests:\n- { id: slow, arrival: 0, promptTokens: 100, outputTokens: 91 }\nservers:\n${readFileSync(servers, "utf8")}`,
    );
    expect(lehr(["sequence", whole]).stdout).toContain("1 of 1 request served");
    const input = readFileSync(requests, "utf8");
    expect(
      (JSON.parse(lehr(["sequence", "-", "--servers", servers, "--json"], { input }).stdout) as Sequence).requests,
    ).toEqual(list);
    const quick = [
      "--server",
      "preset=llama2-70b/h100-80gb/tp8,maxBatch=2",
      "--server",
      "preset=llama2-70b/a100-80gb/tp4, maxBatch=1, id=b",
    ];
    const { stdout } = lehr(["sequence", requests, ...quick]);
    expect(stdout).toContain("2 servers");
    expect(stdout).toMatch(/\nserver-1 /);
    expect(stdout).toMatch(/\nb /);
  });

  test("writes every format, and says so on standard error", () => {
    const names = ["json", "trace", "svg", "csv"];
    const { code, stdout, stderr } = lehr(["sequence", ...small, ...names.map((n) => `--${n}=${path(`out.${n}`)}`)]);
    expect(code).toBe(0);
    expect(stdout).toContain("promises kept");
    expect(stderr).toBe(names.map((name) => `wrote ${path(`out.${name}`)}\n`).join(""));
    const [json, trace, svg, csv] = names.map((name) => readFileSync(path(`out.${name}`), "utf8"));
    expect(JSON.parse(json!)).toMatchObject({ status: "complete", run: { algorithm: "anneal" } });
    expect(JSON.parse(trace!).traceEvents.length).toBeGreaterThan(3);
    expect(parseXml(svg!).name).toBe("svg");
    expect(csv!.split("\r\n")).toHaveLength(6);
  });

  test("options are passed on", () => {
    const run = (...args: string[]) =>
      (JSON.parse(lehr(["sequence", ...small, "--json", ...args]).stdout) as Sequence).run;
    expect(run("--seed", "7", "--schedule", "100")).toMatchObject({ seed: 7, schedule: 100, iterations: 100 });
    expect(run("--objective", "weighted-tardiness")).toMatchObject({ objective: "weighted-tardiness" });
    expect(run("--objective", "tardiness=1, cost=2.5")).toMatchObject({ objective: { tardiness: 1, cost: 2.5 } });
    expect(run("--algorithm", "priority", "--ageing", "0.5")).toMatchObject({ algorithm: "priority", ageing: 0.5 });
    expect(run("--budget", "1ms").schedule).toBeGreaterThan(0);
  });

  test("slots, the first requests alone, and promises for all", () => {
    const args = ["sequence", ...small, "--execution", "slots", "--limit", "3", "--slo-end-to-end", "2s", "--json"];
    const { batches, requests: served } = JSON.parse(lehr(args).stdout) as Sequence;
    expect(batches.map(({ requests }) => requests.length)).toEqual([1, 1, 1]);
    expect(served.map(({ met }) => typeof met)).toEqual(["boolean", "boolean", "boolean"]);
  });

  test("--compare: a line for each algorithm, the best by the objective first", () => {
    const { code, stdout } = lehr(["sequence", ...example, "--compare"]);
    const [header, ...lines] = stdout.trimEnd().split("\n");
    expect(code).toBe(0);
    expect(header).toMatch(/^algorithm +kept +per second of latency +mean latency +p99 +cost +decided in$/);
    // 40 requests are too many to go through all plans.
    expect(lines.map((line) => line.split(" ")[0]).sort()).toEqual(
      algorithms.filter((name) => name !== "exhaustive").sort(),
    );
    const ratios = lines.map((line) => Number(/ of \d+ +([\d.]+) /.exec(line)![1]));
    expect(ratios).toEqual(ratios.toSorted((a, b) => b - a));
    const few = lehr(["sequence", ...small, "--compare", "--objective", "mean-latency"]).stdout;
    expect(few).toMatch(/^exhaustive /m);
  });

  test("a request that fits nowhere is exit code 1, and said", () => {
    const large = write("large.csv", `${readFileSync(requests, "utf8")}large,0,100,1000,,,\n`);
    const small = [
      "--servers",
      write("kv.yaml", readFileSync(servers, "utf8").replace("maxBatch", "kvTokens: 500, maxBatch")),
    ];
    const { code, stdout } = lehr(["sequence", large, ...small]);
    expect(code).toBe(1);
    expect(stdout).toContain("4 of 5 requests served");
    expect(stdout).toMatch(/Not placed\nrequest +why\nlarge +\S/);
    expect(lehr(["sequence", large, ...small, "--compare"]).code).toBe(1);
  });

  test.each([60, 100, 160])("fits a terminal of %d columns", (columns) => {
    const { stdout } = lehr(["sequence", ...example], { env: { COLUMNS: String(columns) } });
    for (const line of stdout.split("\n")) expect(displayWidth(line)).toBeLessThanOrEqual(columns);
  });

  test("the help names every algorithm and objective", () => {
    const { stdout } = lehr(["help", "sequence"]);
    for (const name of [...algorithms, ...objectives]) expect(stdout).toContain(name);
  });
});

describe("lehr check and lehr explain, of a sequence", () => {
  const good = path("good.json");

  test("a sequence that holds, and one that does not", () => {
    expect(lehr(["sequence", ...small, "--algorithm", "fcfs", `--json=${good}`]).code).toBe(0);
    expect(lehr(["check", ...small, good])).toEqual({ code: 0, stdout: "the sequence holds\n", stderr: "" });
    const bad = write("bad.json", readFileSync(good, "utf8").replace('"status": "complete"', '"status": "partial"'));
    const { code, stdout } = lehr(["check", ...small, bad]);
    expect(code).toBe(1);
    expect(stdout).toMatch(/^.*bad\.json:2: \/status: wrong-status: .*\n$/);
  });

  test("why a request is where it is", () => {
    const { code, stdout } = lehr(["explain", ...small, good, "late"]);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Request "late" runs on server "s"/);
    expect(stdout).toMatch(/\nfirst and alone on +starts .*\ns +1s +2s +3s +kept +chosen\n/);
    expect(JSON.parse(lehr(["explain", ...small, good, "late", "--json"]).stdout).served.server).toBe("s");
    expect(lehr(["explain", ...small, good, "lat"])).toMatchObject({ code: 2, stdout: "" });
  });
});

describe("lehr fit", () => {
  const header = "promptTokens,batch,outputTokens,promptSeconds,secondsPerToken";
  const row = (l: number, b: number) => `${l},${b},11,${0.001 * b * l + 0.5}s,${b + 20}ms`;

  test("prints a latency model for a servers file", () => {
    const measurements = write(
      "measured.csv",
      [header, row(100, 1), row(100, 4), row(900, 1), row(900, 4), ""].join("\n"),
    );
    const { code, stdout, stderr } = lehr(["fit", measurements]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe(
      [
        "# prefill within 0% on average, 0% at most; decode within 0% on average, 0% at most",
        "# measured in batches of 1 to 4, with 100 to 900 tokens of prompt and 11 of output",
        "latency:",
        "  prefill: [0.001, 0, 0, 0.5]",
        "  decode: [0, 0.001, 0, 0.02]",
        "",
      ].join("\n"),
    );
    expect(JSON.parse(lehr(["fit", measurements, "--json"]).stdout).range.batch).toEqual([1, 4]);
  });

  test("says what to measure, or takes what it is told", () => {
    const measurements = write("cross.csv", [header, row(100, 1), row(100, 4), row(900, 1), ""].join("\n"));
    const { code, stdout, stderr } = lehr(["fit", measurements]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    expect(stderr).toMatch(
      /^.*cross\.csv: the rows cannot tell prefill.* measure a batch of 4 at 900 tokens of prompt, or/,
    );
    const told = lehr(["fit", measurements, "--assume-zero", "prefill.2,decode.2"]);
    expect(told.stdout).toContain("# assumed to be 0: prefill.2, decode.2\n");
  });
});

describe("mistakes are exit code 2 and one line each, without a stack", () => {
  const wrong = write("wrong.csv", readFileSync(requests, "utf8").replace("quick,0,50", "quick,soon,50"));

  test.each([
    ["no file", ["sequence"], "lehr: no requests: name a file (lehr help sequence)"],
    [
      "no servers",
      ["sequence", requests],
      "lehr: no servers: give --servers FILE or --server KEY=VALUE,… (lehr help sequence)",
    ],
    ["an algorithm", ["sequence", ...small, "--algorithm", "edff"], /did you mean "edf"/],
    ["an objective", ["sequence", ...small, "--objective", "tardines=1"], /did you mean "tardiness"/],
    ["an execution", ["sequence", ...small, "--execution", "slot"], /did you mean "slots"/],
    ["a budget", ["sequence", ...small, "--budget", "soon"], /^lehr: --budget: expected a duration/],
    ["a limit", ["sequence", ...small, "--limit", "0"], "lehr: --limit must be a whole number of at least 1"],
    [
      "a preset",
      ["sequence", requests, "--server", "preset=llama2-70b,maxBatch=1"],
      /^--server:1: \/0\/latency: no latency model/,
    ],
    [
      "a field of a server",
      ["sequence", requests, "--server", "preset=llama2-70b/h100-80gb/tp8,maxbatch=1"],
      /maxBatch/,
    ],
    ["no field", ["sequence", requests, "--server", "x"], /^lehr: --server takes fields such as maxBatch=8/],
    ["two kinds of servers", ["sequence", ...small, "--server", "maxBatch=1"], /one of them is too many/],
    [
      "two kinds of promises",
      ["sequence", ...small, "--slo-end-to-end", "1s", "--slo-time-to-first-token", "1s"],
      /one kind/,
    ],
    ["a result over the requests", ["sequence", ...small, `--csv=${requests}`], /is an input and would be overwritten/],
    ["a result over the servers", ["sequence", ...small, `--csv=${servers}`], /is an input and would be overwritten/],
    ["a comparison of one", ["sequence", ...small, "--compare", "--algorithm", "edf"], /--compare/],
    ["a cell", ["sequence", wrong, "--servers", servers], /wrong\.csv:3: arrival: expected a duration .* found "soon"/],
    ["no measurements", ["fit"], "lehr: fit takes one file of measurements (lehr help fit)"],
    ["a coefficient", ["fit", requests, "--assume-zero", "x"], /unknown column "id"|assumeZero/],
  ])("%s", (_, args, message) => {
    const { code, stdout, stderr } = lehr(args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
    const line = stderr.trimEnd();
    if (typeof message === "string") expect(line).toBe(message);
    else expect(line).toMatch(message);
    expect(stderr).not.toContain("    at ");
  });
});
