import { suites } from "../suites.js";
import { sentence } from "./facts.js";
import type { Report } from "./report.js";

const marked = /(<!-- figures: (\S+) (\S+) -->\n).*?(<!-- end of figures -->)/gs;

/**
 * A page whose figures are those of the reports. Between `<!-- figures: SUITE SECTION -->` and `<!-- end of figures -->`
 * stands that section of the suite; the section `facts` says where its figures are from. All else stays.
 *
 * @throws for a section that no report has
 */
export function pageWith(page: string, reports: ReadonlyMap<string, Report>): string {
  return page.replace(marked, (_, begin: string, suite: string, section: string, end: string) => {
    return `${begin}\n${bodyOf(suite, section, reports)}\n\n${end}`;
  });
}

function bodyOf(suite: string, name: string, reports: ReadonlyMap<string, Report>): string {
  const report = reports.get(suite);
  if (!report) throw new Error(`there are no figures of ${suite}`);
  if (name === "facts") return sentence(report.facts);
  const section = suites[suite]!.sections(report.figures).find((section) => section.name === name);
  if (!section) throw new Error(`the figures of ${suite} have no section ${name}`);
  return section.body;
}
