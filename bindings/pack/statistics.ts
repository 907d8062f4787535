import type { Packing, PackProblem } from "./model.js";
import { fragmentationOf } from "./statistics/fragmentation.js";
import { gpuStatistics } from "./statistics/gpus.js";
import type { PackingStatistics } from "./statistics/model.js";
import { resourceStatistics } from "./statistics/resources.js";
import { type Plan, planOf } from "./verify/examine.js";
import { statesOf } from "./verify/states.js";

export type * from "./statistics/model.js";

/**
 * How full the bins are, what they cost, and how usable the free GPUs are. Works on anybody's packing, as long as it
 * holds.
 *
 * @throws InvalidProblemError when the problem is invalid, InvalidResultError when the packing does not hold for it.
 */
export function packingStatistics(problem: PackProblem, packing: Packing): PackingStatistics {
  const plan = planOf(problem, packing);
  const { rules, placed, unplaced, copies } = plan;
  const states = statesOf(plan);
  const gpus = gpuStatistics([...rules.items.values()], states);
  return {
    items: { placed: placed.size, unplaced: unplaced.length },
    value: valuesOf(plan),
    bins: {
      used: copies.length,
      total: states.reduce((sum, { copies }) => sum + copies, 0),
      lowerBound: packing.lowerBound,
    },
    cost: copies.reduce((sum, { kind }) => sum + kind.cost, 0),
    fragmentation: fragmentationOf(rules, states),
    resources: resourceStatistics(states),
    ...(gpus && { gpus }),
  };
}

function valuesOf({ rules, placed }: Plan) {
  const value = { placed: 0, unplaced: 0 };
  for (const item of rules.items.values()) value[placed.has(item.id) ? "placed" : "unplaced"] += item.value ?? 1;
  return value;
}
