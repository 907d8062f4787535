/** Placements as charts and tables: pure functions from a problem and its placement to text. Published as `lehr/export`. */

export { chromeTrace } from "./chrome-trace.js";
export { csv } from "./csv.js";
export { type MermaidOptions, mermaidGantt } from "./mermaid-gantt.js";
export { type SvgOptions, svgGantt } from "./svg-gantt.js";
export { type TextGanttOptions, textGantt } from "./text-gantt.js";
