import { InvalidOptionsError } from "../errors.js";
import { formatDollars, formatDuration, grouped } from "../export/format.js";
import type { PreparedSequence } from "../sequence/index.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import { algorithms, type SequenceAlgorithm, type SequenceOptions } from "../sequence/options.js";
import { sequenceStatistics } from "../sequence/statistics.js";
import { timed } from "./compare.js";
import { type ExitCode, exit } from "./failure.js";
import { type Column, table } from "./table.js";
import type { Terminal } from "./terminal.js";

const columns: Column[] = [
  { title: "algorithm" },
  { title: "kept", align: "right" },
  { title: "per second of latency", align: "right" },
  { title: "mean latency", align: "right" },
  { title: "p99", align: "right" },
  { title: "cost", align: "right" },
  { title: "not placed", align: "right" },
  { title: "decided in", align: "right", optional: true },
];

/** A line for each algorithm, the best by the objective first. */
export function compareSequences(
  prepared: PreparedSequence,
  problem: SequenceProblem,
  options: SequenceOptions,
  terminal: Terminal,
): ExitCode {
  const results = algorithms.flatMap((algorithm) => {
    terminal.progress(`${algorithm} …`);
    const run = () => prepared.run(optionsFor(algorithm, options));
    const outcome = unlessTooLarge(algorithm, () => timed(run));
    return outcome === undefined ? [] : [{ algorithm, sequence: outcome.run.toSequence(), seconds: outcome.seconds }];
  });
  terminal.progress("");
  results.sort((a, b) => byObjective(a.sequence, b.sequence));
  const rows = results.map(({ algorithm, sequence, seconds }) => {
    const { attainment, latency, cost, unplaced } = sequenceStatistics(problem, sequence);
    const { attained, totalLatency } = sequence;
    return [
      algorithm,
      attainment.promised === 0 ? "" : `${grouped(attainment.kept)} of ${grouped(attainment.promised)}`,
      attainment.promised === 0 || totalLatency === 0 ? "" : (attained / totalLatency).toPrecision(4),
      latency === undefined ? "" : formatDuration(latency.mean),
      latency === undefined ? "" : formatDuration(latency.p99),
      formatDollars(cost.total),
      unplaced === 0 ? "" : grouped(unplaced),
      formatDuration(seconds),
    ];
  });
  terminal.print(`${table(columns, rows, terminal.width, terminal.colours).join("\n")}\n`);
  return results.every(({ sequence }) => sequence.status === "complete") ? exit.ok : exit.no;
}

/** Each algorithm takes its own options alone. */
function optionsFor(algorithm: SequenceAlgorithm, options: SequenceOptions): SequenceOptions {
  const { objective, ageing, ...annealing } = options;
  if (algorithm === "anneal") return { ...annealing, algorithm, objective };
  return algorithm === "priority" ? { algorithm, objective, ageing } : { algorithm, objective };
}

/** Undefined where there are too many requests to go through all plans. */
function unlessTooLarge<T>(algorithm: SequenceAlgorithm, run: () => T): T | undefined {
  try {
    return run();
  } catch (error) {
    if (algorithm === "exhaustive" && error instanceof InvalidOptionsError && error.option === "algorithm")
      return undefined;
    throw error;
  }
}

/** As the objectives are defined: negative where a is better. */
function byObjective(a: Sequence, b: Sequence): number {
  const fewerSeconds = a.totalLatency - b.totalLatency;
  switch (a.run.objective) {
    case "attainment-per-latency":
      return b.objective - a.objective || fewerSeconds;
    case "attainment":
      return b.attained - a.attained || fewerSeconds;
    case "cost":
      return b.attained - a.attained || a.cost - b.cost || fewerSeconds;
    default:
      return a.objective - b.objective || fewerSeconds;
  }
}
