/** A packing as one self-contained SVG: no scripts, no fonts, no links; light and dark by the viewer's preference. */

import type { Packing, PackProblem } from "../pack/model.js";
import { formatShare } from "./format.js";
import { checkChartOptions } from "./options.js";
import { type Gauge, type GaugePart, type PackRow, packChart } from "./pack-chart.js";
import { darkColours, type Hue, hues, lightColours } from "./palette.js";
import { characterWidth, escapeXml, hueClass, px, text, tooltip } from "./svg.js";
import { displayable, displayWidth, nameThatFits, truncate } from "./text.js";

/** How a picture of bins looks. */
export interface PackSvgOptions {
  /** @default "Packing" */
  title?: string;
  /**
   * Pixels, at least 400. The height follows from the copies that are used.
   * @default 1200
   */
  width?: number;
}

/**
 * One row for each used copy: bars of its resources, and below them its GPUs one by one. Within a row an item has the
 * same colour in all bars; what the copy already held is grey; what is free is empty.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function packSvg(problem: PackProblem, packing: Packing, options: PackSvgOptions = {}): string {
  checkChartOptions(options, { title: "text", width: "size" });
  const chart = packChart(problem, packing);
  const { rows, height, left, width } = layOut(chart.rows, Math.max(400, options.width ?? 1200));
  const title = options.title ?? chart.title;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(`What each used bin holds. ${chart.summary}.`)}</desc>`,
    `<style>${css}</style>`,
    `<rect class="page" width="${width}" height="${height}"/>`,
    text(margin, 30, "heading", title),
    text(margin, 50, "muted", chart.summary),
    ...rows.map((row) => drawRow(row, left, width)),
    "</svg>\n",
  ].join("\n");
}

interface PlacedRow {
  row: PackRow;
  y: number;
  height: number;
  gauges: PlacedGauge[];
}

interface PlacedGauge {
  gauge: Gauge;
  /** Of the bar, to the right of its label. */
  x: number;
  y: number;
  width: number;
  label: string;
  labelX: number;
}

const margin = 16;
const top = 72;
const barHeight = 20;
const lineHeight = 26;
const rowPadding = 6;
const gap = 12;
/** Bars on a line, at most. */
const mostResources = 3;
const mostDevices = 8;

function layOut(rows: readonly PackRow[], width: number) {
  const longest = rows.reduce((longest, { name }) => Math.max(longest, displayWidth(displayable(name))), 0);
  const left = margin + Math.min(longest * characterWidth + 14, width * 0.22);
  let y = top;
  const placed = rows.map((row): PlacedRow => {
    const first = y + rowPadding;
    const resources = placeGauges(row.resources, mostResources, first, left, width, ({ name, used }) => {
      return `${displayable(name)} ${formatShare(used)}`;
    });
    const second = first + Math.ceil(row.resources.length / mostResources) * lineHeight;
    const gpus = placeGauges(row.gpus, mostDevices, second, left, width, ({ name }) => name);
    const end = second + Math.ceil(row.gpus.length / mostDevices) * lineHeight;
    const height = Math.max(end, first + lineHeight) + rowPadding - y;
    y += height;
    return { row, y: y - height, height, gauges: [...resources, ...gpus] };
  });
  return { rows: placed, left, width, height: y + margin };
}

/** Side by side, `most` on a line, all of one width. */
function placeGauges(
  gauges: readonly Gauge[],
  most: number,
  top: number,
  left: number,
  width: number,
  labelOf: (gauge: Gauge) => string,
): PlacedGauge[] {
  const share = (width - margin - left) / Math.min(most, Math.max(1, gauges.length));
  const labels = gauges.map((gauge) => truncate(labelOf(gauge), Math.floor(share / 2 / characterWidth)));
  const labelWidth = labels.reduce((widest, label) => Math.max(widest, displayWidth(label)), 0) * characterWidth + 8;
  return gauges.map((gauge, index) => {
    const labelX = left + (index % most) * share;
    return {
      gauge,
      label: labels[index]!,
      labelX,
      x: labelX + labelWidth,
      y: top + Math.floor(index / most) * lineHeight,
      width: Math.max(1, share - labelWidth - gap),
    };
  });
}

function drawRow({ row, y, height, gauges }: PlacedRow, left: number, width: number): string {
  const labelWidth = Math.floor((left - margin - 8) / characterWidth);
  const name = truncate(displayable(row.name), labelWidth);
  const model = truncate(displayable(row.model ?? ""), labelWidth);
  return [
    `<g>${tooltip([row.name, row.model].filter((line) => line !== undefined).join("\n"))}`,
    text(margin, y + rowPadding + 14, "label", name),
    // Where there is one line only, the name has it.
    height > 2 * rowPadding + lineHeight ? text(margin, y + rowPadding + 14 + lineHeight, "muted", model) : "",
    "</g>",
    ...gauges.map(drawGauge),
    `<path class="line" d="M${margin} ${px(y + height)}H${px(width - margin)}"/>`,
  ].join("");
}

function drawGauge({ gauge, x, y, width, label, labelX }: PlacedGauge): string {
  let held = 0;
  // What somebody overfilled shrinks to the bar.
  const scale = width / Math.max(1, gauge.used);
  const parts = gauge.parts.map((part) => {
    const drawn = drawPart(part, x + held * scale, y, part.share * scale);
    held += part.share;
    return drawn;
  });
  return [
    text(labelX, y + 14, "muted", label),
    `<rect class="free" x="${px(x)}" y="${y}" width="${px(width)}" height="${barHeight}" rx="3"/>`,
    ...parts,
  ].join("");
}

function drawPart({ name, hue, note, isLoad }: GaugePart, x: number, y: number, width: number): string {
  // A gap tells neighbours of one colour apart, where there is room for it.
  const drawn = width > 3 ? width - 1 : width;
  return [
    `<g>${tooltip(`${isLoad ? "already there" : name}\n${note}`)}`,
    `<rect class="part ${hueClass(hue)}" x="${px(x)}" y="${y}" width="${px(drawn)}" height="${barHeight}" rx="${px(Math.min(3, drawn / 2))}"/>`,
    text(x + 4, y + 14, "name", nameThatFits(name, Math.floor((width - 8) / characterWidth))),
    "</g>",
  ].join("");
}

const css = [
  "text{font:12px system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}",
  ".heading{font-size:18px;font-weight:600}.name{font-size:11px;pointer-events:none}",
  ".line{stroke-width:1}.free{fill:none;stroke-width:1}",
  theme(
    { page: "#fff", ink: "#1b2530", muted: "#56626f", line: "#e2e7ec", free: "#aab4be", name: "#fff" },
    lightColours,
  ),
  "@media(prefers-color-scheme:dark){",
  theme(
    { page: "#14191f", ink: "#e8edf2", muted: "#9aa7b4", line: "#2b343d", free: "#4d5965", name: "#0e1318" },
    darkColours,
  ),
  "}",
].join("");

function theme(colours: Record<string, string>, hueColours: Record<Hue, string>): string {
  const { page, ink, muted, line, free, name } = colours;
  return [
    `.page{fill:${page}}.heading,.label{fill:${ink}}.muted{fill:${muted}}.line{stroke:${line}}`,
    `.free{stroke:${free}}.name{fill:${name}}`,
    ...hues.map((hue) => `.${hueClass(hue)}{fill:${hueColours[hue]}}`),
  ].join("");
}
