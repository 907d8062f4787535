import type { Allocation } from "../../pack/memory/model.js";
import { verifyAllocation } from "../../pack/memory/verify.js";
import type { AllocateCase } from "../case.js";
import { type Trial, unlessEqual, unlessSound } from "./trial.js";

export function allocateTrial({ problem, options }: AllocateCase): Trial<Allocation> {
  return {
    call: (lehr) => lehr.allocate(problem, options),
    check(lehr, allocation) {
      const finding =
        unlessSound(verifyAllocation(problem, allocation)) ??
        unlessEqual("repetition", allocation, lehr.allocate(problem, allocation.run));
      if (finding || options.algorithm !== "anneal") return finding;
      const best = lehr.allocate(problem);
      // It ends early where it fits.
      const isWorse = best.status === "complete" ? allocation.status !== "complete" : allocation.height > best.height;
      const message = `anneal is ${allocation.height} high, best ${best.height}`;
      return isWorse ? { property: "improvement", message } : undefined;
    },
  };
}
