/**
 * The problem as flat arrays; rows by server are `requests` long. All times are multiples of one power of two, so every
 * sum is exact. The TypeScript twin, `bindings/sequence/instance.ts`, says more of each array.
 */
@final
export class Instance {
  constructor(
    public requests: i32,
    public servers: i32,
    /** [requests] Seconds. */
    public arrival: StaticArray<f64>,
    /** [requests] */
    public weight: StaticArray<f64>,
    /** [requests] Seconds; may be Infinity. */
    public deadline: StaticArray<f64>,
    /** [requests] 1 with a promise. */
    public promised: StaticArray<i32>,
    /** [requests] */
    public tokens: StaticArray<f64>,
    /** [servers × requests] Seconds; Infinity where the server cannot take the request. */
    public base: StaticArray<f64>,
    /** [servers × requests] Seconds per request in the batch. */
    public perRequest: StaticArray<f64>,
    /** [servers × requests] Seconds from start to the promised moment. */
    public promiseBase: StaticArray<f64>,
    /** [servers × requests] */
    public promisePerRequest: StaticArray<f64>,
    /** [servers × requests] Largest batch that keeps the pace of tokens. */
    public batchLimit: StaticArray<i32>,
    /** [servers × requests] Dollars. */
    public tokenCost: StaticArray<f64>,
    /** [servers] Seconds. */
    public available: StaticArray<f64>,
    /** [servers] */
    public maxBatch: StaticArray<i32>,
    /** [servers] Infinity without a limit. */
    public kvTokens: StaticArray<f64>,
    /** [servers] 1 for slots. */
    public slots: StaticArray<i32>,
    /** [servers] Dollars per second of a batch, or of a slot. */
    public pricePerSecond: StaticArray<f64>,
  ) {}

  /** Seconds that a request executes on a server in a batch of `size`; Infinity where the server cannot take it. */
  // @ts-ignore: decorator
  @inline
  execution(server: i32, request: i32, size: i32): f64 {
    const at = server * this.requests + request;
    return this.base[at] + <f64>size * this.perRequest[at];
  }

  // @ts-ignore: decorator
  @inline
  takes(server: i32, request: i32): bool {
    return this.base[server * this.requests + request] < Infinity;
  }
}
