import { execFileSync } from "node:child_process";
import { cpus, release, totalmem, type } from "node:os";
import { fileURLToPath } from "node:url";
import packageJson from "../../package.json" with { type: "json" };

/** Where, when and of what figures are. */
export interface Facts {
  machine: {
    cpu: string;
    cores: number;
    memoryBytes: number;
    os: string;
    architecture: string;
    node: string;
    v8: string;
    /** `undefined` where there is none. */
    compiler?: string;
  };
  /** Of the project; with a plus sign when the tree had changes. Unknown outside of a repository. */
  commit: string;
  /** ISO 8601, UTC. */
  date: string;
  /** Versions: this one, what builds the kernels, what measures, and rivals. */
  packages: Record<string, string>;
  options: { quick: boolean };
}

const measured = ["assemblyscript", "benny", "bin-packer", "highs"] as const;

export function factsNow(quick: boolean): Facts {
  const [first] = cpus();
  const compiler = output("gcc", "--version")?.split("\n")[0];
  const commit = output("git", "rev-parse", "--short", "HEAD");
  const changed = output("git", "status", "--porcelain", "--untracked-files=no") !== "";
  const { devDependencies } = packageJson;
  return {
    machine: {
      cpu: first?.model.trim() ?? "unknown",
      cores: cpus().length,
      memoryBytes: totalmem(),
      os: `${type()} ${release().split(".").slice(0, 2).join(".")}`,
      architecture: process.arch,
      node: process.versions.node,
      v8: process.versions.v8,
      ...(compiler !== undefined && { compiler }),
    },
    commit: commit === undefined ? "unknown" : `${commit}${changed ? "+" : ""}`,
    date: new Date().toISOString(),
    packages: {
      lehr: packageJson.version,
      ...Object.fromEntries(measured.map((name) => [name, devDependencies[name]])),
    },
    options: { quick },
  };
}

/** The facts in one sentence. */
export function sentence({ machine, commit, date, options }: Facts): string {
  const { cpu, cores, memoryBytes, os, node, v8, compiler } = machine;
  const gigabytes = Math.round(memoryBytes / 2 ** 30);
  const run = options.quick ? "a run with `--quick`" : "a full run";
  const tools = [`Node ${node} (V8 ${v8})`, ...(compiler ? [compiler] : [])].join(", ");
  return `From ${run} on ${date.slice(0, 10)} at commit \`${commit}\`: ${cores} cores of ${cpu}, ${gigabytes} GB, ${os}, ${tools}.`;
}

function output(command: string, ...args: string[]): string | undefined {
  try {
    const cwd = fileURLToPath(new URL("../../", import.meta.url));
    return execFileSync(command, args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
  } catch {
    return undefined;
  }
}
