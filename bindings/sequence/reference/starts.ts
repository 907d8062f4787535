import type { EncodedObjective, SequenceInstance } from "../instance.js";
import type { SequenceRule } from "../options.js";
import { dispatch } from "./dispatch.js";
import { type Assignment, type Evaluation, evaluate } from "./evaluate.js";
import { isBetter } from "./objective.js";

/** The best of the plans considered; of equals, the first. */
export class BestPlan {
  #best: { assignment: Assignment; evaluation: Evaluation } | undefined;

  constructor(
    readonly instance: SequenceInstance,
    readonly objective: EncodedObjective,
  ) {}

  get assignment(): Assignment {
    return this.#best!.assignment;
  }

  consider(assignment: Assignment): void {
    if (!this.isBeatenBy(assignment)) return;
    this.#best = { assignment, evaluation: evaluate(this.instance, assignment) };
  }

  isBeatenBy(assignment: Assignment): boolean {
    if (this.#best === undefined) return true;
    return isBetter(this.objective, evaluate(this.instance, assignment), this.#best.evaluation);
  }
}

/** Rules whose plans the search for an objective starts from. */
export function startingRules({ weight }: SequenceInstance, { name }: EncodedObjective): SequenceRule[] {
  const shortest = weight.some((each) => each !== weight[0]) ? "weighted-sjf" : "sjf";
  switch (name) {
    case "attainment-per-latency":
      return [shortest];
    case "attainment":
    case "cost":
      return [shortest, "moore-hodgson"];
    case "mean-latency":
      return ["sjf"];
    default:
      return [shortest, "edf"];
  }
}

/** The plan of a rule that needs no settings. */
export function planByRule(instance: SequenceInstance, rule: SequenceRule): Assignment {
  return dispatch(instance, { rule, ageing: 0, starvation: { threshold: 1, quantum: 1 } });
}
