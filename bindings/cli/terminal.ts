import pc from "picocolors";

export type Colours = ReturnType<typeof pc.createColors>;

/** What a command writes to: results to standard output, notes to standard error. */
export interface Terminal {
  /** Columns for text. */
  width: number;
  colour: boolean;
  colours: Colours;
  print(text: string): void;
  note(line: string): void;
  /** A note that the next one replaces; shown only to people. An empty line wipes it. */
  progress(line: string): void;
}

export function systemTerminal(): Terminal {
  const { stdout, stderr, env } = process;
  const colour = wantsColour(stdout.isTTY === true, env);
  return {
    width: stdout.columns ?? positive(env.COLUMNS) ?? 100,
    colour,
    colours: pc.createColors(colour),
    print: (text) => stdout.write(text),
    note: (line) => stderr.write(`${line}\n`),
    progress: (line) => {
      if (stderr.isTTY) stderr.write(`\r\u001B[K${line}`);
    },
  };
}

/** NO_COLOR (https://no-color.org) and FORCE_COLOR win over what the output is. */
function wantsColour(isTerminal: boolean, env: NodeJS.ProcessEnv): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0";
  return isTerminal && env.TERM !== "dumb";
}

function positive(text: string | undefined): number | undefined {
  const number = Number(text);
  return Number.isInteger(number) && number > 0 ? number : undefined;
}
