/** `npm run bench -- place`: the HEFT kernel against its rivals, what the bindings add, start-up time and size. */
import { compileHeft } from "./limit/native.js";
import { type Effort, measure } from "./measure.js";
import { contestantsFor } from "./place/contestants.js";
import { isOurs } from "./place/names.js";
import { rowsOf } from "./place/rows.js";
import { placeSections } from "./place/sections.js";
import { readKernels, sizesOf, startUp } from "./place/start-up.js";
import { type Figure, statisticsOf } from "./report/figures.js";
import type { MeasureOptions, Suite } from "./suite.js";

export const placeSuite: Suite = { measure: measurePlace, sections: placeSections };

async function measurePlace({ quick, note }: MeasureOptions): Promise<Figure[]> {
  const effort: Effort = quick ? { rounds: 2, milliseconds: 60 } : { rounds: 5, milliseconds: 250 };
  const bytes = readKernels();
  const c = compileHeft("-O3");
  const cNative = compileHeft("-O3", "-march=native");
  if (!c) note("There is no C compiler: the C columns are skipped.");
  const rivals = { module: new WebAssembly.Module(bytes), c, cNative };

  const figures: Figure[] = [];
  for (const row of rowsOf(quick)) {
    const samples = await measure(row.name, contestantsFor(row, rivals), effort);
    for (const [column, times] of samples) {
      const name = { suite: "place", topic: "time", row: row.name, column, unit: "ms", size: row.tasks };
      const watched = isOurs(column);
      figures.push({ ...name, watched, ...statisticsOf(times) });
    }
  }
  c?.dispose();
  cNative?.dispose();

  for (const [row, times] of Object.entries(startUp(quick ? 5 : 20))) {
    figures.push({ suite: "place", topic: "start-up", row, column: "fresh process", unit: "ms", ...times });
  }
  for (const [row, size] of Object.entries(sizesOf(bytes))) {
    const name = { suite: "place", topic: "size", row, column: "size", unit: "bytes" };
    figures.push({ ...name, watched: true, ...statisticsOf([size]) });
  }
  return figures;
}
