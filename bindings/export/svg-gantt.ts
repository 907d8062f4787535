/** A Gantt chart as one self-contained SVG: no scripts, no fonts, no links; light and dark by the viewer's preference. */

import type { Placement, PlaceProblem, Transfer } from "../place/model.js";
import { counted, formatData, formatDollars, formatDuration, timeTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { type Bar, horizon, type Row, rows } from "./rows.js";
import { darkColours, lightColours, type StageKey, stageKey, stageKeys, stagesOf } from "./stages.js";
import { displayable, displayWidth, nameThatFits, truncate } from "./text.js";

export interface SvgOptions {
  /** @default "Placement" */
  title?: string;
  /**
   * Pixels, at least 400. The height follows from the nodes and how many tasks each runs at once.
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
  checkChartOptions(options, { title: "text", width: "size" });
  const chart = layout(problem, placement, Math.max(400, options.width ?? 1200));
  const title = options.title ?? "Placement";
  const summary = summarise(placement);
  const width = chart.width;
  const height = chart.bottom + 16;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(`Gantt chart of tasks on nodes. ${summary}.`)}</desc>`,
    `<style>${css}</style>`,
    arrowHead,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text(margin, 30, "heading", title),
    text(margin, 50, "muted", summary),
    ...legend(stagesOf(problem.workflow.tasks)),
    ...axis(chart),
    ...arrows(placement.transfers, chart),
    ...chart.rows.flatMap((row) => drawRow(row, chart)),
    "</svg>\n",
  ].join("\n");
}

interface Chart {
  width: number;
  /** Where time 0 and the end are. */
  left: number;
  right: number;
  top: number;
  bottom: number;
  end: number;
  rows: PlacedRow[];
  /** Vertical middle of each placed task's bar. */
  middle: Map<string, number>;
}

interface PlacedRow extends Row {
  y: number;
  height: number;
}

const margin = 16;
const laneHeight = 22;
const rowPadding = 5;
const characterWidth = 6.4;
const mostArrows = 400;

function layout(problem: PlaceProblem, placement: Placement, width: number): Chart {
  const top = 112;
  const charted = rows(problem, placement);
  const middle = new Map<string, number>();
  let y = top;
  const placedRows = charted.map((row): PlacedRow => {
    const height = row.lanes * laneHeight + 2 * rowPadding;
    for (const { placed, lane } of row.bars) middle.set(placed.task, laneTop({ y }, lane) + laneHeight / 2);
    y += height;
    return { ...row, y: y - height, height };
  });
  const longest = Math.max(0, ...charted.map(({ node }) => displayWidth(node)));
  const left = margin + Math.min(longest * characterWidth + 14, width * 0.22);
  return {
    width,
    left,
    right: width - margin - 24,
    top,
    bottom: y,
    end: horizon(placement),
    rows: placedRows,
    middle,
  };
}

function laneTop(row: { y: number }, lane: number): number {
  return row.y + rowPadding + lane * laneHeight;
}

function x(time: number, { left, right, end }: Chart): number {
  return left + (end > 0 ? time / end : 0) * (right - left);
}

function summarise({ tasks, unplaced, makespan, cost }: Placement): string {
  const parts = [counted(tasks.length, "task"), `makespan ${formatDuration(makespan)}`, `cost ${formatDollars(cost)}`];
  if (unplaced.length > 0) parts.push(`${unplaced.length} not placed`);
  return parts.join(" · ");
}

function legend(keys: readonly StageKey[]): string[] {
  if (keys.every((key) => key === "other")) return [];
  let offset = margin;
  return keys.map((key) => {
    const entry = `<rect class="${key}" x="${px(offset)}" y="63" width="11" height="11" rx="2"/>${text(offset + 16, 73, "label", key)}`;
    offset += 36 + key.length * characterWidth;
    return entry;
  });
}

function axis(chart: Chart): string[] {
  const ticks = timeTicks(chart.end, Math.floor((chart.right - chart.left) / 90));
  return ticks.map((tick) => {
    const at = px(x(tick, chart));
    return `<path class="grid" d="M${at} ${chart.top - 6}V${chart.bottom}"/><text class="tick" x="${at}" y="${chart.top - 12}">${formatDuration(tick)}</text>`;
  });
}

function drawRow(row: PlacedRow, chart: Chart): string[] {
  const labelWidth = Math.floor((chart.left - margin - 8) / characterWidth);
  return [
    `<path class="line" d="M${margin} ${row.y + row.height}H${px(chart.right)}"/>`,
    `<g>${tooltip(row.node)}${text(margin, row.y + row.height / 2 + 4, "label", truncate(displayable(row.node), labelWidth))}</g>`,
    ...row.bars.map((bar) => drawBar(bar, row, chart)),
  ];
}

function drawBar(bar: Bar, row: PlacedRow, chart: Chart): string {
  const { placed, task, lane } = bar;
  const left = x(placed.start, chart);
  const width = Math.max(1, x(placed.end, chart) - left);
  const top = laneTop(row, lane) + 1;
  const height = laneHeight - 2;
  const fits = Math.floor((width - 8) / characterWidth);
  const late = placed.met === false ? " late" : "";
  return [
    `<g>${tooltip(describe(bar))}`,
    `<rect class="bar ${stageKey(task)}${late}" x="${px(left)}" y="${top}" width="${px(width)}" height="${height}" rx="${px(Math.min(3, width / 2))}"/>`,
    text(left + 5, top + 14, "name", nameThatFits(placed.task, fits)),
    deadline(task?.deadline, `deadline${late}`, top, chart),
    "</g>",
  ].join("");
}

function deadline(time: number | undefined, kind: string, top: number, chart: Chart): string {
  if (time === undefined || time > chart.end) return "";
  return `<path class="${kind}" d="M${px(x(time, chart))} ${top - 2}v${laneHeight + 2}"/>`;
}

function describe({ placed, task }: Bar): string {
  const { start, end, met } = placed;
  const lines = [
    placed.task,
    `${formatDuration(start)} to ${formatDuration(end)}, ${formatDuration(end - start)} long`,
  ];
  if (task?.stage) lines.push(task.stage);
  if (task?.deadline !== undefined) {
    lines.push(`deadline ${formatDuration(task.deadline)}${met === undefined ? "" : met ? ", kept" : ", missed"}`);
  }
  return lines.join("\n");
}

function arrows(transfers: readonly Transfer[], chart: Chart): string[] {
  const between = transfers.filter(({ source, target }) => source !== target);
  if (between.length > mostArrows) return [];
  return between.map((transfer) => {
    const { from, to, data, start, end } = transfer;
    const fromMiddle = chart.middle.get(from) ?? chart.top;
    const toMiddle = chart.middle.get(to) ?? chart.top;
    const edge = (Math.sign(toMiddle - fromMiddle) * laneHeight) / 2;
    const words = `${from} → ${to}: ${formatData(data)} in ${formatDuration(end - start)}`;
    const line = `M${px(x(start, chart))} ${fromMiddle + edge}L${px(x(end, chart))} ${toMiddle - edge}`;
    return `<path class="arrow" marker-end="url(#head)" d="${line}">${tooltip(words)}</path>`;
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

function theme(colours: Record<string, string>, stageColours: Record<StageKey, string>): string {
  const { page, ink, muted, line, late, name } = colours;
  return [
    `.page{fill:${page}}.heading,.label{fill:${ink}}.muted,.tick{fill:${muted}}.grid,.line{stroke:${line}}`,
    `.name{fill:${name}}.arrow,.deadline{stroke:${ink}}.head{fill:${ink}}`,
    `.late{stroke:${late}}.bar.late{stroke-width:2}`,
    ...stageKeys.map((key) => `.${key}{fill:${stageColours[key]}}`),
  ].join("");
}

function text(left: number, baseline: number, kind: string, content: string): string {
  if (content === "") return "";
  return `<text class="${kind}" x="${px(left)}" y="${px(baseline)}">${escapeXml(content)}</text>`;
}

function tooltip(content: string): string {
  return `<title>${escapeXml(content)}</title>`;
}

/** Hundredths of a pixel are fine enough. */
function px(value: number): number {
  return Number(value.toFixed(2));
}

/** Also what XML cannot contain at all (XML 1.0, section 2.2). */
function escapeXml(content: string): string {
  return content
    .split("\n")
    .map(displayable)
    .join("\n")
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
