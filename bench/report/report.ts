import { readFileSync, writeFileSync } from "node:fs";
import { type Facts, factsNow } from "./facts.js";
import type { Figure } from "./figures.js";

/** What `--json` writes, whatever was measured. */
export interface Report {
  schema: 1;
  facts: Facts;
  figures: Figure[];
}

export function reportOf(figures: readonly Figure[], quick: boolean): Report {
  return { schema: 1, facts: factsNow(quick), figures: figures.map(rounded) };
}

/** One figure on a line, so that changes of a kept report can be read. */
export function writeReport(path: string | URL, { schema, facts, figures }: Report): void {
  const lines = figures.map((figure) => `    ${JSON.stringify(figure)}`);
  const head = `  "schema": ${schema},\n  "facts": ${JSON.stringify(facts)},\n`;
  writeFileSync(path, `{\n${head}  "figures": [\n${lines.join(",\n")}\n  ]\n}\n`);
}

/** @throws when the file is no report, or one of another schema */
export function readReport(path: string | URL): Report {
  const report = JSON.parse(readFileSync(path, "utf8")) as Report;
  if (report.schema !== 1 || !Array.isArray(report.figures)) throw new Error(`${path} is no report of schema 1`);
  return report;
}

/** More digits than a clock on a busy machine can tell would only make the file long. */
function rounded(figure: Figure): Figure {
  const short = (value: number) => Number(value.toPrecision(6));
  const { minimum, median, mean, p10, p90 } = figure;
  return {
    ...figure,
    minimum: short(minimum),
    median: short(median),
    mean: short(mean),
    p10: short(p10),
    p90: short(p90),
  };
}
