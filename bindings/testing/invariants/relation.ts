/** A metamorphic relation: what two answers have to do with each other, though nobody knows what the right answer is. */
type Relation<Problem, Result> = (problem: Problem) => Related<Problem, Result>;

interface Related<Problem, Result> {
  /** Whose answers are compared; both are made from the one that was drawn. */
  problems: readonly [Problem, Problem];
  /** What is wrong with the two answers together, as a sentence; undefined when nothing is. */
  fault(first: Result, second: Result): string | undefined;
}

/** What a scheduler may declare. Not every sound one keeps them; who seeks by chance or by the clock keeps few. */
export const relationNames = [
  /** The same problem has the same answer. */
  "deterministic",
  /** Other ids, whatever their alphabetical order, change nothing but ids. */
  "nameBlind",
  /** Where all times are twice as long (`pack`: all amounts twice as large), the answer is the same, scaled. */
  "scaleInvariant",
  /** What nobody can use changes nothing: a node that no task may run on, a server too small, a resource nobody needs. */
  "uselessBlind",
  /** Lists in the opposite order: an answer that is worth the same. */
  "orderBlind",
  /** One more node, server or bin: an answer that is worth no less. So it is where answers are optimal. */
  "monotone",
] as const;
/** Name of what a scheduler may declare. */
export type RelationName = (typeof relationNames)[number];

export type Relations<Problem, Result> = Readonly<Record<RelationName, Relation<Problem, Result>>>;

/** What an answer is judged by: lower is better, the first difference decides. */
export type Judgement<Result> = (result: Result) => readonly number[];

/** The same answer, but for reasons and `run`, which are for readers, and what is named as beside the point. */
export function sameResult(what: string, first: object, second: object, besides: string[] = []): string | undefined {
  const ignored = new Set(["reason", "run", ...besides]);
  const path = difference(without(first, ignored), without(second, ignored), "");
  return path === undefined ? undefined : `${what}, but the answers differ at ${path}`;
}

/** Times and amounts of computed values may differ in the last digits. */
const rounding = 1e-9;

export function worthTheSame<Result>(judge: Judgement<Result>, first: Result, second: Result): string | undefined {
  const [a, b] = [judge(first), judge(second)];
  return isWorse(a, b) || isWorse(b, a) ? `the order of lists makes a difference: ${a} and ${b}` : undefined;
}

export function worthNoLess<Result>(judge: Judgement<Result>, first: Result, second: Result): string | undefined {
  const [a, b] = [judge(first), judge(second)];
  return isWorse(b, a) ? `with more to choose from, the answer is worse: ${a} before, ${b} now` : undefined;
}

function isWorse(a: readonly number[], b: readonly number[]): boolean {
  for (const [index, value] of a.entries()) {
    const other = b[index]!;
    if (Math.abs(value - other) <= rounding * Math.max(Math.abs(value), Math.abs(other))) continue;
    return value > other;
  }
  return false;
}

/** Renames ids, in values and keys, and back; the new ones sort the other way round. */
export class Renaming {
  readonly #there: ReadonlyMap<string, string>;
  readonly #back: ReadonlyMap<string, string>;

  constructor(lists: readonly (readonly { id: string }[])[]) {
    const ids = lists.flatMap((list) => list.map(({ id }) => id));
    const pairs = ids.map((id, index) => [id, `renamed ${String(ids.length - index).padStart(6, "0")}`] as const);
    this.#there = new Map(pairs);
    this.#back = new Map(pairs.map(([id, name]) => [name, id]));
  }

  /** Other strings that equal an id are renamed too: names of labels and resources must not. */
  renamed<T>(value: T): T {
    return mapped(value, this.#there) as T;
  }

  restored<T>(value: T): T {
    return mapped(value, this.#back) as T;
  }
}

function mapped(value: unknown, names: ReadonlyMap<string, string>): unknown {
  if (typeof value === "string") return names.get(value) ?? value;
  if (Array.isArray(value)) return value.map((entry) => mapped(entry, names));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value);
  // Keys that are ids have no order that anything may depend on.
  if (entries.some(([key]) => names.has(key))) entries.reverse();
  return Object.fromEntries(entries.map(([key, entry]) => [names.get(key) ?? key, mapped(entry, names)]));
}

function without(value: unknown, keys: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((entry) => without(entry, keys));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([key, entry]) => !keys.has(key) && entry !== undefined);
  return Object.fromEntries(entries.map(([key, entry]) => [key, without(entry, keys)]));
}

/** Pointer to the first difference of two JSON values. */
function difference(a: unknown, b: unknown, path: string): string | undefined {
  if (a === b) return undefined;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return path;
  const [left, right] = [a as Record<string, unknown>, b as Record<string, unknown>];
  const keys = new Set([...Object.keys(left), ...Object.keys(right)]);
  for (const key of keys) {
    const inner = difference(left[key], right[key], `${path}/${key}`);
    if (inner !== undefined) return inner;
  }
  return undefined;
}
