import { suggestion } from "../suggestion.js";
import { allocateHelp } from "./allocate.js";
import { benchHelp } from "./bench.js";
import { checkHelp } from "./check.js";
import { explainHelp } from "./explain.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { fitHelp } from "./fit.js";
import { fuzzHelp } from "./fuzz.js";
import { packHelp } from "./pack.js";
import { planHelp } from "./plan.js";
import { sequenceHelp } from "./sequence.js";
import type { Terminal } from "./terminal.js";

const helpHelp = `lehr places the tasks of a workflow on the nodes of a cluster, puts requests that wait
for a language model in order, packs items into bins with GPUs, and buffers into memory.

  lehr plan PROBLEM                   decide which node runs which task, and when
  lehr sequence PROBLEM               decide in what order requests are served
  lehr pack ITEMS BINS                decide which item goes into which bin
  lehr allocate BUFFERS               decide where buffers lie in an address space
  lehr check PROBLEM RESULT           verify a placement, sequence, packing or allocation
  lehr explain PROBLEM RESULT ID      say why a task, request or item is where it is
  lehr fit MEASUREMENTS               fit a server's latency model
  lehr bench                          measure the verbs on this machine
  lehr fuzz                           hold kernels against the reference
  lehr help COMMAND                   all options
  lehr --version
`;

const topics: Record<string, string> = {
  plan: planHelp,
  sequence: sequenceHelp,
  pack: packHelp,
  allocate: allocateHelp,
  check: checkHelp,
  explain: explainHelp,
  fit: fitHelp,
  bench: benchHelp,
  fuzz: fuzzHelp,
  help: helpHelp,
};

export async function help(args: string[], terminal: Terminal): Promise<ExitCode> {
  const [topic = "help"] = args;
  if (!Object.hasOwn(topics, topic)) throw unknownCommand(topic);
  terminal.print(topics[topic]!);
  return exit.ok;
}

export function unknownCommand(name: string): CliError {
  return new CliError(`no command ${JSON.stringify(name)}${suggestion(name, Object.keys(topics))} (lehr help)`);
}
