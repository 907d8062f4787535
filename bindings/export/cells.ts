import { type Hue, terminalColours } from "./palette.js";

/** A column of a chart in a terminal. */
export interface Cell {
  character: string;
  /** Undefined where there is nothing. */
  hue?: Hue;
}

/** One escape sequence for each run of the same colour. */
export function paint(cells: readonly Cell[], colour: boolean): string {
  let line = "";
  let current: Hue | undefined;
  for (const { character, hue } of cells) {
    if (colour && hue !== current) {
      line += hue === undefined ? "\u001B[0m" : `\u001B[0;38;5;16;48;5;${terminalColours[hue]}m`;
    }
    current = hue;
    line += character;
  }
  return colour && current !== undefined ? `${line}\u001B[0m` : line;
}
