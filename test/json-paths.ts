import type fc from "fast-check";

type Path = string[];

/** Paths of everything in a JSON value. */
export function pathsIn(value: fc.JsonValue, at: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [at];
  return [at, ...Object.entries(value).flatMap(([key, inner]) => pathsIn(inner as fc.JsonValue, [...at, key]))];
}

export function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], value);
}

/** A copy with another value at a path. */
export function replaced<T>(value: T, path: Path, by: unknown): T {
  if (path.length === 0) return by as T;
  const copy = structuredClone(value);
  const parent = valueAt(copy, path.slice(0, -1)) as Record<string, unknown>;
  parent[path.at(-1)!] = by;
  return copy;
}
