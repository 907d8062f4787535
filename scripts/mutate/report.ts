import { equivalent } from "./equivalent.js";
import type { Mutant } from "./mutants.js";

export interface Verdict {
  mutant: Mutant;
  /** The case that told it from the reference; undefined when it survives. */
  killedBy: string | undefined;
}

/** Share of the mutants killed, without the equivalent ones. */
export function scoreOf(verdicts: readonly Verdict[]): number {
  const counted = verdicts.filter(({ mutant }) => !(mutant.id in equivalent));
  return counted.filter(({ killedBy }) => killedBy !== undefined).length / counted.length;
}

/** The score, and a table of the mutants, as Markdown. */
export function reportOf(verdicts: readonly Verdict[]): string {
  const counted = verdicts.filter(({ mutant }) => !(mutant.id in equivalent));
  const killed = counted.filter(({ killedBy }) => killedBy !== undefined);
  const score = (100 * scoreOf(verdicts)).toFixed(1);
  return [
    `${killed.length} of ${counted.length} mutants killed: ${score} %. ` +
      `${verdicts.length - counted.length} more are equivalent.`,
    "",
    "| mutant | where | operator | before → after | killed by |",
    "| --- | --- | --- | --- | --- |",
    ...verdicts.map(rowOf),
  ].join("\n");
}

function rowOf({ mutant, killedBy }: Verdict): string {
  const { id, file, line, operator, before, changed } = mutant;
  const fate = killedBy ?? (id in equivalent ? `equivalent: ${equivalent[id]}` : "**survives**");
  const cells = [id, `${file}:${line}`, operator, `\`${before}\` → \`${changed}\``, fate];
  return `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}
