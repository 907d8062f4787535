import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { reference } from "../../bindings/reference.js";
import { casesOf } from "./cases/index.js";
import { outcomeOf } from "./outcome.js";
import type { Subject } from "./subjects.js";

const cache = "build/mutate";

/** What the reference makes of each case. Kept in `build/` until the reference, or what cases are made of, changes. */
export function expectedOutcomes(subject: Subject): readonly string[] {
  const file = `${cache}/${subject}-${versionOf(["bindings", "test", "bench", "scripts/mutate/cases"])}.json`;
  if (existsSync(file)) return JSON.parse(readFileSync(file, "utf8"));
  const kernels = reference.loadSync();
  const expected = casesOf[subject]().map((each) => outcomeOf(each, kernels));
  mkdirSync(cache, { recursive: true });
  writeFileSync(file, JSON.stringify(expected));
  return expected;
}

function versionOf(folders: readonly string[]): string {
  const hash = createHash("sha256");
  for (const folder of folders) {
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    for (const file of files.filter((name) => /(?<!\.test)\.ts$/.test(name)).sort()) {
      hash.update(readFileSync(`${folder}/${file}`));
    }
  }
  return hash.digest("hex").slice(0, 16);
}
