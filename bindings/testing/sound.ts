import fc from "fast-check";
import { InvalidProblemError } from "../errors.js";
import type { Violation } from "../violation.js";
import { type Counterexample, UnsoundSchedulerError, writeCounterexample } from "./counterexample.js";
import type { Judgement, RelationName } from "./invariants/relation.js";
import type { Knobs } from "./knobs.js";
import { minimized } from "./minimize.js";
import { type Problems, type Results, testsOf, type Verb } from "./verbs.js";

/** What is tested, how long, and what the scheduler promises. */
export interface SoundnessOptions<V extends Verb> {
  /** What the scheduler answers. */
  verb: V;
  /** How many problems it has to answer. Each relation asks it for two answers more. @default 200 */
  runs?: number;
  /** Of the problems. @default another one each time */
  seed?: number;
  /** With `seed`: goes straight to a counterexample, by the path that its report names. */
  path?: string;
  /** What the problems are like. @default everything that there is */
  knobs?: Knobs;
  /** The problems themselves, instead of knobs. */
  problems?: fc.Arbitrary<Problems[V]>;
  /** What the scheduler promises beyond soundness. @default nothing */
  relations?: readonly RelationName[];
  /**
   * What `orderBlind` and `monotone` compare: the lower the better, the first difference decides.
   * Default: what is left out, then the makespan (`place`), total latency (`sequence`) or bins used (`pack`).
   */
  judge?: Judgement<Results[V]>;
  /** Whether it is wrong to leave out what nothing forces out. @default false */
  complete?: boolean;
  /** Base of the names of the files that a counterexample is written to. @default none are written */
  file?: string;
}

/** A scheduler under test. What it returns is examined as it is; a promise is waited for. */
export type Scheduler<V extends Verb> = (problem: Problems[V]) => unknown;

/**
 * Asks a scheduler for answers to many problems, and looks for the smallest to which its answer is wrong: it throws,
 * changes the problem, has violations, leaves out what it need not (option `complete`), or breaks a relation that it
 * promises to keep (option `relations`).
 *
 * @throws UnsoundSchedulerError with the counterexample and how to get it again
 */
export async function expectSchedulerSound<V extends Verb>(
  scheduler: Scheduler<V>,
  options: SoundnessOptions<V>,
): Promise<void> {
  const { verb, runs = 200, seed, path, knobs = {}, problems = testsOf[verb].problems(knobs), file } = options;
  const examination = new Examination(scheduler, options);
  let failure: { problem: Problems[V]; counterexample: Counterexample<Problems[V]> } | undefined;
  const property = fc.asyncProperty(problems, async (problem) => {
    const counterexample = await examination.counterexample(problem);
    // The last failure of a run is the smallest.
    if (counterexample) failure = { problem, counterexample };
    return counterexample === undefined;
  });
  const given = { ...(seed !== undefined && { seed }), ...(path !== undefined && { path }) };
  const details = await fc.check(property, { numRuns: runs, ...given });
  if (!details.failed) return;
  if (failure === undefined) throw new Error(fc.defaultReportMessage(details));
  const smallest = await examination.smallest(failure.problem, failure.counterexample);
  const files = file === undefined ? [] : await writeCounterexample(file, smallest);
  const reproduction = { seed: details.seed, path: details.counterexamplePath ?? "" };
  throw new UnsoundSchedulerError(smallest, reproduction, files);
}

/** Puts problems to a scheduler. */
class Examination<V extends Verb> {
  readonly #scheduler: Scheduler<V>;
  readonly #options: SoundnessOptions<V>;

  constructor(scheduler: Scheduler<V>, options: SoundnessOptions<V>) {
    this.#scheduler = scheduler;
    this.#options = options;
  }

  async counterexample(problem: Problems[V]): Promise<Counterexample<Problems[V]> | undefined> {
    const answer = await this.#ask(problem);
    if (answer.violations.length > 0) return answer;
    const { verb, relations = [], judge = testsOf[verb].judge } = this.#options;
    for (const name of relations) {
      const { problems, fault } = testsOf[verb].relations(judge)[name](problem);
      // Of numbers at the limit, twice as much is too much.
      if (!problems.every((related) => this.#isValid(related))) continue;
      const first = problems[0] === problem ? answer : await this.#ask(problems[0]);
      const second = await this.#ask(problems[1]);
      const unsound = [first, second].find(({ violations }) => violations.length > 0);
      if (unsound) return unsound;
      const message = fault(first.result as Results[V], second.result as Results[V]);
      if (message !== undefined) return { ...first, violations: [{ code: name, path: "", message }], other: second };
    }
    return undefined;
  }

  /** The same fault, with as few entries of lists as it takes. */
  async smallest(drawn: Problems[V], found: Counterexample<Problems[V]>): Promise<Counterexample<Problems[V]>> {
    const codes = new Set(found.violations.map(({ code }) => code));
    let smallest = found;
    await minimized(drawn, async (problem) => {
      const counterexample = this.#isValid(problem) ? await this.counterexample(problem) : undefined;
      if (!counterexample?.violations.some(({ code }) => codes.has(code))) return false;
      smallest = counterexample;
      return true;
    });
    return smallest;
  }

  #isValid(problem: Problems[V]): boolean {
    try {
      testsOf[this.#options.verb].parse(problem);
      return true;
    } catch (error) {
      if (error instanceof InvalidProblemError) return false;
      throw error;
    }
  }

  /** The scheduler's answer, and what is wrong with it by itself. */
  async #ask(problem: Problems[V]): Promise<Counterexample<Problems[V]>> {
    const { verb, complete = false } = this.#options;
    const copy = structuredClone(problem);
    let result: unknown;
    try {
      result = await this.#scheduler(copy);
    } catch (error) {
      return { problem, result: undefined, violations: [{ code: "throws", path: "", message: String(error) }] };
    }
    const violations = testsOf[verb].verify(problem, result);
    if (JSON.stringify(copy) !== JSON.stringify(problem)) {
      violations.unshift({
        code: "changes-problem",
        path: "",
        message: "the problem was changed, which is the caller's",
      });
    }
    if (complete && violations.length === 0) {
      violations.push(...testsOf[verb].leftOut(problem, result as Results[V]).map(leftOut));
    }
    return { problem, result, violations };
  }
}

function leftOut(id: string): Violation {
  return { code: "left-out", path: "/unplaced", message: `"${id}" is left out, though nothing forces it` };
}
