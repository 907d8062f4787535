import { readFileSync } from "node:fs";
import { formatDuration, grouped } from "../export/format.js";
import { displayable } from "../export/text.js";
import { type FuzzedVerb, fuzzedVerbs } from "../testing/case.js";
import { parseArguments } from "./arguments.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { reason } from "./files.js";
import { fuzzAdversary } from "./fuzz/adversary.js";
import { readCorpus, writeCase } from "./fuzz/corpus.js";
import type { Counterexample, Hunt } from "./fuzz/hunt.js";
import type { Terminal } from "./terminal.js";

export const fuzzHelp = `lehr fuzz [options]
lehr fuzz --adversary NAME --against NAME --verb NAME [options]

Draws problems and options and runs them on the reference and on the debug and the
release kernels: answers are the same, pass verification and repeat; prepared
problems, searches step by step and restored services answer alike. What does not
hold is made small, printed and written to files.

  --verb NAME         place, sequence, pack or all (default)
  --runs N            cases of each verb; 1,000 by default, with --seconds as many as
                      there is time for
  --seconds N         for all verbs together
  --seed N            where to begin; by default, somewhere else every time
  --path PATH         with the seed of a finding: leads straight to it
  --kernels FILE      these instead of the release kernels
  --corpus DIR        runs the cases there first, and writes findings there; by
                      default, these go to fuzz-findings
  --json              the outcome as JSON

With --adversary, searches for a problem on which one algorithm is as much worse
than another as can be, by annealing over problems (PISA, Coleman and Krishnamachari
2024).

  --adversary NAME    the algorithm that is to look bad
  --against NAME      the one that it is held against
  --measure NAME      place: makespan; sequence: latency (default), lost-promises;
                      pack: bins (default), cost
  --iterations N      5,000 by default, in rounds of 1,000 from fresh problems
  --seconds N         instead: whole rounds until then
  --seed N            1 by default

Exit code: 0; 1 when a case does not hold; 2 for wrong use.
`;

const options = {
  verb: { type: "string" },
  runs: { type: "string" },
  seconds: { type: "string" },
  seed: { type: "string" },
  path: { type: "string" },
  kernels: { type: "string" },
  corpus: { type: "string" },
  json: { type: "boolean" },
  adversary: { type: "string" },
  against: { type: "string" },
  measure: { type: "string" },
  iterations: { type: "string" },
} as const;

const hunting = ["runs", "path", "kernels"] as const;
const adversarial = ["against", "measure", "iterations"] as const;
const defaultFolder = "fuzz-findings";

export async function fuzz(args: string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseArguments("fuzz", args, options);
  if (positionals.length > 0) throw new CliError("fuzz takes options alone (lehr help fuzz)");
  const isAdversarial = values.adversary !== undefined;
  const stray = (isAdversarial ? hunting : adversarial).find((name) => values[name] !== undefined);
  if (stray !== undefined) {
    throw new CliError(`--${stray} goes ${isAdversarial ? "without" : "with"} --adversary (lehr help fuzz)`);
  }
  const seed = values.seed === undefined ? undefined : integer("seed", values.seed, 0, 2 ** 32 - 1);
  const seconds = values.seconds === undefined ? undefined : positive("seconds", values.seconds);
  const folder = values.corpus ?? defaultFolder;
  if (values.adversary !== undefined) {
    const { adversary, against, verb, measure, json } = values;
    const iterations = values.iterations === undefined ? undefined : integer("iterations", values.iterations, 1, 1e9);
    return fuzzAdversary({ verb, adversary, against, measure, iterations, seconds, seed, json, folder }, terminal);
  }

  const verbs = verbsOf(values.verb);
  if (values.path !== undefined && (verbs.length > 1 || seed === undefined)) {
    throw new CliError("--path goes with the --verb and the --seed of the finding");
  }
  const { hunt, fuzzedBackends, findingIn } = await import("./fuzz/hunt.js");
  const backends = fuzzedBackends(values.kernels === undefined ? undefined : readKernels(values.kernels));
  const stored = values.corpus === undefined ? [] : readCorpus(values.corpus);
  const broken = stored.flatMap(({ file, case: subject }) => {
    const finding = findingIn(subject, backends);
    return finding ? [{ file, finding }] : [];
  });

  const start = seed ?? Math.floor(Math.random() * 2 ** 31);
  const runs =
    values.runs === undefined
      ? seconds === undefined
        ? 1000
        : 2 ** 31 - 1
      : integer("runs", values.runs, 1, 2 ** 31 - 1);
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1000;
  const hunts = verbs.map((verb, v) => {
    const onCase = progressOf(verb, terminal);
    const share = seconds === undefined ? undefined : Math.max(0.001, (seconds - since()) / (verbs.length - v));
    const from = since();
    const outcome = hunt(backends, { verb, runs, seed: start, path: values.path, seconds: share, onCase });
    return { verb, ...outcome, seconds: since() - from };
  });
  terminal.progress("");

  const again = ({ verb, found }: Outcome) => {
    const kernels = values.kernels === undefined ? "" : ` --kernels ${values.kernels}`;
    return `lehr fuzz --verb ${verb} --seed ${start} --path ${found!.path}${kernels}`;
  };
  if (values.json) {
    const verbs = hunts.map((outcome) => (outcome.found ? { ...outcome, again: again(outcome) } : outcome));
    terminal.print(`${JSON.stringify({ seed: start, corpus: { cases: stored.length, broken }, verbs }, null, 2)}\n`);
  } else {
    if (values.corpus !== undefined)
      terminal.print(`corpus: ${grouped(stored.length - broken.length)} of ${grouped(stored.length)} cases hold\n`);
    for (const { file, finding } of broken)
      terminal.print(`${displayable(file)}: ${finding.property}: ${displayable(finding.message)}\n`);
    for (const outcome of hunts)
      terminal.print(lineOf(outcome, start) + (outcome.found ? textOf(outcome.found, again(outcome)) : ""));
  }
  for (const { found } of hunts) if (found) writeCase(folder, found.case, terminal);
  return broken.length > 0 || hunts.some(({ found }) => found) ? exit.no : exit.ok;
}

interface Outcome extends Hunt {
  verb: FuzzedVerb;
  seconds: number;
}

function lineOf({ verb, cases, seconds, found }: Outcome, seed: number): string {
  const count = found ? `case ${grouped(cases)} does not hold` : `${grouped(cases)} cases hold`;
  return `${verb}: ${count} (seed ${seed}, ${formatDuration(seconds)})\n`;
}

function textOf({ finding, case: subject }: Counterexample, again: string): string {
  const { property, message } = finding;
  return `${property}: ${displayable(message)}\n${JSON.stringify(subject, null, 2)}\nagain: ${again}\n`;
}

/** Says every now and then how far it is. */
function progressOf(verb: FuzzedVerb, terminal: Terminal): (begun: number) => void {
  let next = 0;
  return (begun) => {
    const now = performance.now();
    if (now < next) return;
    next = now + 200;
    terminal.progress(`${verb}: ${grouped(begun)} cases …`);
  };
}

function verbsOf(name = "all"): readonly FuzzedVerb[] {
  if (name === "all") return fuzzedVerbs;
  const verb = fuzzedVerbs.find((verb) => verb === name);
  if (verb === undefined) throw new CliError(`--verb must be ${fuzzedVerbs.join(", ")} or all (lehr help fuzz)`);
  return [verb];
}

function readKernels(path: string): Uint8Array<ArrayBuffer> {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = new Uint8Array(readFileSync(path));
  } catch (error) {
    throw new CliError(`cannot read ${displayable(path)}: ${reason(error)}`);
  }
  if (!WebAssembly.validate(bytes)) throw new CliError(`${displayable(path)} is no WebAssembly module`);
  return bytes;
}

function integer(option: string, text: string, least: number, most: number): number {
  const number = Number(text.trim() || Number.NaN);
  if (Number.isInteger(number) && number >= least && number <= most) return number;
  throw new CliError(`--${option} must be a whole number from ${grouped(least)} to ${grouped(most)}`);
}

function positive(option: string, text: string): number {
  const number = Number(text.trim() || Number.NaN);
  if (number > 0 && number < 1e9) return number;
  throw new CliError(`--${option} must be a number above 0`);
}
