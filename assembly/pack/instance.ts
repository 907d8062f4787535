/** The problem as flat arrays. The TypeScript twin, `bindings/pack/instance.ts`, says more of each array. */
@final
export class Instance {
  constructor(
    public items: i32,
    public kinds: i32,
    public bins: i32,
    public resources: i32,
    /** [items × resources] Units. */
    public demand: StaticArray<f64>,
    /** [kinds × resources] Units. */
    public free: StaticArray<f64>,
    /** [kinds × resources] Units. */
    public capacity: StaticArray<f64>,
    /** [bins] */
    public kind: StaticArray<i32>,
    /** [kinds] Dollars. */
    public cost: StaticArray<f64>,
    /** Units of a whole GPU. */
    public gpuUnits: i32,
    /** [items] */
    public gpuCount: StaticArray<i32>,
    /** [items] Units. */
    public gpuShare: StaticArray<i32>,
    /** [items] Set of models. */
    public models: StaticArray<i32>,
    /** [kinds] −1 without GPUs. */
    public model: StaticArray<i32>,
    /** [kinds + 1] Where each kind's devices begin in `gpuFree`. */
    public firstGpu: StaticArray<i32>,
    /** Units. */
    public gpuFree: StaticArray<i32>,
    /** [items] Gang, −1 for none. */
    public group: StaticArray<i32>,
    public groups: i32,
    /** [groups] Level of the location, −1 for none. */
    public groupLevel: StaticArray<i32>,
    /** [groups] 1 when required. */
    public groupRequired: StaticArray<i32>,
    /** [kinds × 4] Number of the place at each level. */
    public location: StaticArray<i32>,
    /** [items] Separation, −1 for none. */
    public separate: StaticArray<i32>,
    /** [items] */
    public value: StaticArray<f64>,
  ) {}

  needsGpu(item: i32): bool {
    return this.gpuCount[item] > 0 || this.gpuShare[item] > 0;
  }

  /** Units of all devices that an item takes together. */
  gpuDemand(item: i32): f64 {
    return <f64>this.gpuCount[item] * <f64>this.gpuUnits + <f64>this.gpuShare[item];
  }

  /** Units that are free on all devices of a kind together. */
  gpuRoom(kind: i32): f64 {
    let sum: f64 = 0;
    for (let d = this.firstGpu[kind]; d < this.firstGpu[kind + 1]; d++) sum += <f64>this.gpuFree[d];
    return sum;
  }
}
