/**
 * `npm run bench -- instructions`: how many WebAssembly instructions the kernels run. The same on every machine, whatever
 * else it does; what an instruction costs is not.
 */
import { instructionSections } from "./instructions/sections.js";
import { readKernels } from "./place/start-up.js";
import { type Figure, statisticsOf } from "./report/figures.js";
import { curves, middle } from "./scale/curves.js";
import { meteredLehr } from "./scale/metered.js";
import type { MeasureOptions, Suite } from "./suite.js";

export const instructionSuite: Suite = { measure: measureInstructions, sections: instructionSections };

const seeds = [1, 2, 3];

async function measureInstructions({ note }: MeasureOptions): Promise<Figure[]> {
  note("instructions: building kernels that count");
  // Takes a compiler's weight of code, which those who only read figures do without.
  const { countingKernels } = await import("./instructions/counting.js");
  const lehr = meteredLehr(new WebAssembly.Module(countingKernels(readKernels())));
  return curves.map(({ name, axis, solve }): Figure => {
    const size = middle[axis];
    const counts = seeds.map((seed) => {
      const { prepared } = solve(lehr, size, seed);
      const before = lehr.executed();
      prepared();
      return lehr.executed() - before;
    });
    const row = `${name}: ${size} ${axis}`;
    const of = { suite: "instructions", topic: "executed", row, column: "instructions", size, watched: true };
    return { ...of, unit: "instructions", ...statisticsOf(counts) };
  });
}
