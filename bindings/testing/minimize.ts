/**
 * Leaves out entries of lists, whatever their depth, one by one and from the end, as long as the fault stays. Beyond what
 * fast-check does, it takes something out of the middle whose neighbours refer to each other.
 *
 * @param isFault at most `mostAttempts` times; false for what is no valid problem
 */
export async function minimized<T>(problem: T, isFault: (smaller: T) => Promise<boolean>): Promise<T> {
  let attempts = 0;
  let smallest = problem;
  let isSmaller = true;
  while (isSmaller) {
    isSmaller = false;
    for (const path of entriesIn(smallest, []).reverse()) {
      if (attempts++ >= mostAttempts) return smallest;
      const smaller = structuredClone(smallest);
      leaveOut(smaller, path);
      if (!(await isFault(smaller))) continue;
      smallest = smaller;
      isSmaller = true;
    }
  }
  return smallest;
}

const mostAttempts = 2_000;

type Path = readonly string[];

/** Paths to all entries of arrays, each before those inside it. */
function entriesIn(value: unknown, path: Path): Path[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const below = entriesIn(inner, [...path, key]);
    return Array.isArray(value) ? [[...path, key], ...below] : below;
  });
}

/** Entries after it move up, so paths to those before it stay what they are. */
function leaveOut(value: unknown, path: Path): void {
  const list = path.slice(0, -1).reduce((parent, key) => (parent as Record<string, unknown>)[key], value);
  (list as unknown[]).splice(Number(path.at(-1)), 1);
}
