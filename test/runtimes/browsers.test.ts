import { execFile, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import * as vite from "vite";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { root } from "../package/consumer.js";
import { type Browser, describeIn } from "./runtimes.js";

/** The page in `examples/browser/`, made in every way that people make pages. */
const ways = ["by its own server", "built by Vite", "by Vite in development", "strict"] as const;
type Way = (typeof ways)[number];

/** What `visit.mjs` saw: of the page first, then of its worker. */
interface Visit {
  errors: string[];
  policy: string | null;
  status: string[];
  answers: unknown[];
  chartHeights: number[];
}

const site = join(inject("folder"), "examples/browser");
const expected = answersOfReference();
const urls = {} as Record<Way, string>;
const endings: (() => unknown)[] = [];

beforeAll(async () => {
  urls["by its own server"] = await serve();
  urls["built by Vite"] = await serveBuilt();
  urls["by Vite in development"] = await serveInDevelopment();
  urls.strict = `${urls["by its own server"]}strict/`;
});
afterAll(async () => {
  for (const end of endings) await end();
});

for (const browser of ["Chromium", "Firefox"] as const) {
  describeIn(browser, (program) => {
    let visits: Record<Way, Visit>;
    beforeAll(async () => {
      visits = await visit(browser, program);
    });

    test.each(ways)("answers as the reference, on the page and in the worker, and draws: %s", (way) => {
      expect(visits[way].answers).toEqual([expected, expected]);
      expect(visits[way].chartHeights.filter((height) => height > 100)).toHaveLength(3);
    });

    test.each(ways.filter((way) => way !== "strict"))("runs the kernels: %s", (way) => {
      expect(visits[way].status).toEqual(Array(2).fill(expect.stringMatching(/backend wasm.* 0 violations\.$/)));
      expect(visits[way].errors).toEqual([]);
    });

    test("has a policy that allows WebAssembly and nothing else that is unsafe", () => {
      expect(visits["by its own server"].policy).toBe("script-src 'self' 'wasm-unsafe-eval'");
    });

    test("runs the reference where the policy forbids WebAssembly, which the refusal names", () => {
      const refused = /backend reference.* 0 violations\. No kernels: .*(CSP|Content Security Policy).*lehr\/reference/;
      expect(visits.strict.status).toEqual(Array(2).fill(expect.stringMatching(refused)));
      expect(visits.strict.policy).toBe("script-src 'self'");
    });
  });
}

async function visit(browser: Browser, program: string): Promise<Record<Way, Visit>> {
  const visitor = fileURLToPath(new URL("visit.mjs", import.meta.url));
  const name = browser === "Chromium" ? "chrome" : "firefox";
  const args = [visitor, name, program, ...ways.map((way) => urls[way])];
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 1e9 });
  const visits: Visit[] = JSON.parse(stdout);
  return Object.fromEntries(ways.map((way, at) => [way, visits[at]!])) as Record<Way, Visit>;
}

async function serve(): Promise<string> {
  symlinkSync(join(root, "node_modules/esbuild"), join(inject("folder"), "node_modules/esbuild"));
  const server = spawn(process.execPath, ["serve.mjs", "0"], { cwd: site, stdio: ["ignore", "pipe", "inherit"] });
  endings.push(() => server.kill());
  const [url] = await once(createInterface(server.stdout), "line");
  return url;
}

function viteConfig(): vite.InlineConfig {
  const address = { host: "127.0.0.1", port: 0 };
  // Classic workers know neither top-level await nor chunks.
  const worker = { format: "es" } as const;
  return { root: site, configFile: false, logLevel: "error", worker, server: address, preview: address };
}

async function serveBuilt(): Promise<string> {
  await vite.build({ ...viteConfig(), build: { target: "es2023" } });
  const server = await vite.preview(viteConfig());
  endings.push(() => server.close());
  return server.resolvedUrls!.local[0]!;
}

async function serveInDevelopment(): Promise<string> {
  const server = await vite.createServer(viteConfig());
  endings.push(() => server.close());
  await server.listen();
  return server.resolvedUrls!.local[0]!;
}

function answersOfReference(): unknown {
  const program = `
    import { createLehr } from "lehr";
    import { reference } from "lehr/reference";
    import { decide } from "./decide.mjs";
    console.log(JSON.stringify(decide(await createLehr({ backend: reference }))));`;
  const args = ["--input-type=module", "--eval", program];
  return JSON.parse(execFileSync(process.execPath, args, { cwd: site, encoding: "utf8" }));
}
