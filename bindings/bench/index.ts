/**
 * A short benchmark that runs wherever lehr does, in Node as in a page: the same generated problems on every backend, in
 * one process. Published as `lehr/bench`.
 */
import { createLehr, InvalidOptionsError, wasm } from "../index.js";
import type { Backend } from "../lehr.js";
import { reference } from "../reference.js";
import { type BenchCall, type BenchCase, benchCases } from "./cases.js";
import { type Statistics, statisticsOf } from "./statistics.js";

/** How long, and on what, a benchmark runs. */
export interface BenchOptions {
  /** @default wasm and reference */
  backends?: readonly Backend[];
  /** Time for each case on each backend, in milliseconds. @default 200 */
  milliseconds?: number;
  /** Told before each case, by its name. */
  onProgress?(name: string): void;
}

/** Milliseconds of one call. */
export interface BenchFigure extends Statistics {
  verb: BenchCase["verb"];
  /** What the problem is, and by which algorithm it is solved. */
  problem: string;
  /** `whole`: from objects to objects. `prepared`: of a problem that was prepared before, to typed arrays. */
  call: BenchCall;
  backend: string;
}

/** The backends take turns this often, so that a noisy moment hits all of them. */
const rounds = 4;
/** Samples that each of them takes in a turn. */
const samplesPerRound = 5;

/**
 * Measures each case on each backend. Between turns the thread is free, so that a page stays alive.
 *
 * @throws InvalidOptionsError
 * @throws KernelError where the kernels cannot be compiled: then `backends: [reference]` is what can be measured
 * @throws Error when backends do not agree
 */
export async function bench(options: BenchOptions = {}): Promise<BenchFigure[]> {
  const { backends = [wasm, reference], milliseconds = 200, onProgress } = options;
  if (!(milliseconds > 0 && milliseconds <= 60_000)) {
    throw new InvalidOptionsError("milliseconds", "must be above 0 and at most 60000");
  }
  const lehrs = await Promise.all(backends.map((backend) => createLehr({ backend })));
  const figures: BenchFigure[] = [];
  for (const { verb, problem, calls } of benchCases) {
    onProgress?.(problem);
    for (const call of ["prepared", "whole"] as const) {
      const contestants = lehrs.map((lehr) => ({ backend: lehr.backend, work: calls(lehr)[call] }));
      checkAnswers(problem, contestants);
      const samples = await measure(contestants, milliseconds / rounds / samplesPerRound);
      for (const [k, { backend }] of contestants.entries()) {
        figures.push({ verb, problem, call, backend, ...statisticsOf(samples[k]!) });
      }
    }
  }
  return figures;
}

export type { BenchCall, BenchCase } from "./cases.js";
export type { Statistics } from "./statistics.js";

interface Contestant {
  backend: string;
  /** One call for each instance, which returns what all must agree on. */
  work: readonly (() => number)[];
}

function checkAnswers(problem: string, contestants: readonly Contestant[]): void {
  const [expected, ...others] = contestants.map(({ work }) => work.map((run) => run()).join());
  if (others.some((answers) => answers !== expected)) throw new Error(`the backends do not agree on ${problem}`);
}

/** Samples by contestant, milliseconds per call. */
async function measure(contestants: readonly Contestant[], perSample: number): Promise<number[][]> {
  const passes = contestants.map(({ work }) => passesWithin(work, perSample));
  const samples = contestants.map((): number[] => []);
  for (let round = 0; round < rounds; round++) {
    for (const [k, { work }] of contestants.entries()) {
      for (let sample = 0; sample < samplesPerRound; sample++) {
        samples[k]!.push(timed(work, passes[k]!) / passes[k]! / work.length);
      }
      await new Promise((resolve) => setTimeout(resolve, 0));
    }
  }
  return samples;
}

/** How often all instances are solved in about so much time, found by doubling: the clock of a page may be coarse. */
function passesWithin(work: Contestant["work"], milliseconds: number): number {
  let passes = 1;
  let spent = timed(work, passes);
  while (spent < milliseconds / 2) {
    passes *= 2;
    spent = timed(work, passes);
  }
  return Math.max(1, Math.round((passes * milliseconds) / spent));
}

/** Milliseconds of all instances in turn: one that is repeated is memorised by the branch predictor. */
function timed(work: Contestant["work"], passes: number): number {
  const begin = performance.now();
  for (let pass = 0; pass < passes; pass++) for (const run of work) run();
  return performance.now() - begin;
}
