/** One YAML 1.2 document (core schema, merge keys), within bounds, and where its values stand. */

import {
  Composer,
  type CST,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  Parser,
} from "yaml";
import { keyOf } from "../json-pointer.js";

/** What the text has wrong, each with its line where that is known. */
export class YamlError extends Error {
  constructor(readonly faults: readonly { message: string; line?: number }[]) {
    super(faults.map(({ message }) => message).join("\n"));
  }
}

export interface ComposedYaml {
  document: Document.Parsed;
  lines: LineCounter;
}

/** References to one anchor, times those inside it: enough for a large file, too few for an explosion. */
const mostAliases = 10_000;
/** The composer is recursive, and a deep stack can end the process. */
const mostDepth = 100;

/**
 * @throws YamlError for a syntax error, a repeated key, an unknown tag, a second document, or deep nesting
 */
export function composeYaml(text: string): ComposedYaml {
  const lines = new LineCounter();
  const composer = new Composer({ prettyErrors: false, merge: true });
  const [document, second] = [...composer.compose(tokens(text, lines), true, text.length)] as [
    Document.Parsed,
    Document.Parsed?,
  ];
  const faults = [...document.errors, ...document.warnings].map(({ message, pos }) => ({
    message: message.charAt(0).toLowerCase() + message.slice(1),
    line: lines.linePos(pos[0]).line,
  }));
  if (second !== undefined) {
    const { line } = lines.linePos(second.range[0]);
    faults.push({ message: "a second document begins here; a file holds one", line });
  }
  if (faults.length > 0) throw new YamlError(faults);
  return { document, lines };
}

/**
 * @throws YamlError for aliases that unfold beyond reason, or merge keys without a mapping
 */
export function yamlValue({ document }: ComposedYaml): unknown {
  try {
    return document.toJS({ maxAliasCount: mostAliases });
  } catch (cause) {
    throw new YamlError([{ message: cause instanceof Error ? cause.message : String(cause) }]);
  }
}

/** Finds the line of a JSON pointer, which is followed as far as it leads. */
export function lineFinder({ document, lines }: ComposedYaml): (pointer: string) => number | undefined {
  return (pointer) => {
    let found = { node: document.contents as unknown, offset: offsetOf(document.contents) };
    for (const segment of pointer.split("/").slice(1)) {
      const key = keyOf(segment);
      const child = childOf(isAlias(found.node) ? found.node.resolve(document) : found.node, key);
      if (child === undefined) break;
      found = child;
    }
    return found.offset === undefined ? undefined : lines.linePos(found.offset).line;
  };
}

function* tokens(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine);
  lines.addNewLine(0);
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length <= mostDepth) continue;
    const { line } = lines.linePos(parser.offset);
    throw new YamlError([{ message: `nested more than ${mostDepth} levels deep`, line }]);
  }
  yield* parser.end();
}

/** An entry of a mapping stands where its key does, which is where a reader looks for it. */
function childOf(parent: unknown, key: string): { node: unknown; offset: number | undefined } | undefined {
  if (isSeq(parent)) {
    const node = parent.items[Number(key)];
    return node === undefined ? undefined : { node, offset: offsetOf(node) };
  }
  if (!isMap(parent)) return undefined;
  const pair = parent.items.find((item) => (isScalar(item.key) ? String(item.key.value) : undefined) === key);
  return pair && { node: pair.value, offset: offsetOf(pair.key) };
}

function offsetOf(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined;
}
