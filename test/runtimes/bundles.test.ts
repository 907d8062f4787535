import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as esbuild from "esbuild";
import * as vite from "vite";
import { afterAll, describe, expect, inject, test } from "vitest";

/** Bundles for browsers, minified, that run here: where neither the package nor anything else is installed. */
describe("bundles hold all that they need, and both backends answer as the reference", () => {
  const folder = inject("folder");
  const empty = mkdtempSync(join(tmpdir(), "lehr-bundles-"));
  afterAll(() => rmSync(empty, { recursive: true }));

  const answersOf = (bundle: string) => {
    return JSON.parse(execFileSync(process.execPath, [bundle], { cwd: empty, encoding: "utf8", maxBuffer: 1e9 }));
  };
  const expected = [inject("expected"), inject("expected")];

  test.each([
    ["esm", "node.mjs"],
    ["cjs", "node.cjs"],
  ] as const)("esbuild, %s", async (format, entry) => {
    const outfile = join(empty, `esbuild-${entry}`);
    const options = { bundle: true, minify: true, platform: "browser", format, outfile } as const;
    await esbuild.build({ absWorkingDir: folder, entryPoints: [entry], ...options });
    expect(answersOf(outfile)).toEqual(expected);
  });

  test("Vite", async () => {
    await vite.build({
      root: folder,
      configFile: false,
      logLevel: "error",
      build: {
        lib: { entry: "node.mjs", formats: ["es"], fileName: () => "vite.mjs" },
        outDir: empty,
        emptyOutDir: false,
        minify: true,
      },
    });
    expect(answersOf(join(empty, "vite.mjs"))).toEqual(expected);
  });
});
