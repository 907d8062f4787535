/**
 * Seconds by which a time may be off: 1e-9 of what has passed since `origin`, the earliest moment at which anything can
 * start, and 4 units in the last place of the number itself, which matters for times such as seconds since 1970. Each
 * time has its own, so that a request far away does not make the overlap of others look small.
 */
export function timeTolerance(time: number, origin: number): number {
  return 1e-9 * Math.abs(time - origin) + 2 ** -50 * Math.abs(time);
}

/** Whether two amounts differ by more than the tolerance. Amounts that numbers cannot hold differ from all others. */
export function differ(a: number, b: number, tolerance: number): boolean {
  return !(Math.abs(a - b) <= tolerance && tolerance < Number.POSITIVE_INFINITY);
}
