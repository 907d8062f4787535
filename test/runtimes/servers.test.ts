import { execFileSync } from "node:child_process";
import { expect, inject, test } from "vitest";
import { describeOn, type Runtime } from "./runtimes.js";

/** Runtimes with a command line: how each tells its version, and what it takes to run a program. */
const runtimes: [Runtime, RegExp, string[]][] = [
  ["Node 20", /^v20\.19\.0\n$/, []], // the oldest that is promised
  ["Node 22", /^v22\./, []],
  ["Node 24", /^v24\./, []],
  ["Deno", /^deno 2\./, ["run", "--no-remote", "--no-prompt", "--allow-read=.", "--allow-env"]],
  ["Bun", /^1\./, ["run"]],
];

const expected = inject("expected");

test("the answers that are expected hold", () => {
  const answers = [...expected.place, ...expected.sequence, ...expected.pack, expected.allocate];
  expect(answers.filter(({ violations }) => violations.length > 0)).toEqual([]);
});

for (const [runtime, version, args] of runtimes) {
  describeOn(runtime, (program) => {
    const run = (...file: string[]) => {
      const options = { cwd: inject("folder"), encoding: "utf8", maxBuffer: 1e9 } as const;
      return execFileSync(program, [...args, ...file], options);
    };

    test("is what its name says", () => {
      expect(execFileSync(program, ["--version"], { encoding: "utf8" })).toMatch(version);
    });

    test.each([
      ["imports", "node.mjs"],
      ["requires", "node.cjs"],
    ])("%s the package, and both backends answer as the reference", (_, file) => {
      expect(JSON.parse(run(file))).toEqual([expected, expected]);
    });

    test("runs the command", () => {
      const command = ["node_modules/lehr/dist/lehr-cli.js", "plan", "examples/llm-pipeline.yaml"];
      const here = execFileSync(process.execPath, command, { cwd: inject("folder"), encoding: "utf8" });
      expect(run(...command)).toBe(here);
      expect(here).toMatch(/makespan/i);
    });
  });
}
