/** Gantt charts as one self-contained SVG: no scripts, no fonts, no links; light and dark by the viewer's preference. */

import type { Placement, PlaceProblem } from "../place/model.js";
import type { Sequence, SequenceProblem } from "../sequence/model.js";
import type { Chart, ChartArrow, ChartBar, ChartRow, LegendEntry } from "./chart.js";
import { formatDuration, timeTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { darkColours, type Hue, hues, lightColours, otherHue } from "./palette.js";
import { placementChart } from "./placement-chart.js";
import { sequenceChart } from "./sequence-chart.js";
import { characterWidth, escapeXml, hueClass, px, text, tooltip } from "./svg.js";
import { displayable, displayWidth, nameThatFits, truncate } from "./text.js";

/** How a Gantt chart looks. */
export interface SvgOptions {
  /** @default "Placement" or "Sequence" */
  title?: string;
  /**
   * Pixels, at least 400. The height follows from the rows and how many things each runs at once.
   * @default 1200
   */
  width?: number;
}

/**
 * One row for each node, with lanes where it runs several tasks at once; colours are stages; arrows are transfers
 * between nodes, from when data leaves to when it arrives, left out when there are more than 400; ticks are deadlines,
 * red where missed, as is the outline of a late task.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function svgGantt(problem: PlaceProblem, placement: Placement, options: SvgOptions = {}): string {
  return draw(placementChart(problem, placement), options);
}

/**
 * One row for each server, with lanes where it serves several requests at once; colours are classes, or tenants where
 * there are no classes; ticks are when a request had to end, or to have its first token, red where that was not kept, as
 * is the outline of the request.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function sequenceSvgGantt(problem: SequenceProblem, sequence: Sequence, options: SvgOptions = {}): string {
  return draw(sequenceChart(problem, sequence), options);
}

function draw(chart: Chart, options: SvgOptions): string {
  checkChartOptions(options, { title: "text", width: "size" });
  const { summary, nouns, legend, arrows } = chart;
  const layout = layOut(chart, Math.max(400, options.width ?? 1200));
  const title = options.title ?? chart.title;
  const width = layout.width;
  const height = layout.bottom + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(`Gantt chart of ${nouns.bar}s on ${nouns.row}s. ${summary}.`)}</desc>`,
    `<style>${css}</style>`,
    arrowHead,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text(margin, 30, "heading", title),
    text(margin, 50, "muted", summary),
    ...drawLegend(legend),
    ...axis(layout),
    ...drawArrows(arrows, layout),
    ...layout.rows.flatMap((row) => drawRow(row, layout)),
    "</svg>\n",
  ].join("\n");
}

interface Layout {
  width: number;
  /** Where time 0 and the end are. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  end: number;
  rows: PlacedRow[];
  /** Vertical middle of each bar, by name. */
  middle: Map<string, number>;
}

interface PlacedRow extends ChartRow {
  y: number;
  height: number;
}

const margin = 16;
const laneHeight = 22;
const rowPadding = 5;
const mostArrows = 400;

function layOut({ rows, end }: Chart, width: number): Layout {
  const top = 112;
  const middle = new Map<string, number>();
  let y = top;
  const placedRows = rows.map((row): PlacedRow => {
    const height = row.lanes * laneHeight + 2 * rowPadding;
    for (const { name, lane } of row.bars) middle.set(name, laneTop({ y }, lane) + laneHeight / 2);
    y += height;
    return { ...row, y: y - height, height };
  });
  const longest = rows.reduce((longest, { name }) => Math.max(longest, displayWidth(name)), 0);
  const left = margin + Math.min(longest * characterWidth + 14, width * 0.22);
  return { width, left, right: width - margin - 24, top, bottom: y, end, rows: placedRows, middle };
}

function laneTop(row: { y: number }, lane: number): number {
  return row.y + rowPadding + lane * laneHeight;
}

function x(time: number, { left, right, end }: Layout): number {
  return left + (end > 0 ? time / end : 0) * (right - left);
}

function drawLegend(entries: readonly LegendEntry[]): string[] {
  if (entries.every(({ hue }) => hue === otherHue)) return [];
  let offset = margin;
  return entries.map(({ name, hue }) => {
    const label = truncate(displayable(name), 24);
    const entry = `<rect class="${hueClass(hue)}" x="${px(offset)}" y="63" width="11" height="11" rx="2"/>${text(offset + 16, 73, "label", label)}`;
    offset += 36 + displayWidth(label) * characterWidth;
    return entry;
  });
}

function axis(layout: Layout): string[] {
  const ticks = timeTicks(layout.end, Math.floor((layout.right - layout.left) / 90));
  return ticks.map((tick) => {
    const at = px(x(tick, layout));
    return `<path class="grid" d="M${at} ${layout.top - 6}V${layout.bottom}"/><text class="tick" x="${at}" y="${layout.top - 12}">${formatDuration(tick)}</text>`;
  });
}

function drawRow(row: PlacedRow, layout: Layout): string[] {
  const labelWidth = Math.floor((layout.left - margin - 8) / characterWidth);
  return [
    `<path class="line" d="M${margin} ${row.y + row.height}H${px(layout.right)}"/>`,
    `<g>${tooltip(row.name)}${text(margin, row.y + row.height / 2 + 4, "label", truncate(displayable(row.name), labelWidth))}</g>`,
    ...row.bars.map((bar) => drawBar(bar, row, layout)),
  ];
}

function drawBar(bar: ChartBar, row: PlacedRow, layout: Layout): string {
  const { name, start, end, lane, hue } = bar;
  const left = x(start, layout);
  const width = Math.max(1, x(end, layout) - left);
  const top = laneTop(row, lane) + 1;
  const height = laneHeight - 2;
  const fits = Math.floor((width - 8) / characterWidth);
  const late = bar.late ? " late" : "";
  const when = `${formatDuration(start)} to ${formatDuration(end)}, ${formatDuration(end - start)} long`;
  return [
    `<g>${tooltip([name, when, ...bar.notes].join("\n"))}`,
    `<rect class="bar ${hueClass(hue)}${late}" x="${px(left)}" y="${top}" width="${px(width)}" height="${height}" rx="${px(Math.min(3, width / 2))}"/>`,
    text(left + 5, top + 14, "name", nameThatFits(name, fits)),
    drawDeadline(bar.deadline, `deadline${late}`, top, layout),
    "</g>",
  ].join("");
}

function drawDeadline(time: number | undefined, kind: string, top: number, layout: Layout): string {
  if (time === undefined || time > layout.end) return "";
  return `<path class="${kind}" d="M${px(x(time, layout))} ${top - 2}v${laneHeight + 2}"/>`;
}

function drawArrows(arrows: readonly ChartArrow[], layout: Layout): string[] {
  if (arrows.length > mostArrows) return [];
  return arrows.map(({ from, to, start, end, note }) => {
    const fromMiddle = layout.middle.get(from) ?? layout.top;
    const toMiddle = layout.middle.get(to) ?? layout.top;
    const edge = (Math.sign(toMiddle - fromMiddle) * laneHeight) / 2;
    const line = `M${px(x(start, layout))} ${fromMiddle + edge}L${px(x(end, layout))} ${toMiddle - edge}`;
    return `<path class="arrow" marker-end="url(#head)" d="${line}">${tooltip(note)}</path>`;
  });
}

const arrowHead =
  '<defs><marker id="head" viewBox="0 0 6 6" refX="5.5" refY="3" markerWidth="6" markerHeight="6" orient="auto"><path class="head" d="M0 0 6 3 0 6z"/></marker></defs>';

const css = [
  "text{font:12px system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}",
  ".heading{font-size:18px;font-weight:600}.name{font-size:11px;pointer-events:none}",
  ".tick{font-size:11px;text-anchor:middle}.grid,.line{fill:none;stroke-width:1}",
  ".arrow{fill:none;stroke-width:1.2;opacity:.55}.deadline{fill:none;stroke-width:2;stroke-dasharray:3 2}",
  theme(
    { page: "#fff", ink: "#1b2530", muted: "#56626f", line: "#e2e7ec", late: "#d0021b", name: "#fff" },
    lightColours,
  ),
  "@media(prefers-color-scheme:dark){",
  theme(
    { page: "#14191f", ink: "#e8edf2", muted: "#9aa7b4", line: "#2b343d", late: "#ff6b6b", name: "#0e1318" },
    darkColours,
  ),
  "}",
].join("");

function theme(colours: Record<string, string>, hueColours: Record<Hue, string>): string {
  const { page, ink, muted, line, late, name } = colours;
  return [
    `.page{fill:${page}}.heading,.label{fill:${ink}}.muted,.tick{fill:${muted}}.grid,.line{stroke:${line}}`,
    `.name{fill:${name}}.arrow,.deadline{stroke:${ink}}.head{fill:${ink}}`,
    `.late{stroke:${late}}.bar.late{stroke-width:2}`,
    ...hues.map((hue) => `.${hueClass(hue)}{fill:${hueColours[hue]}}`),
  ].join("");
}
