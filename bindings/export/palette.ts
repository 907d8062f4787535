/** Six hues that every chart tells things apart by; the last one is for whatever has none of its own. */
export const hues = [0, 1, 2, 3, 4, 5] as const;
export type Hue = (typeof hues)[number];
export const otherHue: Hue = 5;

/** Fill colours, told apart also without red-green vision (after Okabe and Ito 2008), readable under white text. */
export const lightColours: Record<Hue, string> = ["#0b7fab", "#c14a09", "#00795a", "#a0457f", "#7a6000", "#5f6b7a"];

/** The same hues for a dark background, readable under black text. */
export const darkColours: Record<Hue, string> = ["#56b4e9", "#f0905a", "#3fc79f", "#dd93bd", "#d9c24a", "#a7b1bf"];

/** Of the 256-colour palette of terminals, light enough for black text on them. */
export const terminalColours: Record<Hue, number> = [74, 209, 79, 175, 179, 249];

/** For terminals without colours. */
export const shades: Record<Hue, string> = ["░", "█", "▓", "▒", "▚", "▆"];
