/** Amounts may be off by this much of a capacity or of themselves. */
export const tolerance = 1e-9;
/** A sum that exceeds a capacity by this much of it may do so by rounding alone, as 0.4 + 0.2 exceed 0.6. */
export const rounding = 2 ** -48;

export function differ(a: number, b: number): boolean {
  return Math.abs(a - b) > tolerance * Math.abs(b);
}
