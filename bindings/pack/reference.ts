/**
 * Packing in plain TypeScript: the twin that the WebAssembly kernel is tested against, and the backend
 * where WebAssembly is not allowed. The heuristics follow the definitions in `options.ts`, and look at every item and bin anew for
 * each choice.
 */
import type { PackKernel } from "./instance.js";
import { packBinByBin } from "./reference/construct/bin-by-bin.js";
import { packItemByItem } from "./reference/construct/item-by-item.js";
import { lanesOf } from "./reference/construct/lanes.js";
import { fewestBins } from "./reference/construct/lower-bounds.js";
import { Packing } from "./reference/construct/packing.js";
import { improvementOf } from "./reference/improve/improvement.js";

export const packReference: PackKernel = {
  construct(instance, combination) {
    const packing = new Packing(instance, lanesOf(instance));
    if ("score" in combination) packBinByBin(packing, combination);
    else packItemByItem(packing, combination);
    return packing.solution();
  },
  improve(instance, start, settings, iterations) {
    const search = improvementOf(instance, start, settings);
    search.step(iterations);
    return search.best();
  },
  search: improvementOf,
  bound: (instance) => fewestBins(instance, lanesOf(instance)),
};
