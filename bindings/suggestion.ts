import { printable } from "./errors.js";

/** Names looked at; beyond, a slow error message would be worse than none. */
const candidateLimit = 10_000;
/** Longer names are not compared. */
const lengthLimit = 64;

/** `; did you mean "tokenize"?` when one of the candidates is close to the name, else nothing. */
export function suggestion(name: string, candidates: Iterable<string>): string {
  const nearest = nearestName(name, candidates);
  return nearest === undefined ? "" : `; did you mean "${printable(nearest)}"?`;
}

function nearestName(name: string, candidates: Iterable<string>): string | undefined {
  if (name.length > lengthLimit) return undefined;
  const wanted = name.toLowerCase();
  // One slip per three characters, at most three.
  let within = Math.min(3, Math.floor(name.length / 3));
  let nearest: string | undefined;
  let seen = 0;
  for (const candidate of candidates) {
    if (++seen > candidateLimit) break;
    if (Math.abs(candidate.length - name.length) > within) continue;
    const distance = editDistance(wanted, candidate.toLowerCase());
    if (distance > within) continue;
    nearest = candidate;
    if (distance === 0) break;
    within = distance - 1;
  }
  return nearest;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours that turn one word into the other, no character
 * being touched twice (Damerau 1964; the optimal string alignment distance).
 */
function editDistance(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(previous[j]! + 1, row[j - 1]! + 1, previous[j - 1]! + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        least = Math.min(least, beforePrevious[j - 2]! + 1);
      }
      row.push(least);
    }
    beforePrevious = previous;
    previous = row;
  }
  return previous[b.length]!;
}
