/**
 * `npm run bench -- scale`: how time and memory grow with tasks, nodes, requests and items. The time is that of a prepared
 * run and of a whole call, the memory that of the kernel's arena in a prepared run.
 */
import { readKernels } from "./place/start-up.js";
import { type Figure, statisticsOf } from "./report/figures.js";
import { type Curve, curves } from "./scale/curves.js";
import { type MeteredLehr, meteredLehr } from "./scale/metered.js";
import { scaleCharts, scaleSections } from "./scale/sections.js";
import type { MeasureOptions, Suite } from "./suite.js";

export const scaleSuite: Suite = { measure: measureScale, sections: scaleSections, charts: scaleCharts };

const seeds = [1, 2, 3];

async function measureScale({ quick, note }: MeasureOptions): Promise<Figure[]> {
  const lehr = meteredLehr(new WebAssembly.Module(readKernels()));
  return curves.flatMap((curve) => {
    note(`scale: ${curve.name}`);
    // A quick run leaves the first of each decade, and its last.
    const sizes = quick ? curve.sizes.filter((size, k) => k % 3 === 0 || size === curve.sizes.at(-1)) : curve.sizes;
    warmUp(curve, lehr);
    return sizes.flatMap((size) => figuresAt(curve, size, lehr, quick ? 40 : 300));
  });
}

function figuresAt({ name, axis, solve }: Curve, size: number, lehr: MeteredLehr, milliseconds: number): Figure[] {
  const solutions = seeds.map((seed) => solve(lehr, size, seed));
  const bytes = solutions.map(({ prepared }) => {
    prepared();
    return lehr.arenaBytes();
  });
  const of = { suite: "scale", row: name, size, watched: true };
  const times = (["prepared", "whole"] as const).map((call) => {
    const samples = timesOf(
      solutions.map((solution) => solution[call]),
      milliseconds,
    );
    return { ...of, topic: `time, ${call}`, column: `${size} ${axis}`, unit: "ms", ...statisticsOf(samples) };
  });
  return [...times, { ...of, topic: "memory", column: `${size} ${axis}`, unit: "bytes", ...statisticsOf(bytes) }];
}

/** Until the engine has compiled what all sizes run through. */
function warmUp({ sizes, solve }: Curve, lehr: MeteredLehr): void {
  for (const call of ["prepared", "whole"] as const) timesOf([solve(lehr, sizes[0]!, 0)[call]], 200);
}

/** Milliseconds of one call; a sample is as many rounds over the problems as take a millisecond. */
function timesOf(calls: readonly (() => unknown)[], milliseconds: number): number[] {
  const timed = (rounds: number) => {
    const begin = performance.now();
    for (let round = 0; round < rounds; round++) for (const call of calls) call();
    return performance.now() - begin;
  };
  let rounds = 1;
  while (timed(rounds) < 1) rounds *= 2;
  const samples: number[] = [];
  const end = performance.now() + milliseconds;
  while (samples.length < 3 || performance.now() < end) samples.push(timed(rounds) / rounds / calls.length);
  return samples;
}
