/** `npm run bench:report`: docs/performance.md and its charts, from the figures in bench/results. */
import { readFileSync, writeFileSync } from "node:fs";
import { chartsOf } from "./report/document.js";
import { keptReports } from "./report/kept.js";
import { pageWith } from "./report/page.js";

const docs = new URL("../docs/", import.meta.url);
const page = new URL("performance.md", docs);
const reports = keptReports();
writeFileSync(page, pageWith(readFileSync(page, "utf8"), reports));
for (const [suite, { figures }] of reports) {
  for (const [file, svg] of Object.entries(chartsOf(suite, figures))) writeFileSync(new URL(file, docs), svg);
}
