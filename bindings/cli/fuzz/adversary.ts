import { counted, formatDuration, grouped } from "../../export/format.js";
import { createLehrSync } from "../../index.js";
import { roundLength } from "../../testing/adversary/anneal.js";
import { type Duel, duel, duelMeasures } from "../../testing/adversary/duel.js";
import { fuzzedVerbs } from "../../testing/case.js";
import { CliError, type ExitCode, exit } from "../failure.js";
import type { Terminal } from "../terminal.js";
import { textOf, writeInto } from "./corpus.js";

export interface AdversaryArguments {
  verb?: string;
  adversary: string;
  against?: string;
  measure?: string;
  iterations?: number;
  seconds?: number;
  seed?: number;
  json?: boolean;
  folder: string;
}

/** What reads the problems that are written. */
const commands = { place: "plan", sequence: "sequence", pack: "pack" } as const;

export function fuzzAdversary(given: AdversaryArguments, terminal: Terminal): ExitCode {
  const asked = duelOf(given);
  const { verb, adversary, against, measure } = asked;
  const begin = performance.now();
  const since = () => (performance.now() - begin) / 1000;
  let { iterations } = asked;
  const worst = duel(createLehrSync(), {
    ...asked,
    onRound(done, ratio) {
      terminal.progress(`${grouped(done)} iterations, ${ratio?.toFixed(3) ?? "–"} …`);
      // What was done until then, given back, finds the same.
      if (given.seconds === undefined || since() < given.seconds) return true;
      iterations = done;
      return false;
    },
  });
  const seconds = since();
  terminal.progress("");
  if (worst === undefined) throw new CliError("no problem was found that both place as a whole");
  const { problem, ratio } = worst;
  const run = { verb, adversary, against, measure, seed: asked.seed, iterations };
  if (given.json) {
    terminal.print(textOf({ ...run, ratio, problem }));
    return exit.ok;
  }
  const effort = `${counted(iterations, "iteration")}, seed ${asked.seed}, ${formatDuration(seconds)}`;
  terminal.print(`${adversary} against ${against}: ${ratio.toFixed(3)} times the ${measure} (${effort})\n`);
  const file = writeInto(
    given.folder,
    `${verb}-${adversary}-against-${against}.problem.json`,
    textOf(problem),
    terminal,
  );
  terminal.print(`look at it: lehr ${commands[verb]} ${file} --compare\n`);
  return exit.ok;
}

function duelOf({ verb: name, adversary, against, measure, iterations, seconds, seed = 1 }: AdversaryArguments) {
  const verb = fuzzedVerbs.find((verb) => verb === name);
  if (verb === undefined) throw new CliError("--adversary goes with --verb place, sequence or pack (lehr help fuzz)");
  if (against === undefined) throw new CliError("--adversary goes with --against NAME (lehr help fuzz)");
  const measures = duelMeasures[verb];
  if (measure !== undefined && !measures.includes(measure)) {
    throw new CliError(`--measure of ${verb} must be ${measures.join(" or ")} (lehr help fuzz)`);
  }
  if (iterations !== undefined && seconds !== undefined) {
    throw new CliError("--iterations and --seconds: one of them is too many");
  }
  const most = iterations ?? (seconds === undefined ? 5 * roundLength : 1e9);
  return { verb, adversary, against, measure: measure ?? measures[0]!, iterations: most, seed } satisfies Duel;
}
