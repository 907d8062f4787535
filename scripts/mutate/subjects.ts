import { posix } from "node:path";
import { sourceOf } from "./mutants.js";

/** What can be run against the reference by itself, and where its kernel begins. */
const entries = {
  place: ["place/schedule.ts"],
  sequence: [
    "sequence/dispatch/dispatch.ts",
    "sequence/dispatch/rule-candidates.ts",
    "sequence/exhaustive.ts",
    "sequence/search.ts",
  ],
  pack: ["pack/construct/construct.ts", "pack/fewest-bins.ts", "pack/improve/improvement.ts"],
  memory: ["pack/memory/construct.ts", "pack/memory/annealing.ts"],
  packer: ["pack/packer/packer.ts"],
  repack: ["pack/repack/repack.ts"],
};
export type Subject = keyof typeof entries;
const subjects = Object.keys(entries) as Subject[];

/** The subjects whose kernels contain the file; all of them for what only the interface uses. */
export function subjectsOf(file: string): Subject[] {
  const reached = subjects.filter((subject) => kernelFiles(subject).has(file));
  return reached.length > 0 ? reached : subjects;
}

const files = new Map<Subject, Set<string>>();

function kernelFiles(subject: Subject): Set<string> {
  const known = files.get(subject);
  if (known) return known;
  const found = new Set<string>();
  for (const entry of entries[subject]) collect(entry, found);
  files.set(subject, found);
  return found;
}

function collect(file: string, found: Set<string>): void {
  if (found.has(file)) return;
  found.add(file);
  for (const [, path] of sourceOf(file).matchAll(/^(?:import .*|}) from "(\..+)";$/gm)) {
    collect(`${posix.join(posix.dirname(file), path!)}.ts`, found);
  }
}
