/** What is sought, numbered as in `bindings/sequence/options.ts`; the last is a weighted sum. */
export const enum ObjectiveName {
  AttainmentPerLatency,
  Attainment,
  WeightedTardiness,
  MeanLatency,
  Cost,
  Mix,
}

/** What a plan amounts to. Every number is an exact sum but the cost. */
@final
export class Totals {
  /** Σ weight of the requests whose promise is kept. */
  attained: f64 = 0;
  /** Σ end − arrival, seconds. */
  latency: f64 = 0;
  /** Σ weight · seconds by which the promised moment is missed. */
  tardiness: f64 = 0;
  cost: f64 = 0;

  copy(from: Totals): void {
    this.attained = from.attained;
    this.latency = from.latency;
    this.tardiness = from.tardiness;
    this.cost = from.cost;
  }
}

@final
export class Objective {
  constructor(
    public name: ObjectiveName,
    /** Weights of the mix; 0 for the others. */
    public tardiness: f64,
    public latency: f64,
    public cost: f64,
  ) {}

  /** Whether costs decide anything. */
  get looksAtCost(): bool {
    return this.name == ObjectiveName.Cost || (this.name == ObjectiveName.Mix && this.cost > 0);
  }

  /** Whether plan a is better than plan b; later criteria decide between equals. */
  isBetter(a: Totals, b: Totals): bool {
    switch (this.name) {
      case ObjectiveName.AttainmentPerLatency: {
        const ratioOfA = ratio(a);
        const ratioOfB = ratio(b);
        if (ratioOfA != ratioOfB) return ratioOfA > ratioOfB;
        break;
      }
      case ObjectiveName.Attainment:
        if (a.attained != b.attained) return a.attained > b.attained;
        break;
      case ObjectiveName.WeightedTardiness:
        if (a.tardiness != b.tardiness) return a.tardiness < b.tardiness;
        break;
      case ObjectiveName.Cost:
        if (a.attained != b.attained) return a.attained > b.attained;
        if (a.cost != b.cost) return a.cost < b.cost;
        break;
      case ObjectiveName.Mix:
        return this.mixed(a) < this.mixed(b);
      default:
    }
    return a.latency < b.latency;
  }

  private mixed(totals: Totals): f64 {
    return this.tardiness * totals.tardiness + this.latency * totals.latency + this.cost * totals.cost;
  }
}

/** Without requests there is no latency. */
// @ts-ignore: decorator
@inline
function ratio(totals: Totals): f64 {
  return totals.latency > 0 ? totals.attained / totals.latency : 0;
}
