import { existsSync, readdirSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { describe, test } from "vitest";

/** Problems and results of others that live beside the project, not in it. */
const sharedData = new URL("../../shared/data/", import.meta.url);

/** A suite over shared data. Where that is absent the suite is skipped, and its title says so. */
export function describeWithSharedData(title: string, suite: () => void): void {
  if (existsSync(sharedData)) describe(title, suite);
  else describe(title, () => test.skip("skipped: there is no ../shared/data"));
}

/** Reads a `.json` or `.json.gz` file. The caller says what it holds. */
export function readShared<T>(path: string): T {
  const bytes = readFileSync(new URL(path, sharedData));
  return JSON.parse((path.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8")) as T;
}

/** Reads a file as it is. */
export function readSharedText(path: string): string {
  return readFileSync(new URL(path, sharedData), "utf8");
}

/** Names of the files in a folder, in alphabetical order. */
export function listShared(folder: string): string[] {
  return readdirSync(new URL(folder, sharedData)).sort();
}
