/**
 * Distributes intervals over lanes so that those in one lane do not overlap: first fit in order of start, which needs as
 * many lanes as there are intervals at one moment. Intervals of no length lie in lane 0 wherever they fall.
 *
 * @param intervals in order of start
 */
export function firstFitLanes(intervals: readonly { start: number; end: number }[]): { lane: number[]; lanes: number } {
  const laneEnds: number[] = [];
  const lane = intervals.map(({ start, end }) => {
    if (end <= start) return 0;
    const free = laneEnds.findIndex((laneEnd) => laneEnd <= start);
    const chosen = free === -1 ? laneEnds.length : free;
    laneEnds[chosen] = end;
    return chosen;
  });
  return { lane, lanes: Math.max(1, laneEnds.length) };
}
