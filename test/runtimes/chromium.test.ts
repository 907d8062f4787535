import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { type Browser, chromium, type Page } from "playwright-core";
import * as vite from "vite";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { root } from "../package/consumer.js";
import { describeInChromium } from "./runtimes.js";

/** The page in `examples/browser/`, made in every way that people make pages. */
describeInChromium((executablePath) => {
  const site = join(inject("folder"), "examples/browser");
  const expected = answersOfReference();
  let browser: Browser;
  const endings: (() => unknown)[] = [() => browser.close()];

  beforeAll(async () => {
    // Root, as in containers, gets no sandbox.
    browser = await chromium.launch({ executablePath, chromiumSandbox: process.getuid?.() !== 0 });
  });
  afterAll(async () => {
    for (const end of endings.reverse()) await end();
  });

  describe("with its own server", () => {
    let url: string;
    beforeAll(async () => {
      symlinkSync(join(root, "node_modules/esbuild"), join(inject("folder"), "node_modules/esbuild"));
      const server = spawn(process.execPath, ["serve.mjs", "0"], { cwd: site, stdio: ["ignore", "pipe", "inherit"] });
      endings.push(() => server.kill());
      [url] = await once(createInterface(server.stdout), "line");
    });

    test("the kernels run where the policy allows WebAssembly and nothing else that is unsafe", async () => {
      const { errors, policy, status, answers } = await visit(url);
      expect(policy).toBe("script-src 'self' 'wasm-unsafe-eval'");
      expect(status).toEqual(Array(2).fill(expect.stringMatching(/backend wasm.* 0 violations\.$/)));
      expect(answers).toEqual([expected, expected]);
      expect(errors).toEqual([]);
    });

    test("the reference runs where the policy forbids WebAssembly, and the refusal names it", async () => {
      const { errors, policy, status, answers } = await visit(`${url}strict/`);
      expect(policy).toBe("script-src 'self'");
      const refused = /backend reference.* 0 violations\. .*Content Security Policy.*lehr\/reference/;
      expect(status).toEqual(Array(2).fill(expect.stringMatching(refused)));
      expect(answers).toEqual([expected, expected]);
      expect(errors).toEqual([]);
    });
  });

  describe("with Vite", () => {
    const config: vite.InlineConfig = {
      root: site,
      configFile: false,
      logLevel: "error",
      // Classic workers know neither top-level await nor chunks.
      worker: { format: "es" },
    };

    test.each([
      ["built", serveBuilt],
      ["served in development", serveInDevelopment],
    ])("the kernels run when it is %s", async (_, serve) => {
      const { errors, status, answers } = await visit(await serve());
      expect(status).toEqual(Array(2).fill(expect.stringMatching(/backend wasm.* 0 violations\.$/)));
      expect(answers).toEqual([expected, expected]);
      expect(errors).toEqual([]);
    });

    async function serveBuilt(): Promise<string> {
      await vite.build({ ...config, build: { target: "es2023" } });
      const server = await vite.preview({ ...config, preview: { host: "127.0.0.1", port: 0 } });
      endings.push(() => server.close());
      return server.resolvedUrls!.local[0]!;
    }

    async function serveInDevelopment(): Promise<string> {
      const server = await vite.createServer({ ...config, server: { host: "127.0.0.1", port: 0 } });
      endings.push(() => server.close());
      await server.listen();
      return server.resolvedUrls!.local[0]!;
    }
  });

  /** What the page says, first of itself and then of its worker, and what went wrong meanwhile. */
  async function visit(url: string) {
    const page = await browser.newPage();
    const errors: string[] = [];
    page.on("pageerror", ({ message }) => errors.push(message));
    const response = await page.goto(url);
    const answers = [
      JSON.parse(await textOf(page, "#page-answers")),
      JSON.parse(await textOf(page, "#worker-answers")),
    ];
    const status = [await textOf(page, "#page-status"), await textOf(page, "#worker-status")];
    const heights = page.locator("img").evaluateAll(async (images) => {
      await Promise.all(images.map((image) => (image as HTMLImageElement).decode()));
      return images.map((image) => image.clientHeight);
    });
    expect((await heights).filter((height) => height > 100)).toHaveLength(3);
    await page.close();
    return { errors, policy: response?.headers()["content-security-policy"], status, answers };
  }

  /** Waits for it. */
  async function textOf(page: Page, selector: string): Promise<string> {
    const element = page.locator(`${selector}:not(:empty)`);
    await element.waitFor({ state: "attached", timeout: 60_000 });
    return (await element.textContent())!;
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
});
