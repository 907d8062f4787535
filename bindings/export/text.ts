/** Texts of unknown origin in a terminal. */

/** Control characters and invisible direction marks, shown instead of obeyed: an id must not move the cursor. */
export function displayable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, "\uFFFD");
}

/** Columns that a displayable text takes: marks none, East Asian characters and emoji two. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) width += characterWidth(character);
  return width;
}

/** The text, cut to at most `width` columns; `…` stands for what is cut off. */
export function truncate(text: string, width: number): string {
  if (displayWidth(text) <= width) return text;
  let kept = "";
  let used = 1;
  for (const character of text) {
    used += characterWidth(character);
    if (used > width) break;
    kept += character;
  }
  return width > 0 ? `${kept}…` : "";
}

/** A name, cut if need be, or nothing when less than two characters of it would be left. */
export function nameThatFits(name: string, width: number): string {
  const whole = displayable(name);
  return width >= 3 || displayWidth(whole) <= width ? truncate(whole, width) : "";
}

/** The text, filled up with spaces to `width` columns. */
export function pad(text: string, width: number, side: "left" | "right" = "left"): string {
  const space = " ".repeat(Math.max(0, width - displayWidth(text)));
  return side === "left" ? text + space : space + text;
}

function characterWidth(character: string): number {
  if (/\p{M}/u.test(character)) return 0;
  return /[\p{Script=Han}\p{Script=Hangul}\p{Script=Hiragana}\p{Script=Katakana}\p{Emoji_Presentation}\uFF01-\uFF60]/u.test(
    character,
  )
    ? 2
    : 1;
}
