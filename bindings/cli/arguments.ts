import { type ParseArgsConfig, parseArgs } from "node:util";
import { displayable } from "../export/text.js";
import { suggestion } from "../suggestion.js";
import { CliError } from "./failure.js";

type Options = NonNullable<ParseArgsConfig["options"]>;

/**
 * Options and positional arguments of one command. Every command knows `--help`.
 *
 * @throws CliError that names the option and the nearest known one
 */
export function parseArguments<T extends Options>(command: string, args: string[], options: T) {
  try {
    return parseArgs({ args, options, allowPositionals: true, strict: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const [, unknown] = /^Unknown option '(-[^' ]*)/.exec(message) ?? [];
    if (code === "ERR_PARSE_ARGS_UNKNOWN_OPTION" && unknown !== undefined) {
      const near = suggestion(
        unknown,
        Object.keys(options).map((name) => `--${name}`),
      );
      throw new CliError(`unknown option ${displayable(unknown)}${near} (lehr help ${command})`);
    }
    const [, valueless] = /^Option '(--[^' ]*)[^']*' argument /.exec(message) ?? [];
    if (code === "ERR_PARSE_ARGS_INVALID_OPTION_VALUE" && valueless !== undefined) {
      const hint = `${valueless} needs a value; one that begins with a dash is written ${valueless}=-…`;
      throw new CliError(`${hint} (lehr help ${command})`);
    }
    throw new CliError(`${displayable(message)} (lehr help ${command})`);
  }
}
