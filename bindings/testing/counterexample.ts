import type { Violation } from "../violation.js";

/** A problem that a scheduler has no sound answer to. Plain JSON data, but for what the scheduler returned. */
export interface Counterexample<Problem> {
  problem: Problem;
  result: unknown;
  /** What is wrong: codes are those of verification, names of relations, `throws`, `changes-problem` and `left-out`. */
  violations: readonly Violation[];
  /** Of a relation between two answers: the other one. */
  other?: { problem: Problem; result: unknown };
}

/** How to get the counterexample again: options of `expectSchedulerSound`. */
export interface Reproduction {
  seed: number;
  path: string;
}

/** Thrown by `expectSchedulerSound`. */
export class UnsoundSchedulerError<Problem = unknown> extends Error {
  override readonly name = "UnsoundSchedulerError";

  constructor(
    readonly counterexample: Counterexample<Problem>,
    readonly reproduction: Reproduction,
    /** Problem and result as files, if they were asked for: what `lehr check` takes. */
    readonly files: readonly string[],
    options?: ErrorOptions,
  ) {
    super(describe(counterexample, reproduction, files), options);
  }
}

function describe(
  { problem, result, violations, other }: Counterexample<unknown>,
  { seed, path }: Reproduction,
  files: readonly string[],
): string {
  return [
    "the scheduler is not sound:",
    ...violations.map(({ code, path, message }) => `  ${code}: ${path} ${message}`),
    `problem: ${shown(problem)}`,
    `result: ${shown(result)}`,
    ...(other ? [`other problem: ${shown(other.problem)}`, `other result: ${shown(other.result)}`] : []),
    `reproduce with { seed: ${seed}, path: "${path}" }`,
    ...(files.length > 0 ? [`see it with: lehr check ${files.join(" ")}`] : []),
  ].join("\n");
}

const longest = 4_000;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}… (${text.length} characters)`;
}

/**
 * Writes `BASE.problem.json` and `BASE.result.json`, of a relation also those of the other answer. Needs Node, Deno or Bun.
 *
 * @returns the names of the first two
 */
export async function writeCounterexample(
  base: string,
  { problem, result, other }: Counterexample<unknown>,
): Promise<string[]> {
  const { writeFile } = await import("node:fs/promises");
  const write = (name: string, value: unknown) => writeFile(name, `${JSON.stringify(value ?? null, null, 2)}\n`);
  const names = [`${base}.problem.json`, `${base}.result.json`] as const;
  await Promise.all([write(names[0], problem), write(names[1], result)]);
  if (other) {
    await Promise.all([
      write(`${base}.other-problem.json`, other.problem),
      write(`${base}.other-result.json`, other.result),
    ]);
  }
  return [...names];
}
