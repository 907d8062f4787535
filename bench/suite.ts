import type { Figure } from "./report/figures.js";
import type { Section } from "./report/markdown.js";

/** One benchmark: what it measures, and what is shown of it. */
export interface Suite {
  measure(options: MeasureOptions): Promise<Figure[]>;
  /** Parts of the report, from the figures alone. */
  sections(figures: readonly Figure[]): Section[];
  /** Charts as SVG, by file name. */
  charts?(figures: readonly Figure[]): Record<string, string>;
}

export interface MeasureOptions {
  /** Fewer and smaller problems, less time for each. */
  quick: boolean;
  /** Takes what is worth knowing while it runs. */
  note(line: string): void;
}
