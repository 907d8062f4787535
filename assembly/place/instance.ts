/**
 * The problem as flat arrays. Tasks are numbered in topological order; rows over nodes are `stride` long, the number of
 * nodes rounded up to a multiple of 8. The TypeScript twin, `bindings/place/instance.ts`, says more of each array.
 */
@final
export class Instance {
  constructor(
    public tasks: i32,
    public nodes: i32,
    public stride: i32,
    /** Resources per row of `demand` and `capacity`, a multiple of 4; 0 when every node runs one task at a time. */
    public lanes: i32,
    /** [tasks] Position of each task in the problem. */
    public input: StaticArray<i32>,
    /** [tasks × stride] Seconds; Infinity where the node cannot run the task. */
    public duration: StaticArray<f64>,
    /** [tasks] Seconds. */
    public release: StaticArray<f64>,
    /** [tasks + 1] Where each task's predecessors begin. */
    public firstPredecessor: StaticArray<i32>,
    /** [edges] */
    public predecessor: StaticArray<i32>,
    /** [edges] Gigabytes; 0 is order alone. */
    public data: StaticArray<f64>,
    /** [stride] Seconds. */
    public available: StaticArray<f64>,
    /** [nodes × stride] Seconds, from row to column. */
    public latency: StaticArray<f64>,
    /** [nodes × stride] From row to column; Infinity without a link. */
    public secondsPerGigabyte: StaticArray<f64>,
    /** [tasks × lanes] Integer units; a row of WHOLE_NODE takes all the node has. */
    public demand: StaticArray<i32>,
    /** [nodes × lanes] Integer units; a row of zeros is an exclusive node. */
    public capacity: StaticArray<i32>,
    public meanLatency: f64,
    public meanSecondsPerGigabyte: f64,
  ) {}

  /** Mean seconds that an edge's data is under way. */
  // @ts-ignore: decorator
  @inline
  meanCommunication(edge: i32): f64 {
    const data = this.data[edge];
    return data == 0 ? 0 : this.meanLatency + data * this.meanSecondsPerGigabyte;
  }
}

/** Demand of a task without needs. */
export const WHOLE_NODE: i32 = -1;
