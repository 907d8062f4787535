import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, inject, test } from "vitest";
import * as lehr from "../../bindings/index.js";
import { describeOn } from "./runtimes.js";

/** The worker as it is deployed: a bundle that keeps its import of the kernels, and the kernels beside it. */
const config = `
using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .worker)],
  sockets = [(name = "http", address = "127.0.0.1:0", service = "main")],
);
const worker :Workerd.Worker = (
  compatibilityDate = "2025-01-01",
  modules = [
    (name = "worker.js", esModule = embed "worker.js"),
    (name = "./kernels.wasm", wasm = embed "kernels.wasm"),
  ],
);
`;

describeOn("workerd", (program) => {
  const folder = inject("folder");
  const expected = inject("expected");
  let stop = () => {};
  let reply: Record<string, unknown>;

  beforeAll(async () => {
    await build({
      absWorkingDir: folder,
      entryPoints: ["workerd.mjs"],
      outfile: "worker.js",
      bundle: true,
      format: "esm",
      conditions: ["workerd"],
      external: ["*.wasm"],
      logLevel: "warning",
    });
    copyFileSync(join(folder, "node_modules/lehr/dist/kernels.wasm"), join(folder, "kernels.wasm"));
    writeFileSync(join(folder, "config.capnp"), config);
    const port = await serve();
    const response = await fetch(`http://127.0.0.1:${port}/`);
    reply = (await response.json()) as Record<string, unknown>;
  });
  afterAll(() => stop());

  /** Starts the server. It tells its port on a pipe of its own. */
  async function serve(): Promise<number> {
    const server = spawn(program, ["serve", "config.capnp", "--control-fd=3"], {
      cwd: folder,
      stdio: ["ignore", "inherit", "inherit", "pipe"],
    });
    stop = () => server.kill();
    const ended = once(server, "exit").then(([code]) => {
      throw new Error(`workerd ended with ${code}`);
    });
    const [line] = await Promise.race([once(createInterface(server.stdio[3] as Readable), "line"), ended]);
    return (JSON.parse(line as string) as { port: number }).port;
  }

  test("gets the kernels compiled, and both backends answer as the reference", () => {
    expect(reply.answers).toEqual([expected, expected, expected]);
  });

  test("exports what the main entry exports", () => {
    expect(reply.names).toEqual(Object.keys(lehr).sort());
  });

  test("shares the classes of errors among the entries", () => {
    expect(reply.isOneClass).toBe(true);
  });

  test("compiles no bytes, and says what needs none", () => {
    expect(reply.bytes).toEqual({
      code: "kernel",
      message: expect.stringMatching(/code generation disallowed.*lehr\/reference/),
    });
  });
});
