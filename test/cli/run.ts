import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("../../", import.meta.url));
const built = `${root}dist/lehr-cli.js`;
/** The command as it is published; from its source where nothing has been built. */
const command = existsSync(built) ? [built] : ["--import", import.meta.resolve("tsx"), `${root}bindings/cli/main.ts`];

export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** Runs `lehr` as a child process, in the project's folder, with pipes for all streams. */
export function lehr(args: string[], { input = "", env = {} }: { input?: string; env?: Record<string, string> } = {}) {
  const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], {
    cwd: root,
    input,
    env: { ...inherited, ...env },
    encoding: "utf8",
    maxBuffer: 1e9,
  });
  return { code: status, stdout, stderr } satisfies Outcome;
}

/** Runs a shell script in which `lehr` is the command; it stops at the first failure. */
export function shell(script: string, folder = root): Outcome {
  const define = `lehr() { ${[process.execPath, ...command].map((word) => `'${word}'`).join(" ")} "$@"; }`;
  const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", `${define}\n${script}`], {
    cwd: folder,
    encoding: "utf8",
  });
  return { code: status, stdout, stderr };
}
