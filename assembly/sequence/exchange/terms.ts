import { Instance } from "../instance";

/** What the promises of a plan are reckoned by. */
export const enum Worth {
  /** Not at all. */
  None,
  /** Σ weight of those that are kept. */
  Kept,
  /** −Σ weight · tardiness. */
  LessTardiness,
}

/** How long a request takes and when it must start, by server and size of the batch. */
@final
export class Terms {
  tardy: bool;
  /** [requests] What its promise weighs. */
  weight: StaticArray<f64>;
  /** [servers × requests] Latest start that keeps the promise in a batch of size 0; Infinity where nothing breaks it. */
  private latestAlone: StaticArray<f64>;

  constructor(
    private instance: Instance,
    worth: Worth,
  ) {
    const requests = instance.requests;
    const weight = new StaticArray<f64>(requests);
    const latestAlone = new StaticArray<f64>(instance.servers * requests);
    for (let r = 0; r < requests; r++) {
      const counts = instance.promised[r] == 1 && worth != Worth.None;
      weight[r] = counts ? instance.weight[r] : 0;
      for (let at = r, end = latestAlone.length; at < end; at += requests) {
        latestAlone[at] = counts ? instance.deadline[r] - instance.promiseBase[at] : Infinity;
      }
    }
    this.tardy = worth == Worth.LessTardiness;
    this.weight = weight;
    this.latestAlone = latestAlone;
  }

  /** Seconds; `row`: where the server's rows begin. */
  // @ts-ignore: decorator
  @inline
  execution(row: i32, r: i32, size: f64): f64 {
    return this.instance.base[row + r] + size * this.instance.perRequest[row + r];
  }

  // @ts-ignore: decorator
  @inline
  latest(row: i32, r: i32, size: f64): f64 {
    const at = row + r;
    // Tardiness is that of the moment alone, whatever the pace of the tokens.
    if (!this.tardy && size > <f64>this.instance.batchLimit[at]) return -Infinity;
    return this.latestAlone[at] - size * this.instance.promisePerRequest[at];
  }

  /** What its promise is worth, when it starts then and must start by `latest`. */
  // @ts-ignore: decorator
  @inline
  worth(r: i32, latest: f64, start: f64): f64 {
    const early = latest - start;
    if (this.tardy) return early < 0 ? this.weight[r] * early : 0;
    return early >= 0 ? this.weight[r] : 0;
  }
}
