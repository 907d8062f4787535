import { Instance } from "../instance";
import { Objective, ObjectiveName, Totals } from "../objective";
import { Worth } from "./terms";

/** Where later criteria decide between equals, all of the later one is worth this share of all of the first. */
const LATENCY_OF_ATTAINED = 0.2;
const COST_OF_ATTAINED = 0.5;
const LATENCY_OF_TARDINESS = 0.02;

/** How an objective reckons promises. */
export function worthBy(objective: Objective): Worth {
  switch (objective.name) {
    case ObjectiveName.MeanLatency:
      return Worth.None;
    case ObjectiveName.WeightedTardiness:
      return Worth.LessTardiness;
    case ObjectiveName.Mix:
      return objective.tardiness > 0 ? Worth.LessTardiness : Worth.None;
    default:
      return Worth.Kept;
  }
}

/**
 * An objective as a weighted sum, by which changes are accepted. The ratio of attainment to latency is linearised at the
 * plan at hand (Dinkelbach 1967): to first order, the sum grows iff the ratio does.
 */
@final
export class Gain {
  /** What a request is worth at the start: the unit of temperatures. */
  unit: f64;
  private attained: f64 = 0;
  private tardiness: f64 = 0;
  private latency: f64 = 0;
  private cost: f64 = 0;
  /** Stands for an attainment of 0. */
  private least: f64;

  constructor(
    private objective: Objective,
    /** Of the plan that changes begin with. */
    start: Totals,
    instance: Instance,
  ) {
    const least = leastPromise(instance);
    this.least = least;
    let whole: f64;
    switch (objective.name) {
      case ObjectiveName.MeanLatency:
        this.latency = 1;
        whole = start.latency;
        break;
      case ObjectiveName.WeightedTardiness:
        this.tardiness = 1;
        this.latency = LATENCY_OF_TARDINESS * share(start.tardiness, start.latency);
        whole = start.tardiness;
        break;
      case ObjectiveName.Mix:
        this.tardiness = objective.tardiness;
        this.latency = objective.latency;
        this.cost = objective.cost;
        whole = objective.tardiness * start.tardiness + objective.latency * start.latency + objective.cost * start.cost;
        break;
      default:
        whole = max(start.attained, least);
        this.attained = 1;
        this.latency = share(whole, start.latency);
        if (objective.name != ObjectiveName.AttainmentPerLatency) this.latency *= LATENCY_OF_ATTAINED;
        if (objective.name == ObjectiveName.Cost) this.cost = COST_OF_ATTAINED * share(whole, start.cost);
    }
    this.unit = whole / <f64>instance.requests;
  }

  /** To the plan at hand. */
  adapt(totals: Totals): void {
    if (this.objective.name != ObjectiveName.AttainmentPerLatency) return;
    this.latency = share(max(totals.attained, this.least), totals.latency);
  }

  /** `worth`: of promises as the objective reckons them. */
  // @ts-ignore: decorator
  @inline
  of(worth: f64, latency: f64, cost: f64): f64 {
    return (this.attained + this.tardiness) * worth - this.latency * latency - this.cost * cost;
  }
}

/** The least weight of a promise; 1 where nothing is promised. */
function leastPromise(instance: Instance): f64 {
  let least = Infinity;
  for (let r = 0; r < instance.requests; r++) if (instance.promised[r] == 1) least = min(least, instance.weight[r]);
  return least < Infinity ? least : 1;
}

function share(part: f64, all: f64): f64 {
  return all > 0 ? part / all : 1;
}
