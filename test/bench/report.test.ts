import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { chartsOf, documentOf } from "../../bench/report/document.js";
import { type Figure, statisticsOf } from "../../bench/report/figures.js";
import { keptReports } from "../../bench/report/kept.js";
import { pageWith } from "../../bench/report/page.js";
import type { Report } from "../../bench/report/report.js";
import { suites } from "../../bench/suites.js";

const docs = new URL("../../docs/", import.meta.url);
const page = readFileSync(new URL("performance.md", docs), "utf8");
const reports = keptReports();

describe("docs/performance.md", () => {
  test("has the figures that are kept", () => {
    expect(pageWith(page, reports)).toBe(page);
  });

  test("follows them", () => {
    const { figures, ...report } = reports.get("place")!;
    const slower = figures.map((figure) => ({ ...figure, median: figure.median * 3 }));
    const other = pageWith(page, new Map([...reports, ["place", { ...report, figures: slower }]]));
    expect(other).not.toBe(page);
    expect(pageWith(other, reports)).toBe(page);
  });

  test("asks for no section that there is not", () => {
    const marked = "<!-- figures: place nothing -->\n<!-- end of figures -->";
    expect(() => pageWith(marked, reports)).toThrow("the figures of place have no section nothing");
    expect(() => pageWith(marked, new Map())).toThrow("there are no figures of place");
  });

  test("has the charts of these figures", () => {
    const charts = [...reports].flatMap(([suite, { figures }]) => Object.entries(chartsOf(suite, figures)));
    expect(charts.length).toBeGreaterThan(0);
    for (const [file, svg] of charts) {
      expect(readFileSync(new URL(file, docs), "utf8") === svg, `${file} is not that of the figures`).toBe(true);
      expect(page).toContain(`](${file})`);
    }
  });
});

describe.each([...reports])("the figures of %s", (suite, { figures, facts }) => {
  test("are those of the suite, each under a name of its own", () => {
    expect(Object.keys(suites)).toContain(suite);
    const names = figures.map(({ suite, topic, row, column }) => [suite, topic, row, column].join(" / "));
    expect(names.filter((name, k) => names.indexOf(name) !== k)).toEqual([]);
    expect(figures.filter((figure) => figure.suite !== suite)).toEqual([]);
  });

  test("are in order", () => {
    const disordered = figures.filter(({ minimum, p10, median, p90, mean, samples, unit }) => {
      const sorted = minimum <= p10 && p10 <= median && median <= p90 && minimum <= mean * (1 + 1e-5);
      return !sorted || !Number.isFinite(p90) || samples < 1 || unit === "";
    });
    expect(disordered).toEqual([]);
  });

  test("say where they are from", () => {
    expect(facts.commit).toMatch(/^[0-9a-f]{7,}\+?$/);
    expect(Date.parse(facts.date)).toBeGreaterThan(0);
    const { cpu, cores, node, v8 } = facts.machine;
    for (const text of [cpu, node, v8]) expect(text).toMatch(/\S/);
    expect(cores).toBeGreaterThan(0);
  });
});

test("a document has every section of every suite, whatever contestants were there", () => {
  const [{ facts }] = [...reports.values()] as [Report];
  const figures = [...reports.values()].flatMap((report) => report.figures);
  const without = (figure: Figure) => !figure.column.startsWith("C, ");
  for (const some of [figures, figures.filter(without)]) {
    const document = documentOf({ schema: 1, facts, figures: some });
    for (const suite of reports.keys()) expect(document).toContain(`\n## ${suite}\n`);
    expect(document).not.toMatch(/undefined|NaN/);
  }
});

test("statistics of samples", () => {
  const samples = Array.from({ length: 101 }, (_, k) => (k * 37) % 101);
  expect(statisticsOf(samples)).toEqual({ minimum: 0, median: 50, mean: 50, p10: 10, p90: 90, samples: 101 });
  expect(statisticsOf([7])).toEqual({ minimum: 7, median: 7, mean: 7, p10: 7, p90: 7, samples: 1 });
});
