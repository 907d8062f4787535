/** Of the samples of one contestant, in the unit of the samples. */
export interface Statistics {
  minimum: number;
  median: number;
  mean: number;
  /** The middle four fifths of the samples lie between these. */
  p10: number;
  p90: number;
  samples: number;
}

export function statisticsOf(samples: readonly number[]): Statistics {
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (fraction: number) => sorted[Math.round(fraction * (sorted.length - 1))]!;
  const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
  return { minimum: at(0), median: at(0.5), mean, p10: at(0.1), p90: at(0.9), samples: sorted.length };
}
