/** What is to be placed. */
@final
export class Item {
  constructor(
    /** [resources] Units. */
    readonly demand: StaticArray<f64>,
    /** Units of the companion resource. */
    readonly companion: f64,
    /** Whole GPUs, 0 for none or a share. */
    readonly gpuCount: i32,
    /** Units of one GPU, 0 for none or whole ones. */
    readonly gpuShare: i32,
    /** Set of the models that will do, bit by number. */
    readonly models: u32,
    /** Units of GPU in all. */
    readonly gpu: i32,
  ) {}

  @inline get wantsGpu(): bool {
    return this.gpu > 0;
  }

  is(demand: StaticArray<f64>, gpuCount: i32, gpuShare: i32, models: u32): bool {
    if (this.gpuCount != gpuCount || this.gpuShare != gpuShare || this.models != models) return false;
    for (let r = 0; r < demand.length; r++) if (this.demand[r] != demand[r]) return false;
    return true;
  }
}

/** Kinds of items that are expected. */
@final
export class Typical {
  /** Sum of the weights, and of those with GPUs. */
  readonly weights: f64;
  readonly gpuWeights: f64;

  constructor(
    readonly weight: StaticArray<f64>,
    readonly companion: StaticArray<f64>,
    readonly gpuCount: StaticArray<i32>,
    readonly gpuShare: StaticArray<i32>,
    readonly models: StaticArray<i32>,
  ) {
    let weights: f64 = 0;
    let gpuWeights: f64 = 0;
    for (let t = 0; t < weight.length; t++) {
      weights += weight[t];
      if (gpuCount[t] + gpuShare[t] > 0) gpuWeights += weight[t];
    }
    this.weights = weights;
    this.gpuWeights = gpuWeights;
  }

  get length(): i32 {
    return this.weight.length;
  }
}
