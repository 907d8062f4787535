/**
 * `npm run bench -- place [--quick] [--json FILE]`
 *
 * Prints Markdown on stdout, progress on stderr; `--json` also writes all figures to a file.
 */
import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { type BenchOptions, benchPlace } from "./place.js";

const verbs: Record<string, (options: BenchOptions) => Promise<unknown>> = { place: benchPlace };

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: "boolean", default: false }, json: { type: "string" } },
});
const verb = verbs[positionals[0] ?? ""];
if (!verb || positionals.length > 1) {
  console.error(`usage: npm run bench -- ${Object.keys(verbs).join("|")} [--quick] [--json FILE]`);
  process.exit(2);
}

// benny announces each suite through console.log; stdout is for the report.
console.log = console.error;
const figures = await verb({ quick: values.quick, print: (markdown) => process.stdout.write(`${markdown}\n\n`) });
if (values.json) writeFileSync(values.json, `${JSON.stringify(figures, undefined, 2)}\n`);
