/** A search that can be stopped at any time and gone on with; it gets better the longer it runs. */
export interface Search<R> {
  /**
   * Goes on for up to so many iterations; false when the schedule is at its end.
   *
   * @throws KernelError
   */
  step(iterations: number): boolean;
  /** The best found so far. */
  best(): R;
  /**
   * Goes on until the schedule, the iterations or the budget are at their end or the signal says so, giving way to
   * other work of the program every few milliseconds. What is found does not depend on these pauses. A signal loses
   * nothing: the promise is kept with the best found so far, and the search can be gone on with.
   */
  run(options?: SearchRunOptions): Promise<R>;
}

export interface SearchRunOptions {
  /** Of this run. Not negative. @default what is left of the schedule */
  maxIterations?: number;
  /** Of this run, pauses included. Positive. @default without limit */
  budgetMilliseconds?: number;
  signal?: AbortSignal;
  /** Told before every pause, and at the end. */
  onProgress?: (progress: SearchProgress) => void;
}

export interface SearchProgress {
  /** Done so far. */
  iterations: number;
  /** Planned. */
  schedule: number;
  /** Value of the objective of the best found so far. */
  objective: number;
}
