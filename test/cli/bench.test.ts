import { expect, test } from "vitest";
import { lehr } from "./run.js";

test("figures as JSON", () => {
  const { code, stdout, stderr } = lehr(["bench", "--milliseconds", "1", "--json"]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { lehr: version, figures } = JSON.parse(stdout) as {
    lehr: string;
    figures: { verb: string; samples: number }[];
  };
  expect(version).toMatch(/^\d+\.\d+\.\d+/);
  expect(figures).toHaveLength(12);
  expect(new Set(figures.map(({ verb }) => verb))).toEqual(new Set(["place", "sequence", "pack"]));
});

test("a table for people", () => {
  const { code, stdout } = lehr(["bench", "--milliseconds", "1"]);
  expect(code).toBe(0);
  expect(stdout).toMatch(/^place: 200 tasks on 8 nodes, heft\ncall +backend +minimum +median/);
  expect(stdout.match(/^(prepared|whole) +(wasm|reference) .*\d×$/gm)).toHaveLength(12);
});

test.each([
  { args: ["--milliseconds", "none"], says: /milliseconds/ },
  { args: ["file.yaml"], says: /bench takes no files/ },
  { args: ["--second", "1"], says: /unknown option --second/ },
])("refuses $args", ({ args, says }) => {
  expect(lehr(["bench", ...args])).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(says) });
});
