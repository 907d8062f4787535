import binaryen from "binaryen";

/**
 * The same kernels, which count the instructions that they run: in the exported global `executed`. A run of instructions
 * that are entered together is counted when its first is; it ends where a branch may leave it.
 */
export function countingKernels(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const module = binaryen.readBinary(bytes);
  const text = module.emitText();
  module.dispose();
  const tree = parse(text);
  for (const node of tree) if (isList(node) && node[0] === "func") countStatements(node, firstStatement(node), true);
  tree.push(parse('global $executed (export "executed") (mut i64) (i64.const 0)'));
  const counting = binaryen.parseText(print(tree));
  counting.setFeatures(binaryen.Features.All);
  if (!counting.validate()) throw new Error("counting has made the kernels invalid");
  const binary = new Uint8Array(counting.emitBinary());
  counting.dispose();
  return binary;
}

/** A symbolic expression of the text format: a word, or a list of expressions. */
type Expression = string | Expression[];

const isList = (node: Expression | undefined): node is Expression[] => typeof node !== "string" && node !== undefined;

/** Instructions that run whenever the expression does; those that need not get counters of their own. */
function count(node: Expression): number {
  if (!isList(node)) return 0;
  switch (node[0]) {
    case "block":
      return 1 + countStatements(node, firstStatement(node), false);
    case "loop":
      countStatements(node, firstStatement(node), true);
      return 1;
    case "then":
    case "else":
      countStatements(node, 1, true);
      return 0;
    // Part of an instruction.
    case "result":
    case "param":
    case "type":
      return 0;
    default:
      return node.reduce((sum: number, child) => sum + count(child), 1);
  }
}

/**
 * Puts counters into a list of statements, one wherever it may have been left before.
 *
 * @param own whether its beginning gets one too; otherwise what is counted there is left to the caller, and returned
 */
function countStatements(node: Expression[], from: number, own: boolean): number {
  const statements = node.splice(from);
  let first: number | undefined;
  let run: Expression[] = [];
  let weight = 0;
  const close = () => {
    if (first === undefined && !own) node.push(...run);
    else node.push(...(weight > 0 ? [counter(weight)] : []), ...run);
    first ??= weight;
    run = [];
    weight = 0;
  };
  for (const statement of statements) {
    weight += count(statement);
    run.push(statement);
    if (mayLeave(statement)) close();
  }
  close();
  return own ? 0 : first!;
}

/** After these, what follows need not run. */
function mayLeave(statement: Expression): boolean {
  return isList(statement) && /^(block|loop|if|br|return)/.test(`${statement[0]}`);
}

/** Behind the name and the types. */
function firstStatement(node: readonly Expression[]): number {
  const isHead = (child: Expression) => {
    return isList(child) ? /^(type|param|result|local|export|import)$/.test(`${child[0]}`) : true;
  };
  const at = node.findIndex((child) => !isHead(child));
  return at === -1 ? node.length : at;
}

function counter(instructions: number): Expression {
  const sum = ["i64.add", ["global.get", "$executed"], ["i64.const", `${instructions}`]];
  return ["global.set", "$executed", sum];
}

/** The expressions inside of the outermost list, or of a text without one. */
function parse(text: string): Expression[] {
  const stack: Expression[][] = [[]];
  for (const [token] of text.replaceAll(/;;[^\n"]*$/gm, "").matchAll(/"(?:[^"\\]|\\.)*"|[()]|[^\s()"]+/g)) {
    if (token === "(") stack.push([]);
    else if (token === ")") {
      const list = stack.pop()!;
      stack.at(-1)!.push(list);
    } else stack.at(-1)!.push(token);
  }
  const [outermost] = stack;
  return outermost!.length === 1 && isList(outermost![0]) ? outermost![0] : outermost!;
}

function print(node: Expression): string {
  return isList(node) ? `(${node.map(print).join(" ")})` : node;
}
