import type { Lehr } from "../../lehr.js";
import type { Coefficients, Request, Sequence, SequenceProblem } from "../../sequence/model.js";
import { rules, type SequenceOptions } from "../../sequence/options.js";
import { verifySequence } from "../../sequence/verify.js";
import type { SequenceCase } from "../case.js";
import { type Finding, type Trial, unlessEqual, unlessSound } from "./trial.js";

export function sequenceTrial(subject: SequenceCase): Trial<Sequence> {
  const { problem, options } = subject;
  return {
    call: (lehr) => lehr.sequence(problem, options),
    check(lehr, sequence) {
      const prepared = lehr.prepare.sequence(problem);
      return (
        unlessSound(verifySequence(problem, sequence)) ??
        unlessEqual("repetition", sequence, lehr.sequence(problem, sequence.run)) ??
        unlessEqual("preparation", sequence, prepared.run(options).toSequence()) ??
        unlessEqual("preparation", sequence, prepared.run(options).toSequence()) ??
        searchFinding(lehr, subject, sequence)
      );
    },
  };
}

function searchFinding(lehr: Lehr, { problem, options }: SequenceCase, sequence: Sequence): Finding | undefined {
  const { algorithm = "anneal", objective } = options;
  const isNoWorseThan = (others: SequenceOptions, name: string): Finding | undefined => {
    const other = lehr.sequence(problem, others);
    const message = `${algorithm} has ${sequence.objective}, worse than ${other.objective} of ${name}`;
    return isBetter(other, sequence, problem) ? { property: "improvement", message } : undefined;
  };
  if (algorithm === "exhaustive") {
    return rules.map((rule) => isNoWorseThan({ algorithm: rule, objective }, rule)).find(Boolean);
  }
  if (algorithm !== "anneal") return undefined;
  const search = lehr.search.sequence(problem, options);
  for (let steps = 1; search.step(steps); steps *= 2);
  return (
    unlessEqual("steps", found(sequence), found(search.best())) ??
    isNoWorseThan({ ...options, iterations: 0 }, "what it began with")
  );
}

/** Without the iterations done: a search that has nothing to do stops at once. */
function found({ run: _, ...rest }: Sequence): Omit<Sequence, "run"> {
  return rest;
}

/**
 * By more than rounding: a search compares times and weights as multiples of quanta, of which the coarsest is a 4096th of
 * the greatest weight. Times that are lost among far greater ones compare as nothing, so these are not compared here.
 */
function isBetter(a: Sequence, b: Sequence, problem: SequenceProblem): boolean {
  const noise = 1e-9 * horizonOf(problem);
  const [of, than] = [measure(a), measure(b)];
  const isLost = Math.min(a.totalLatency, b.totalLatency) < 1e4 * noise;
  return !isLost && than - of > Math.max(Math.abs(than), Math.abs(of)) / 1024 + noise;
}

/** What the objective compares first, less is better. */
function measure({ run: { objective: name }, objective, attained }: Sequence): number {
  switch (name) {
    case "attainment-per-latency":
      return -objective;
    case "attainment":
    case "cost":
      return -attained;
    default:
      return objective;
  }
}

/** No plan ends later, unless it idles; in seconds, weighted as the objective may weigh them. */
function horizonOf({ requests, servers, now = 0 }: SequenceProblem): number {
  const seconds = ([a, b, c, d]: Coefficients, batch: number, tokens: number) => {
    return a * batch * tokens + b * batch + c * tokens + d;
  };
  const longest = ({ promptTokens, outputTokens = 0, predictedOutputTokens = outputTokens }: Request): number => {
    const tokens = promptTokens + predictedOutputTokens;
    const alone = servers.map(({ latency, maxBatch }) => {
      return seconds(latency.prefill, maxBatch, tokens) + tokens * seconds(latency.decode, maxBatch, tokens);
    });
    return Math.max(...alone);
  };
  const weights = requests.reduce((sum, { weight = 1 }) => sum + Math.max(1, weight), 0);
  const latest = Math.max(
    now,
    ...requests.map(({ arrival }) => arrival),
    ...servers.map(({ availableFrom = 0 }) => availableFrom),
  );
  return weights * requests.reduce((sum, request) => sum + longest(request), latest);
}
