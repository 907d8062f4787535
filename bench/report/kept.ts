import { readdirSync } from "node:fs";
import { type Report, readReport, writeReport } from "./report.js";

const folder = new URL("../results/", import.meta.url);

/** The suite's part of a report becomes what docs/performance.md tells of it. */
export function keep(suite: string, { figures, ...report }: Report): void {
  writeReport(new URL(`${suite}.json`, folder), {
    ...report,
    figures: figures.filter((figure) => figure.suite === suite),
  });
}

/** Reports that were kept, by suite. */
export function keptReports(): Map<string, Report> {
  const files = readdirSync(folder).sort();
  return new Map(files.map((file) => [file.replace(".json", ""), readReport(new URL(file, folder))]));
}
