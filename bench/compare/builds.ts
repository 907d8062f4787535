import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { createLehrSync, wasmFrom } from "../../bindings/index.js";
import type { Lehr } from "../../bindings/lehr.js";
import { type Curve, curves, middle } from "../scale/curves.js";
import { type Verdict, verdictOf } from "./decide.js";

/**
 * A build: kernels (`release.wasm`), under the bindings of this tree, or a built package (`dist`), with its own.
 */
export async function loadBuild(path: string): Promise<Lehr> {
  if (!statSync(path).isDirectory()) return createLehrSync({ backend: wasmFrom(new Uint8Array(readFileSync(path))) });
  const index = (await import(pathToFileURL(join(resolve(path), "index.js")).href)) as {
    createLehrSync(): Lehr;
  };
  return index.createLehrSync();
}

export interface Workload {
  name: string;
  /** The same work on both builds. */
  first(): void;
  second(): void;
}

/** What two builds are compared on: a problem of middle size for each curve, prepared and whole. */
export function workloadsOn(first: Lehr, second: Lehr): Workload[] {
  return curves.flatMap((curve) => {
    const size = middle[curve.axis];
    const [a, b] = [first, second].map((lehr) => solutionsOf(curve, lehr, size)) as [Solutions, Solutions];
    return (["prepared", "whole"] as const).map((call) => ({
      name: `${curve.name}, ${size} ${curve.axis}, ${call}`,
      first: () => runAll(a, call),
      second: () => runAll(b, call),
    }));
  });
}

type Solutions = ReturnType<Curve["solve"]>[];

function runAll(solutions: Solutions, call: "prepared" | "whole"): void {
  for (const solution of solutions) solution[call]();
}

const seeds = [1, 2, 3, 4, 5];

function solutionsOf({ solve }: Curve, lehr: Lehr, size: number): Solutions {
  return seeds.map((seed) => solve(lehr, size, seed));
}

/**
 * Times both in turns, which of them is first changing from pair to pair.
 *
 * @param now the clock, milliseconds
 */
export function compare(
  { first, second }: Omit<Workload, "name">,
  pairs: number,
  now = () => performance.now(),
): Verdict {
  const timed = (work: () => void, times: number) => {
    const begin = now();
    for (let k = 0; k < times; k++) work();
    return now() - begin;
  };
  // Samples of a millisecond or more; finding that out has warmed both up.
  let times = 1;
  while (Math.min(timed(first, times), timed(second, times)) < 1) times *= 2;
  const [a, b]: [number[], number[]] = [[], []];
  for (let pair = 0; pair < pairs; pair++) {
    if (pair % 2 === 0) a.push(timed(first, times));
    b.push(timed(second, times));
    if (pair % 2 === 1) a.push(timed(first, times));
  }
  return verdictOf(a, b);
}
