/** Results as charts and tables: pure functions from a problem and its result to text. Published as `lehr/export`. */

export { allocationCsv } from "./allocation-rows.js";
export { type AllocationSvgOptions, allocationSvg } from "./allocation-svg.js";
export { type AllocationTextOptions, allocationText } from "./allocation-text.js";
export { chromeTrace } from "./chrome-trace.js";
export { csv, sequenceCsv } from "./csv.js";
export { type MermaidOptions, mermaidGantt } from "./mermaid-gantt.js";
export { packCsv } from "./pack-rows.js";
export { type PackSvgOptions, packSvg } from "./pack-svg.js";
export { type PackTextOptions, packText } from "./pack-text.js";
export { sequenceChromeTrace } from "./sequence-trace.js";
export { type SvgOptions, sequenceSvgGantt, svgGantt } from "./svg-gantt.js";
export { sequenceTextGantt, type TextGanttOptions, textGantt } from "./text-gantt.js";
