/**
 * The exponent of a power law, by least squares on the logarithms: the slope of the line through (log x, log y).
 *
 * @param points at least two, of different positive x, y positive
 */
export function exponentOf(points: readonly (readonly [x: number, y: number])[]): number {
  const logarithms = points.map(([x, y]) => [Math.log(x), Math.log(y)] as const);
  const mean = (part: 0 | 1) => logarithms.reduce((sum, pair) => sum + pair[part], 0) / logarithms.length;
  const [meanX, meanY] = [mean(0), mean(1)];
  const covariance = logarithms.reduce((sum, [x, y]) => sum + (x - meanX) * (y - meanY), 0);
  const variance = logarithms.reduce((sum, [x]) => sum + (x - meanX) ** 2, 0);
  return covariance / variance;
}
