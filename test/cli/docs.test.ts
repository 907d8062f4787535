import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { readProblem } from "../../bindings/import/problem-file.js";
import { readSequenceProblem } from "../../bindings/import/sequence-file.js";
import { root, shell } from "./run.js";

const folder = mkdtempSync(join(tmpdir(), "lehr-docs-"));
cpSync(join(root, "examples"), join(folder, "examples"), { recursive: true });
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(["docs/cli.md", "docs/formats.md", "docs/fuzzing.md"])("%s", (path) => {
  const text = readFileSync(join(root, path), "utf8");

  test.each(blocks(text, "sh"))("runs: %s", (script) => {
    expect(shell(script, folder)).toMatchObject({ code: 0, stdout: expect.stringMatching(/\S/) });
  });

  test.each(blocks(text, "csv"))("the requests are valid: %s", (csv) => {
    const servers = readFileSync(join(root, "examples/sequence/servers.yaml"), "utf8");
    const sources = { requests: { name: path, text: csv }, servers: { name: "servers", text: servers } };
    expect(readSequenceProblem(sources).requests.length).toBeGreaterThan(0);
  });

  for (const yaml of blocks(text, "yaml")) {
    test("the problem is valid", () => {
      const source = { name: path, text: yaml };
      const parts = yaml.includes("requests:")
        ? readSequenceProblem({ requests: source, servers: source }).requests
        : readProblem({ workflow: source, cluster: source }).workflow.tasks;
      expect(parts.length).toBeGreaterThan(0);
    });
  }
});

test.skipIf(!existsSync(join(root, "dist/index.js")))(
  "the embedding example runs (skipped where nothing is built)",
  () => {
    const { status, stdout } = spawnSync(process.execPath, [join(root, "examples/embed.mjs")], { encoding: "utf8" });
    expect({ status, stdout }).toEqual({
      status: 0,
      stdout: "fetch gpu-1 0 15\nembed gpu-1 15 165\nindex gpu-1 165 195\nevaluate cpu-1 165.401 195.401\n",
    });
  },
);

/** Contents of the fenced blocks of a language. */
function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(/^```(\w+)\n(.*?)^```$/gms)]
    .filter(([, name]) => name === language)
    .map(([, , text]) => text!);
}
