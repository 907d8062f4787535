import { suites } from "../suites.js";
import { sentence } from "./facts.js";
import type { Figure } from "./figures.js";
import type { Report } from "./report.js";

/** A whole report in Markdown; its charts lie beside it. */
export function documentOf({ facts, figures }: Report): string {
  const versions = Object.entries(facts.packages).map(([name, version]) => `${name} ${version}`);
  const parts = Object.entries(suites).flatMap(([name, { sections }]) => {
    const own = figures.filter(({ suite }) => suite === name);
    if (own.length === 0) return [];
    const charts = Object.keys(chartsOf(name, figures)).map((file) => `![${file}](${file})`);
    return [`## ${name}`, ...charts, ...sections(own).map(({ title, body }) => `### ${title}\n\n${body}`)];
  });
  return `${["# Benchmarks", sentence(facts), `${versions.join(", ")}.`, ...parts].join("\n\n")}\n`;
}

/** Charts of a suite as SVG, by file name. */
export function chartsOf(name: string, figures: readonly Figure[]): Record<string, string> {
  const own = figures.filter(({ suite }) => suite === name);
  return own.length === 0 ? {} : (suites[name]!.charts?.(own) ?? {});
}
