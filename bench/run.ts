/**
 * `npm run bench -- SUITE|all [--quick] [--json FILE] [--markdown FILE] [--keep]`
 * `npm run bench -- sequence --improve`
 *
 * Prints the report on stdout, progress on stderr. `--markdown` puts charts beside the file, `--keep` the figures where
 * docs/performance.md is made from.
 */
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { chartsOf, documentOf } from "./report/document.js";
import type { Figure } from "./report/figures.js";
import { keep } from "./report/kept.js";
import { reportOf, writeReport } from "./report/report.js";
import { improveSequence } from "./sequence.js";
import { suites } from "./suites.js";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    improve: { type: "boolean", default: false },
    json: { type: "string" },
    markdown: { type: "string" },
    keep: { type: "boolean", default: false },
  },
});
const [chosen = "", ...others] = positionals;
const names = chosen === "all" ? Object.keys(suites) : [chosen];
if (!names.every((name) => Object.hasOwn(suites, name)) || others.length > 0) {
  const options = "[--quick] [--json FILE] [--markdown FILE] [--keep]";
  console.error(`usage: npm run bench -- ${Object.keys(suites).join("|")}|all ${options}`);
  process.exit(2);
}

// benny announces each suite through console.log; stdout is for the report.
console.log = console.error;
if (values.improve) console.error(`${improveSequence(values.quick)} best known values improved.`);
else await run();

async function run(): Promise<void> {
  const figures: Figure[] = [];
  for (const name of names) {
    const begin = performance.now();
    figures.push(...(await suites[name]!.measure({ quick: values.quick, note: console.error })));
    console.error(`${name}: took ${((performance.now() - begin) / 60_000).toFixed(1)} minutes`);
  }
  const report = reportOf(figures, values.quick);
  const markdown = documentOf(report);
  process.stdout.write(markdown);
  if (values.json) writeReport(values.json, report);
  if (values.markdown) writeMarkdown(values.markdown, markdown, figures);
  if (values.keep) for (const name of names) keep(name, report);
}

function writeMarkdown(path: string, markdown: string, figures: readonly Figure[]): void {
  writeFileSync(path, markdown);
  for (const name of names) {
    for (const [file, svg] of Object.entries(chartsOf(name, figures))) writeFileSync(join(dirname(path), file), svg);
  }
}
