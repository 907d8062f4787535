import type { Placement } from "../../place/model.js";
import { contests } from "../../place/options.js";
import { verifyPlacement } from "../../place/verify.js";
import type { PlaceCase } from "../case.js";
import { type Finding, type Trial, unlessEqual, unlessSound } from "./trial.js";

export function placeTrial({ problem, options }: PlaceCase): Trial<Placement> {
  return {
    call: (lehr) => lehr.place(problem, options),
    check(lehr, placement) {
      const prepared = lehr.prepare.place(problem);
      return (
        unlessSound(verifyPlacement(problem, placement)) ??
        unlessEqual("repetition", placement, lehr.place(problem, placement.run)) ??
        unlessEqual("preparation", placement, prepared.run(options).toPlacement()) ??
        unlessEqual("preparation", placement, prepared.run(options).toPlacement()) ??
        unlessBest()
      );

      function unlessBest(): Finding | undefined {
        const { algorithm } = options;
        if (algorithm !== "best" && algorithm !== "duplex") return undefined;
        const better = contests[algorithm].find((name) => {
          return isBetter(lehr.place(problem, { ...options, algorithm: name }), placement);
        });
        return better && { property: "improvement", message: `${algorithm} is worse than ${better}` };
      }
    },
  };
}

/** More tasks placed, or as many in less time. */
function isBetter(a: Placement, b: Placement): boolean {
  const missing = a.unplaced.length - b.unplaced.length;
  return missing < 0 || (missing === 0 && a.makespan < b.makespan);
}
