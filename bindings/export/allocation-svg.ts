/** An allocation as one self-contained SVG: no scripts, no fonts, no links; light and dark by the viewer's preference. */

import type { Allocation, MemoryProblem } from "../pack/memory/model.js";
import { type AllocationChart, allocationChart, type Block } from "./allocation-chart.js";
import { grouped, numberTicks } from "./format.js";
import { checkChartOptions } from "./options.js";
import { darkColours, type Hue, hues, lightColours } from "./palette.js";
import { characterWidth, escapeXml, hueClass, px, text, tooltip } from "./svg.js";
import { nameThatFits } from "./text.js";

/** How a picture of an address space looks. */
export interface AllocationSvgOptions {
  /** @default "Allocation" */
  title?: string;
  /**
   * Pixels, at least 400.
   * @default 1200
   */
  width?: number;
}

/**
 * Addresses upwards, time to the right: a box for each buffer, with a red outline where it ends above the capacity. The
 * dashed line is the capacity; it is left out where it is far above all buffers.
 *
 * @throws InvalidOptionsError for an unknown option or a value that is not allowed
 */
export function allocationSvg(
  problem: MemoryProblem,
  allocation: Allocation,
  options: AllocationSvgOptions = {},
): string {
  checkChartOptions(options, { title: "text", width: "size" });
  const chart = allocationChart(problem, allocation);
  const plot = layOut(chart, Math.max(400, options.width ?? 1200));
  const title = options.title ?? chart.title;
  const height = plot.bottom + 40;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="title desc" width="${plot.width}" height="${height}" viewBox="0 0 ${plot.width} ${height}">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(`Where each buffer lies, and when. ${chart.summary}.`)}</desc>`,
    `<style>${css}</style>`,
    `<rect class="page" width="${plot.width}" height="${height}"/>`,
    text(margin, 30, "heading", title),
    text(margin, 50, "muted", chart.summary),
    ...axes(plot),
    ...chart.blocks.map((block) => drawBlock(block, plot)),
    ...capacityLine(plot),
    "</svg>\n",
  ].join("\n");
}

interface Plot {
  chart: AllocationChart;
  width: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  /** Address at the top. */
  most: number;
}

const margin = 16;
const plotHeight = 480;
const top = 84;

function layOut(chart: AllocationChart, width: number): Plot {
  const { height, capacity } = chart;
  const most = Math.max(1, capacity <= 1.2 * height ? Math.max(height, capacity) : height);
  const left = margin + grouped(Math.max(most, capacity)).length * characterWidth + 12;
  return { chart, width, left, right: width - margin - 24, top, bottom: top + plotHeight, most };
}

function x({ chart: { start, end }, left, right }: Plot, time: number): number {
  return left + (end > start ? (time - start) / (end - start) : 0) * (right - left);
}

function y({ most, bottom }: Plot, address: number): number {
  return bottom - (address / most) * plotHeight;
}

function axes(plot: Plot): string[] {
  const { chart, left, right, bottom, most } = plot;
  const span = chart.end - chart.start;
  const moments = numberTicks(span, Math.floor((right - left) / 90)).map((tick) => chart.start + tick);
  return [
    ...numberTicks(most, 8).map((address) => {
      const at = px(y(plot, address));
      return `<path class="grid" d="M${px(left)} ${at}H${px(right)}"/><text class="address" x="${px(left - 6)}" y="${at + 4}">${grouped(address)}</text>`;
    }),
    ...moments.map((moment) => {
      const at = px(x(plot, moment));
      return `<path class="grid" d="M${at} ${top}V${bottom + 5}"/><text class="tick" x="${at}" y="${bottom + 20}">${grouped(moment)}</text>`;
    }),
  ];
}

function drawBlock(block: Block, plot: Plot): string {
  const { id, size, start, end, offset, hue, isTooHigh } = block;
  const left = x(plot, start);
  const upper = y(plot, offset + size);
  const width = separate(x(plot, end) - left);
  const height = separate(y(plot, offset) - upper);
  const notes = [
    `${grouped(size)} at ${grouped(offset)}, up to ${grouped(offset + size)}`,
    `alive from ${grouped(start)} until ${grouped(end)}`,
  ];
  const name = height < 13 ? "" : nameThatFits(id, Math.floor((width - 8) / characterWidth));
  return [
    `<g>${tooltip([id, ...notes].join("\n"))}`,
    `<rect class="block ${hueClass(hue)}${isTooHigh ? " high" : ""}" x="${px(left)}" y="${px(upper)}" width="${px(width)}" height="${px(height)}"/>`,
    text(left + 4, upper + Math.min(14, height / 2 + 4), "name", name),
    "</g>",
  ].join("");
}

/** A gap tells neighbours of one colour apart, where there is room for it. */
function separate(length: number): number {
  return length > 3 ? length - 1 : length;
}

function capacityLine(plot: Plot): string[] {
  const { chart, left, right, most } = plot;
  if (chart.capacity > most) return [];
  const at = px(y(plot, chart.capacity));
  return [
    `<path class="capacity" d="M${px(left)} ${at}H${px(right)}"/><text class="limit" x="${px(right)}" y="${px(at - 5)}">capacity ${grouped(chart.capacity)}</text>`,
  ];
}

const css = [
  "text{font:12px system-ui,'Segoe UI',Roboto,Helvetica,Arial,sans-serif}",
  ".heading{font-size:18px;font-weight:600}.name{font-size:11px;pointer-events:none}",
  ".tick,.address{font-size:11px}.tick{text-anchor:middle}.address,.limit{text-anchor:end}",
  ".grid{fill:none;stroke-width:1}.capacity{fill:none;stroke-width:1.5;stroke-dasharray:6 3}.high{stroke-width:1.5}",
  theme(
    { page: "#fff", ink: "#1b2530", muted: "#56626f", line: "#e2e7ec", high: "#d0021b", name: "#fff" },
    lightColours,
  ),
  "@media(prefers-color-scheme:dark){",
  theme(
    { page: "#14191f", ink: "#e8edf2", muted: "#9aa7b4", line: "#2b343d", high: "#ff6b6b", name: "#0e1318" },
    darkColours,
  ),
  "}",
].join("");

function theme(colours: Record<string, string>, hueColours: Record<Hue, string>): string {
  const { page, ink, muted, line, high, name } = colours;
  return [
    `.page{fill:${page}}.heading,.limit{fill:${ink}}.muted,.tick,.address{fill:${muted}}.grid{stroke:${line}}`,
    `.name{fill:${name}}.capacity{stroke:${ink}}.high{stroke:${high}}`,
    ...hues.map((hue) => `.${hueClass(hue)}{fill:${hueColours[hue]}}`),
  ].join("");
}
