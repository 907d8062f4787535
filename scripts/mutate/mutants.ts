import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { dirname } from "node:path";
import { type Change, changesIn } from "./operators.js";

/** A change of a kernel's source. */
export interface Mutant extends Change {
  /** Depends on the file, the text of the line and the change in it: edits elsewhere leave it as it is. */
  id: string;
  /** From `assembly/`. */
  file: string;
  /** From 1. */
  line: number;
  /** The line, without indentation, before and after. */
  before: string;
  changed: string;
}

const folder = "assembly";

/** All mutants of all kernels. `index.ts` only hands on what it is given. */
export function allMutants(): Mutant[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((file) => file.replaceAll("\\", "/"))
    .filter((file) => file.endsWith(".ts") && file !== "index.ts")
    .sort()
    .flatMap((file) => mutantsOf(file, sourceOf(file)));
}

export function mutantsOf(file: string, text: string): Mutant[] {
  const seen = new Map<string, number>();
  return changesIn(text).map((change) => {
    const from = text.lastIndexOf("\n", change.start - 1) + 1;
    const to = text.indexOf("\n", change.end) === -1 ? text.length : text.indexOf("\n", change.end);
    const before = text.slice(from, to).trim();
    const changed = (text.slice(from, change.start) + change.after + text.slice(change.end, to)).trim();
    const key = `${file}\n${before}\n${changed}\n${change.start - from}`;
    const repetition = seen.get(key) ?? 0;
    seen.set(key, repetition + 1);
    return {
      ...change,
      id: digest(`${key}\n${repetition}`).slice(0, 8),
      file,
      line: text.slice(0, change.start).split("\n").length,
      before,
      changed,
    };
  });
}

/** The source of a file with the change. */
export function mutatedSource({ file, start, end, after }: Mutant): string {
  const text = sourceOf(file);
  return text.slice(0, start) + after + text.slice(end);
}

export function sourceOf(file: string): string {
  return readFileSync(`${folder}/${file}`, "utf8");
}

/**
 * Mutants in an order by lot, each folder having its share of every beginning of it: the first 100 are a sample in which
 * all kernels are represented. A change of the sources moves no other mutant relative to its folder.
 */
export function inOrderOfLot(mutants: readonly Mutant[], seed: number): Mutant[] {
  const folders = new Map<string, Mutant[]>();
  for (const mutant of mutants) {
    const folder = dirname(mutant.file);
    const members = folders.get(folder);
    if (members) members.push(mutant);
    else folders.set(folder, [mutant]);
  }
  return [...folders.values()]
    .flatMap((members) => {
      const drawn = members
        .map((mutant) => ({ mutant, lot: digest(`${seed} ${mutant.id}`) }))
        .sort((a, b) => (a.lot < b.lot ? -1 : 1));
      return drawn.map(({ mutant, lot }, rank) => ({ mutant, lot, turn: (rank + 0.5) / members.length }));
    })
    .sort((a, b) => a.turn - b.turn || (a.lot < b.lot ? -1 : 1))
    .map(({ mutant }) => mutant);
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
