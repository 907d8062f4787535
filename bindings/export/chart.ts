import type { Hue } from "./palette.js";

/** What charts of all verbs are drawn from: rows of bars over time. */
export interface Chart {
  title: string;
  /** The answer in a line. */
  summary: string;
  /** What rows and bars stand for, such as `node` and `task`. */
  nouns: { row: string; bar: string };
  rows: ChartRow[];
  /** The moment at which the chart ends. */
  end: number;
  /** What the hues mean. */
  legend: readonly LegendEntry[];
  arrows: readonly ChartArrow[];
}

export interface ChartRow {
  name: string;
  /** How many bars lie side by side at most; at least 1. */
  lanes: number;
  /** In order of start. Bars in one lane of a row do not overlap (see `firstFitLanes`). */
  bars: ChartBar[];
}

export interface ChartBar {
  name: string;
  start: number;
  end: number;
  lane: number;
  hue: Hue;
  /** A deadline or promise is missed. */
  late: boolean;
  /** When the bar should have ended. */
  deadline?: number;
  /** What else there is to say, a line each. */
  notes: string[];
}

export interface LegendEntry {
  name: string;
  hue: Hue;
}

/** From one bar to another, by their names, from when something leaves to when it arrives. */
export interface ChartArrow {
  from: string;
  to: string;
  start: number;
  end: number;
  note: string;
}
