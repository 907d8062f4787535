import ts from "typescript";

/** A change of one place of a source. */
export interface Change {
  operator: string;
  /** Where in the text. */
  start: number;
  end: number;
  after: string;
}

/**
 * The changes that are tried: what a slip of the hand makes of a comparison, a sum, a condition, a constant, a statement.
 * AssemblyScript reads as TypeScript as far as a syntax tree goes. Types and decorators have no such places; tables of data
 * are left out, as their twins in the bindings are compared with them word by word.
 */
export function changesIn(text: string): Change[] {
  const source = ts.createSourceFile("kernel.ts", text, ts.ScriptTarget.Latest, true);
  const changes: Change[] = [];
  const replace = (operator: string, node: ts.Node, after: string) =>
    changes.push({ operator, start: node.getStart(source), end: node.end, after });

  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node) || ts.isDecorator(node) || isTable(node)) return;
    if (ts.isBinaryExpression(node)) {
      const swap = swaps.get(node.operatorToken.getText(source));
      if (swap) replace(swap.operator, node.operatorToken, swap.after);
    } else if (ts.isNumericLiteral(node)) {
      replace("constant", node, neighbour(node.getText(source)));
    } else if (ts.isCallExpression(node) && /^(min|max)$/.test(node.expression.getText(source))) {
      replace("min/max", node.expression, node.expression.getText(source) === "min" ? "max" : "min");
    }
    const condition = conditionOf(node);
    if (condition) replace("condition", condition, `!(${condition.getText(source)})`);
    if (ts.isExpressionStatement(node) && !isSuperCall(node)) replace("statement", node, ";");
    ts.forEachChild(node, visit);
  };
  visit(source);
  return changes;
}

const swaps = new Map(
  [
    ["comparison", "<", "<="],
    ["comparison", ">", ">="],
    ["comparison", "==", "!="],
    ["arithmetic", "+", "-"],
    ["arithmetic", "*", "/"],
    ["arithmetic", "+=", "-="],
    ["arithmetic", "*=", "/="],
    ["logical", "&&", "||"],
    ["bits", "&", "|"],
    ["bits", "<<", ">>"],
  ].flatMap(([operator, a, b]) => [
    [a!, { operator: operator!, after: b! }] as const,
    [b!, { operator: operator!, after: a! }] as const,
  ]),
);

/** Of an even integer the odd one above it, and the other way round; of a float its double. */
function neighbour(literal: string): string {
  const value = Number(literal.replaceAll("_", ""));
  const isInteger = Number.isSafeInteger(value) && (/^0x/i.test(literal) || !/[.e]/i.test(literal));
  if (isInteger) return `${value % 2 === 0 ? value + 1 : value - 1}`;
  return value === 0 ? "1.0" : `(2.0 * ${literal})`;
}

/** What an `if`, a `while`, a conditional expression asks. */
function conditionOf(node: ts.Node): ts.Expression | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node)) return node.expression;
  return ts.isConditionalExpression(node) ? node.condition : undefined;
}

function isTable(node: ts.Node): boolean {
  return ts.isArrayLiteralExpression(node) && node.elements.length > 16;
}

function isSuperCall({ expression }: ts.ExpressionStatement): boolean {
  return ts.isCallExpression(expression) && expression.expression.kind === ts.SyntaxKind.SuperKeyword;
}
