import { InvalidOptionsError } from "../errors.js";
import { limits } from "../limits.js";
import { type Search, searchOf } from "../search.js";
import { planAnnealing } from "./anneal.js";
import { decodeSequence } from "./decode.js";
import { encodeSequenceProblem } from "./encode.js";
import type { EncodedObjective, SequenceInstance, SequenceKernel, SequenceSolution } from "./instance.js";
import type { Sequence, SequenceProblem } from "./model.js";
import { objectiveValue } from "./objective.js";
import type { SequenceOptions, SequenceRun } from "./options.js";
import { type ParsedSequenceProblem, parseSequenceProblem } from "./parse.js";
import { countPlans } from "./plans.js";
import { encodeObjective, type ResolvedOptions, resolveSequenceOptions, ruleDefaults } from "./settings.js";
import { timelineOf } from "./timeline.js";

export interface SequenceVerb {
  /**
   * Decides in what order, in which batch and on which server waiting requests are served. Requests that fit on no
   * server are reported in the result.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError
   * @throws KernelError
   */
  sequence(problem: SequenceProblem, options?: SequenceOptions): Sequence;
  /**
   * Validates and encodes a problem for many runs. Later changes to the objects handed in have no effect.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   */
  prepare(problem: SequenceProblem): PreparedSequence;
  /**
   * The annealing that `sequence` runs to its end, step by step.
   *
   * @throws InvalidProblemError with everything that is wrong with the problem
   * @throws InvalidOptionsError also for algorithms other than `anneal`
   * @throws KernelError
   */
  search(problem: SequenceProblem, options?: SequenceOptions): Search<Sequence>;
}

/** A problem of `sequence`, checked and encoded. */
export interface PreparedSequence {
  /**
   * @throws InvalidOptionsError
   * @throws KernelError
   */
  run(options?: SequenceOptions): PreparedSequenceRun;
}

/** Arrays are indexed by the request's position in the problem and owned by the caller. */
export interface PreparedSequenceRun {
  /** [requests] Position of its server; -1 when it was not placed. */
  server: Int32Array;
  /** [requests] Number of its batch on the server, from 0, by start; -1 when it was not placed. */
  batch: Int32Array;
  /** [requests] Seconds; Infinity when it was not placed. */
  start: Float64Array;
  /** [requests] Seconds; Infinity when it was not placed. */
  end: Float64Array;
  /** Sum of the weights of the requests whose promise is kept. */
  attained: number;
  /** Sum of the latencies of the requests that are served, seconds. */
  totalLatency: number;
  /** Value of the objective that was asked for. */
  objective: number;
  /** The same as objects. */
  toSequence(): Sequence;
}

export function sequenceVerb(kernel: SequenceKernel): SequenceVerb {
  return {
    sequence(problem, options) {
      const encoded = encode(problem);
      const { objective, ...solved } = solve(kernel, encoded, resolveSequenceOptions(options));
      return decode(encoded, objective, solved);
    },
    prepare(problem) {
      const encoded = encode(problem);
      return { run: (options) => preparedRun(encoded, solve(kernel, encoded, resolveSequenceOptions(options))) };
    },
    search(problem, options) {
      const encoded = encode(problem);
      const resolved = resolveSequenceOptions(options);
      if (resolved.algorithm !== "anneal") {
        throw new InvalidOptionsError(
          "algorithm",
          `must be "anneal"; "${resolved.algorithm}" does not search step by step`,
        );
      }
      const { settings, iterations, runOf } = planAnnealing(kernel, encoded.parsed, encoded.instance, resolved);
      const search = kernel.search(encoded.instance, settings);
      return searchOf(
        search,
        { schedule: settings.schedule, end: iterations },
        (plan, done) => decode(encoded, settings.objective, { plan, run: runOf(done) }),
        (sequence) => sequence.objective,
      );
    },
  };
}

interface Encoded {
  parsed: ParsedSequenceProblem;
  instance: SequenceInstance;
}

interface Solved {
  plan: SequenceSolution;
  run: SequenceRun;
}

function encode(problem: SequenceProblem): Encoded {
  const parsed = parseSequenceProblem(problem);
  return { parsed, instance: encodeSequenceProblem(parsed) };
}

function solve(kernel: SequenceKernel, { parsed, instance }: Encoded, options: ResolvedOptions) {
  const objective = encodeObjective(options.objective);
  switch (options.algorithm) {
    case "anneal": {
      const { settings, iterations, runOf } = planAnnealing(kernel, parsed, instance, options);
      return { plan: kernel.anneal(instance, settings, iterations), run: runOf(iterations), objective };
    }
    case "exhaustive": {
      refuseTooLarge(instance);
      return { plan: kernel.exhaust(instance, objective), run: options, objective };
    }
    default: {
      const { algorithm: rule, ageing = ruleDefaults.ageing, starvation = ruleDefaults.starvation } = options;
      return { plan: kernel.dispatch(instance, { rule, ageing, starvation }), run: options, objective };
    }
  }
}

function refuseTooLarge(instance: SequenceInstance): void {
  const plans = countPlans(instance);
  if (plans <= limits.plans) return;
  const facts = `${plans.toPrecision(3)} plans, of ${instance.requests} requests on ${instance.servers} servers`;
  throw new InvalidOptionsError(
    "algorithm",
    `"exhaustive" would go through ${facts}; at most ${limits.plans} are allowed`,
  );
}

function decode({ parsed, instance }: Encoded, objective: EncodedObjective, { plan, run }: Solved): Sequence {
  return decodeSequence(parsed, instance, plan, timelineOf(parsed, instance, plan), objective, run);
}

function preparedRun(
  { parsed, instance }: Encoded,
  { plan, objective, run }: ReturnType<typeof solve>,
): PreparedSequenceRun {
  const timeline = timelineOf(parsed, instance, plan);
  const requests = parsed.requests.length;
  const server = new Int32Array(requests).fill(-1);
  const batch = new Int32Array(requests).fill(-1);
  const start = new Float64Array(requests).fill(Infinity);
  const end = new Float64Array(requests).fill(Infinity);
  instance.input.forEach((position, r) => {
    server[position] = plan.server[r]!;
    batch[position] = plan.batch[r]!;
    start[position] = instance.origin + timeline.start[r]!;
    end[position] = instance.origin + timeline.end[r]!;
  });
  return {
    server,
    batch,
    start,
    end,
    attained: timeline.attained,
    totalLatency: timeline.latency,
    objective: objectiveValue(objective, timeline),
    // The caller may change the arrays it gets; the sequence is made from others.
    toSequence: () => decodeSequence(parsed, instance, plan, timeline, objective, run),
  };
}
