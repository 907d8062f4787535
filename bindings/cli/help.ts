import { suggestion } from "../suggestion.js";
import { checkHelp } from "./check.js";
import { explainHelp } from "./explain.js";
import { CliError, type ExitCode, exit } from "./failure.js";
import { planHelp } from "./plan.js";
import type { Terminal } from "./terminal.js";

const helpHelp = `lehr places the tasks of a workflow on the nodes of a cluster.

  lehr plan PROBLEM                   decide which node runs which task, and when
  lehr check PROBLEM PLACEMENT        verify a placement
  lehr explain PROBLEM PLACEMENT TASK say why a task runs where it does
  lehr help COMMAND                   all options
  lehr --version
`;

const topics: Record<string, string> = { plan: planHelp, check: checkHelp, explain: explainHelp, help: helpHelp };

export async function help(args: string[], terminal: Terminal): Promise<ExitCode> {
  const [topic = "help"] = args;
  if (!Object.hasOwn(topics, topic)) throw unknownCommand(topic);
  terminal.print(topics[topic]!);
  return exit.ok;
}

export function unknownCommand(name: string): CliError {
  return new CliError(`no command ${JSON.stringify(name)}${suggestion(name, Object.keys(topics))} (lehr help)`);
}
