/** Numbers of the model as short texts for people. */

/** `2d 4h`, `3h 20m`, `12m 5s`, `12.5s`, `350ms`: three significant digits, or two units. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "never";
  if (seconds < 0) return `-${formatDuration(-seconds)}`;
  if (seconds === 0) return "0s";
  if (seconds < 0.9995e-3) return `${significant(seconds * 1e6)}µs`;
  if (seconds < 0.9995) return `${significant(seconds * 1e3)}ms`;
  if (seconds < 59.95) return `${significant(seconds)}s`;
  if (seconds < 3599.5) return twoUnits(Math.round(seconds), 60, "m", "s");
  if (seconds < 172_770) return twoUnits(Math.round(seconds / 60), 60, "h", "m");
  return twoUnits(Math.round(seconds / 3600), 24, "d", "h");
}

/** `1.5TB`, `20GB`, `512MB`. */
export function formatData(gigabytes: number): string {
  const bytes = gigabytes * 1e9;
  for (const [size, unit] of byteUnits) {
    if (bytes >= 0.9995 * size) return `${significant(bytes / size)}${unit}`;
  }
  return bytes === 0 ? "0B" : "<1B";
}

/** `$0.0042`, `$2.50`, `$1,234`. */
export function formatDollars(dollars: number): string {
  if (dollars === 0) return "$0";
  if (dollars < 0.095) return `$${significant(dollars, 2)}`;
  if (dollars < 999.995) return `$${dollars.toFixed(2)}`;
  return `$${grouped(Math.round(dollars))}`;
}

/** A share between 0 and 1 as `37%`. */
export function formatShare(share: number): string {
  return `${Math.round(share * 100)}%`;
}

/** An amount of a resource, to six digits: `0.5`, `16`, `1,048,576`. */
export function formatAmount(amount: number): string {
  return Math.abs(amount) >= 1e6 ? grouped(amount) : String(Number(amount.toPrecision(6)));
}

/** Moments from 0 to at most `end`, a round step apart, at most `most` steps long. */
export function timeTicks(end: number, most: number): number[] {
  return ticks(end, roundStep(end / Math.max(1, most)));
}

/** The same for whole numbers. */
export function numberTicks(end: number, most: number): number[] {
  return ticks(end, Math.max(1, decimalStep(end / Math.max(1, most))));
}

function ticks(end: number, step: number): number[] {
  if (!(end > 0)) return [0];
  return Array.from({ length: Math.floor(end / step + 1e-9) + 1 }, (_, index) => Math.min(end, index * step));
}

/** `12,345`: whole numbers with groups of three digits. */
export function grouped(count: number): string {
  return count.toFixed(0).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** `1 node`, `12,345 nodes`. */
export function counted(count: number, noun: string): string {
  return `${grouped(count)} ${noun}${count === 1 ? "" : "s"}`;
}

const byteUnits: readonly (readonly [number, string])[] = [
  [1e15, "PB"],
  [1e12, "TB"],
  [1e9, "GB"],
  [1e6, "MB"],
  [1e3, "kB"],
  [1, "B"],
];

function significant(value: number, digits = 3): string {
  return value >= 1000 ? grouped(value) : String(Number(value.toPrecision(digits)));
}

function twoUnits(count: number, ratio: number, unit: string, part: string): string {
  const whole = Math.floor(count / ratio);
  const rest = count % ratio;
  return `${grouped(whole)}${unit}${rest > 0 ? ` ${rest}${part}` : ""}`;
}

/** Steps that read well on a clock. */
const clockSteps = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10_800, 21_600, 43_200, 86_400];

function roundStep(least: number): number {
  if (least < 1) return decimalStep(least);
  const clockStep = clockSteps.find((step) => step >= least);
  return clockStep ?? 86_400 * decimalStep(least / 86_400);
}

/** The least of 1, 2 or 5 times a power of ten that is not below `least`. */
function decimalStep(least: number): number {
  const power = Number(`1e${Math.floor(Math.log10(least))}`);
  return power * ([1, 2, 5].find((digit) => power * digit >= least) ?? 10);
}
