import { Dispatch } from "./dispatch/dispatch";
import { Evaluator } from "./evaluate";
import { Instance } from "./instance";
import { Objective, ObjectiveName, Totals } from "./objective";
import { candidatesOf, RuleSettings } from "./dispatch/rule-candidates";
import { Rule } from "./dispatch/rules";

/** The best of the plans considered; of equals, the first. */
@final
export class BestPlan {
  server: StaticArray<i32>;
  batch: StaticArray<i32>;
  totals: Totals = new Totals();
  private isEmpty: bool = true;
  private start: StaticArray<f64>;
  private considered: Totals = new Totals();

  constructor(
    instance: Instance,
    private objective: Objective,
    private evaluator: Evaluator,
  ) {
    this.server = new StaticArray<i32>(instance.requests);
    this.batch = new StaticArray<i32>(instance.requests);
    this.start = new StaticArray<f64>(instance.requests);
  }

  consider(server: StaticArray<i32>, batch: StaticArray<i32>): void {
    if (!this.isBeatenBy(server, batch)) return;
    this.isEmpty = false;
    this.totals.copy(this.considered);
    copy(server, this.server);
    copy(batch, this.batch);
  }

  isBeatenBy(server: StaticArray<i32>, batch: StaticArray<i32>): bool {
    this.evaluator.evaluate(server, batch, this.start, this.considered);
    return this.isEmpty || this.objective.isBetter(this.considered, this.totals);
  }
}

/** Rules whose plans the search for an objective starts from. */
export function startingRules(instance: Instance, objective: ObjectiveName): StaticArray<Rule> {
  const shortest = hasWeights(instance) ? Rule.WeightedShortestFirst : Rule.ShortestFirst;
  switch (objective) {
    case ObjectiveName.AttainmentPerLatency:
      return [shortest];
    case ObjectiveName.Attainment:
    case ObjectiveName.Cost:
      return [shortest, Rule.MooreHodgson];
    case ObjectiveName.MeanLatency:
      return [Rule.ShortestFirst];
    default:
      return [shortest, Rule.EarliestDeadline];
  }
}

function hasWeights(instance: Instance): bool {
  for (let r = 1; r < instance.requests; r++) if (instance.weight[r] != instance.weight[0]) return true;
  return false;
}

/** Writes the plan of a rule that needs no settings. */
export function planByRule(instance: Instance, rule: Rule, server: StaticArray<i32>, batch: StaticArray<i32>): void {
  const none = new StaticArray<f64>(0);
  const noIntegers = new StaticArray<i32>(0);
  const settings = new RuleSettings(0, 0, 0, none, noIntegers, none, noIntegers);
  const start = new StaticArray<f64>(instance.requests);
  new Dispatch(instance, candidatesOf(instance, rule, settings), server, batch, start).run();
}

export function copy(from: StaticArray<i32>, to: StaticArray<i32>): void {
  for (let i = 0; i < from.length; i++) to[i] = from[i];
}
