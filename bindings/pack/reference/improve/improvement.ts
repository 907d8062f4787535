import type { ImproveSettings, PackInstance, PackSearch, PackSolution } from "../../instance.js";
import { packBinByBin } from "../construct/bin-by-bin.js";
import { lanesOf, range } from "../construct/lanes.js";
import { fewestBins, martelloTothBound } from "../construct/lower-bounds.js";
import { Packing } from "../construct/packing.js";
import { Annealing } from "./annealing.js";
import { ConsistentSearch } from "./consistent-search.js";
import { EjectionSearch } from "./ejection-search.js";
import { minimumBinSlack } from "./minimum-bin-slack.js";

/** A better packing than a given one, as `assembly/pack/improve/improvement.ts` describes it. */
export function improvementOf(instance: PackInstance, start: PackSolution, settings: ImproveSettings): PackSearch {
  if (instance.items === 0) return finished(start);
  const countsBins = settings.objective === "bins" || settings.objective === "cost";
  if (!countsBins || !isPlain(instance, start)) return annealed(instance, start, settings);
  const lanes = neededLanes(instance);
  return lanes.length === 1 ? searchSizes(instance, lanes[0]!, start, settings) : ejected(instance, start, settings);
}

function finished(packing: PackSolution): PackSearch {
  return { step: () => false, iterations: 0, best: () => packing };
}

/** Whether all items are placed, bins are equal, and only amounts matter. */
function isPlain(instance: PackInstance, { bin }: PackSolution): boolean {
  const { kinds, groups, separate, gpuCount, gpuShare } = instance;
  const nothing = (values: Int32Array, value: number) => values.every((other) => other === value);
  const plainItems = nothing(separate, -1) && nothing(gpuCount, 0) && nothing(gpuShare, 0) && !bin.includes(-1);
  return kinds === 1 && groups === 0 && plainItems && neededLanes(instance).length > 0;
}

function neededLanes({ items, resources, demand }: PackInstance): number[] {
  return range(resources).filter((lane) => range(items).some((item) => demand[item * resources + lane]! > 0));
}

function searchSizes(
  { items, resources, demand, free }: PackInstance,
  lane: number,
  start: PackSolution,
  { seed, schedule }: ImproveSettings,
): PackSearch {
  const sizeOf = (item: number) => demand[item * resources + lane]!;
  const sized = range(items)
    .filter((item) => sizeOf(item) > 0)
    .sort((a, b) => sizeOf(b) - sizeOf(a) || a - b);
  const sizes = sized.map(sizeOf);
  const given = numbered(sized.map((item) => start.bin[item]!));
  const own = minimumBinSlack(sizes, free[lane]!);
  const better = countBins(given) < countBins(own) ? given : own;
  const search = new ConsistentSearch(sizes, free[lane]!, better, martelloTothBound(sizes, free[lane]!), seed);
  return limited(search, schedule, () => {
    const bin = new Int32Array(items);
    sized.forEach((item, k) => {
      bin[item] = search.best[k]!;
    });
    return { bin, gpus: new Int32Array(items) };
  });
}

function ejected(instance: PackInstance, start: PackSolution, { seed, schedule }: ImproveSettings): PackSearch {
  const { items, resources, demand, free } = instance;
  const lanes = lanesOf(instance);
  const packing = new Packing(instance, lanes);
  packBinByBin(packing, { score: "dot-product", weights: "average", bins: "input" });
  const own = [...packing.solution().bin];
  const given = numbered([...start.bin]);
  const isBetter = !own.includes(-1) && countBins(own) <= countBins(given);
  const rows = range(items).map((item) => [...demand.subarray(item * resources, (item + 1) * resources)]);
  const better = isBetter ? numbered(own) : given;
  const search = new EjectionSearch(rows, [...free], better, fewestBins(instance, lanes), seed);
  return limited(search, schedule, () => ({ bin: Int32Array.from(search.best), gpus: new Int32Array(items) }));
}

/** Numbers the bins in use from 0, in the order of bins. */
function numbered(bin: readonly number[]): number[] {
  const used = [...new Set(bin)].sort((a, b) => a - b);
  return bin.map((b) => used.indexOf(b));
}

function countBins(bin: readonly number[]): number {
  return new Set(bin).size;
}

function annealed(
  instance: PackInstance,
  { bin, gpus }: PackSolution,
  { objective, seed, schedule }: ImproveSettings,
): PackSearch {
  const search = new Annealing(instance, objective, { bin: [...bin], gpus: [...gpus] }, seed, schedule);
  return limited(search, schedule, () => ({ bin: Int32Array.from(search.bin), gpus: Int32Array.from(search.gpus) }));
}

/** The search up to its schedule. */
function limited(
  search: { step(iterations: number): boolean; readonly iterations: number },
  schedule: number,
  best: () => PackSolution,
): PackSearch {
  return {
    step(iterations) {
      const goesOn = search.step(Math.min(iterations, schedule - search.iterations));
      return goesOn && search.iterations < schedule;
    },
    get iterations() {
      return search.iterations;
    },
    best,
  };
}
