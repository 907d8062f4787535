/**
 * `npm run bench -- place|sequence|pack [--quick] [--json FILE]`
 * `npm run bench -- sequence [--chart FILE | --improve]`
 *
 * Prints Markdown on stdout, progress on stderr; `--json` also writes all figures to a file.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import type { BenchOptions } from "./options.js";
import { benchPack } from "./pack.js";
import { benchPlace } from "./place.js";
import { benchSequence } from "./sequence.js";

const verbs: Record<string, (options: BenchOptions) => Promise<unknown>> = {
  place: benchPlace,
  sequence: benchSequence,
  pack: benchPack,
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: "boolean", default: false },
    improve: { type: "boolean", default: false },
    json: { type: "string" },
    chart: { type: "string" },
  },
});
const verb = verbs[positionals[0] ?? ""];
if (!verb || positionals.length > 1) {
  console.error(
    `usage: npm run bench -- ${Object.keys(verbs).join("|")} [--quick] [--improve] [--json FILE] [--chart FILE]`,
  );
  process.exit(2);
}

// benny announces each suite through console.log; stdout is for the report.
console.log = console.error;
const figures = await verb({
  quick: values.quick,
  improve: values.improve,
  print: (markdown) => process.stdout.write(`${markdown}\n\n`),
  draw: (svg) => values.chart && writeFileSync(values.chart, svg),
});
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
