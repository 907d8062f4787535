import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformSync } from "esbuild";
import type { TestProject } from "vitest/node";
import * as lehr from "../../bindings/index.js";
import { reference } from "../../bindings/reference.js";
import { Consumer } from "../package/consumer.js";
import { installRuntimes } from "./runtimes.js";
import { answersOf } from "./scenario.js";

export type Answers = ReturnType<typeof answersOf>;

declare module "vitest" {
  interface ProvidedContext {
    /** Where the packed package is installed, with the programs beside it. */
    folder: string;
    /** Of the reference, from its sources. */
    expected: Answers;
  }
}

/** Installs the runtimes and the packed package, once for all tests. */
export default function setup(project: TestProject): () => void {
  installRuntimes();
  const consumer = new Consumer();
  const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
  cpSync(here("programs"), consumer.folder, { recursive: true });
  const scenario = transformSync(readFileSync(here("scenario.ts"), "utf8"), { loader: "ts" }).code;
  writeFileSync(join(consumer.folder, "scenario.mjs"), scenario);
  project.provide("folder", consumer.folder);
  project.provide("expected", answersOf(lehr.createLehrSync({ backend: reference }), lehr));
  return () => consumer.dispose();
}
