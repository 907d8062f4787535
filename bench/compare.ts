/**
 * `npm run bench:compare -- A B [--pairs N]`
 *
 * A and B are two reports of `bench --json`, two kernels (`release.wasm`) or two built packages (`dist`). Builds run in
 * turns in this process. Exit code 1 when B has a median more than 5 % above that of A, and it is no noise; 2 for wrong usage.
 */
import { parseArgs } from "node:util";
import { compare, loadBuild, workloadsOn } from "./compare/builds.js";
import { changesBetween } from "./compare/decide.js";
import { number, table } from "./report/markdown.js";
import { readReport } from "./report/report.js";

const { values, positionals } = parseArgs({ allowPositionals: true, options: { pairs: { type: "string" } } });
const [first, second, ...others] = positionals;
const pairs = Number(values.pairs ?? 60);
if (first === undefined || second === undefined || others.length > 0 || !(Number.isInteger(pairs) && pairs > 0)) {
  console.error(
    "usage: npm run bench:compare -- A B [--pairs N]\nA and B: reports (.json), kernels (.wasm) or packages (dist)",
  );
  process.exit(2);
}
const isReport = (path: string) => path.endsWith(".json");
if (isReport(first) !== isReport(second)) {
  console.error("a report can only be compared with a report");
  process.exit(2);
}
process.exitCode = (isReport(first) ? compareReports(first, second) : await compareBuilds(first, second)) ? 1 : 0;

/** Whether there is a regression. */
function compareReports(first: string, second: string): boolean {
  const changes = changesBetween(readReport(first).figures, readReport(second).figures);
  if (changes.length === 0) throw new Error("the reports have no watched figure in common");
  const lines = changes.map(({ name, unit, from, to, ratio, regression }) => {
    return [
      name,
      `${number(from)} ${unit}`,
      `${number(to)} ${unit}`,
      `${ratio.toFixed(3)}×`,
      regression ? "regression" : "",
    ];
  });
  console.log(table(["medians", first, second, "ratio", ""], lines));
  return changes.some(({ regression }) => regression);
}

async function compareBuilds(first: string, second: string): Promise<boolean> {
  const workloads = workloadsOn(await loadBuild(first), await loadBuild(second));
  const lines = workloads.map((workload) => {
    console.error(workload.name);
    const { ratio, low, high, regression } = compare(workload, pairs);
    return [
      workload.name,
      `${ratio.toFixed(3)}×`,
      `${low.toFixed(3)}–${high.toFixed(3)}`,
      regression ? "regression" : "",
    ];
  });
  console.log(table([`${second}: time as a multiple of ${first}`, "median", "all but surely", ""], lines));
  return lines.some(([, , , verdict]) => verdict !== "");
}
