/** YAML and JSON text, with the line of every value for error messages. */

import { InvalidProblemError, type Problem } from "../errors.js";
import { composeYaml, lineFinder, YamlError, yamlValue } from "./yaml.js";

/** A text and what to call it in messages. */
export interface Source {
  name: string;
  text: string;
}

export interface SourceProblem extends Problem {
  /** JSON pointer into the file; in a CSV file, the name of the column. */
  pointer: string;
  /** Name of the source. */
  file: string;
}

/** The input is wrong, and it is known in which file and, mostly, on which line. */
export class InvalidSourceError extends InvalidProblemError {
  declare readonly problems: readonly SourceProblem[];
}

export interface ParsedSource {
  name: string;
  value: unknown;
  /** Line of the value that a JSON pointer leads to, else of the nearest value around it; counted from 1. */
  lineOf(pointer: string): number | undefined;
  /** What people call the place that the pointer leads to, where that is not the pointer itself: a column. */
  nameOf?(pointer: string): string;
}

/**
 * Parses the text as JSON where it is JSON, else as YAML 1.2 with anchors, aliases and merge keys (`<<`). A key that
 * occurs twice in a mapping is refused.
 *
 * @throws InvalidSourceError
 */
export function parseSource({ name, text }: Source): ParsedSource {
  try {
    return { name, ...(parseJson(text) ?? parseYaml(text)) };
  } catch (error) {
    if (!(error instanceof YamlError)) throw error;
    throw new InvalidSourceError(error.faults.map((fault) => ({ file: name, pointer: "", ...fault })));
  }
}

type Parsed = Omit<ParsedSource, "name">;

function parseYaml(text: string): Parsed {
  const composed = composeYaml(text);
  return { value: yamlValue(composed), lineOf: lineFinder(composed) };
}

/** Undefined for what is not JSON or has repeated keys: the YAML parser says where and why. */
function parseJson(text: string): Parsed | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (countKeys(value) !== countKeysIn(text)) return undefined;
  // YAML contains JSON, and only a refusal needs lines: the fast way for all the rest.
  let lines: Parsed["lineOf"] | undefined;
  return {
    value,
    lineOf(pointer) {
      lines ??= linesOfJson(text);
      return lines(pointer);
    },
  };
}

/** Characters of JSON beyond which problems have no lines: parsing it once more, as YAML, would take many seconds. */
const longestWithLines = 2_000_000;

/** JSON may be nested deeper than the YAML parser goes. */
function linesOfJson(text: string): Parsed["lineOf"] {
  if (text.length > longestWithLines) return () => undefined;
  try {
    return lineFinder(composeYaml(text));
  } catch {
    return () => undefined;
  }
}

function countKeys(root: unknown): number {
  let keys = 0;
  const pending = [root];
  while (pending.length > 0) {
    const value = pending.pop();
    if (typeof value !== "object" || value === null) continue;
    const children: unknown[] = Object.values(value);
    if (!Array.isArray(value)) keys += children.length;
    for (const child of children) pending.push(child);
  }
  return keys;
}

/** Strings before a colon, in valid JSON text. */
function countKeysIn(json: string): number {
  let keys = 0;
  for (const [, colon] of json.matchAll(/"[^"\\]*(?:\\.[^"\\]*)*"(\s*:)?/g)) keys += Number(colon !== undefined);
  return keys;
}
