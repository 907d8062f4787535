import type { Lehr } from "../../lehr.js";
import type { Sequence } from "../../sequence/model.js";
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
    return isBetter(other, sequence) ? { property: "improvement", message } : undefined;
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

/** By more than rounding. */
function isBetter(a: Sequence, b: Sequence): boolean {
  const [of, than] = [measures(a), measures(b)];
  for (const [i, value] of of.entries()) {
    const other = than[i]!;
    if (Math.abs(value - other) > 1e-9 * Math.max(Math.abs(value), Math.abs(other))) return value < other;
  }
  return false;
}

/** What the objective compares one after the other, the least first. */
function measures({ run: { objective: name }, objective, attained, cost, totalLatency }: Sequence): number[] {
  switch (name) {
    case "attainment-per-latency":
      return [-objective];
    case "attainment":
      return [-attained, totalLatency];
    case "weighted-tardiness":
      return [objective, totalLatency];
    case "cost":
      return [-attained, cost, totalLatency];
    default:
      return [objective];
  }
}
