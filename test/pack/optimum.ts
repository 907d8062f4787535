import type { PackInstance } from "../../bindings/pack/instance.js";
import { lanesOf } from "../../bindings/pack/reference/construct/lanes.js";
import { Packing } from "../../bindings/pack/reference/construct/packing.js";

/** Fewest bins that hold all items, gangs aside, by trying everything; Infinity if nothing holds them all. */
export function optimum(instance: PackInstance): number {
  const packing = new Packing(instance, lanesOf(instance));
  let fewest = Infinity;
  const visit = (item: number): void => {
    if (packing.opened.length >= fewest) return;
    if (item === instance.items) {
      fewest = packing.opened.length;
      return;
    }
    const triedKinds = new Set<number>();
    for (let bin = 0; bin < instance.bins; bin++) {
      const isOpen = packing.isOpen(bin);
      // Unopened copies of a kind are alike.
      if (!isOpen && triedKinds.has(instance.kind[bin]!)) continue;
      if (!isOpen) triedKinds.add(instance.kind[bin]!);
      if (!packing.fits(item, bin)) continue;
      packing.place(item, bin);
      visit(item + 1);
      packing.remove(item);
    }
  };
  visit(0);
  return fewest;
}
