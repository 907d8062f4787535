/** Parts of SVG charts. */

import type { Hue } from "./palette.js";
import { displayable } from "./text.js";

/** Pixels of a character, about. */
export const characterWidth = 6.4;

export function hueClass(hue: Hue): string {
  return `hue-${hue}`;
}

export function text(left: number, baseline: number, kind: string, content: string): string {
  if (content === "") return "";
  return `<text class="${kind}" x="${px(left)}" y="${px(baseline)}">${escapeXml(content)}</text>`;
}

export function tooltip(content: string): string {
  return `<title>${escapeXml(content)}</title>`;
}

/** Hundredths of a pixel are fine enough. */
export function px(value: number): number {
  return Number(value.toFixed(2));
}

/** Also what XML cannot contain at all (XML 1.0, section 2.2). */
export function escapeXml(content: string): string {
  return content
    .split("\n")
    .map(displayable)
    .join("\n")
    .replace(/[\uFFFE\uFFFF]/g, "\uFFFD")
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
