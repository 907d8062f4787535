/**
 * The slots of one server whose tokens are limited together: requests start in their order, each as soon as it has
 * arrived, a slot is free and its tokens fit.
 */
@final
export class SlotQueue {
  private running: i32 = 0;
  private held: f64 = 0;
  private earliest: f64 = 0;
  /** [slots] Of the running requests, by end. */
  private end: StaticArray<f64>;
  private tokens: StaticArray<f64>;

  constructor(
    private slots: i32,
    private kvTokens: f64,
    private available: f64,
  ) {
    this.end = new StaticArray<f64>(slots);
    this.tokens = new StaticArray<f64>(slots);
  }

  /** To the beginning. */
  reset(): void {
    this.running = 0;
    this.held = 0;
    this.earliest = this.available;
  }

  /** When the next request starts. */
  admit(arrival: f64, execution: f64, tokens: f64): f64 {
    const ends = this.end;
    const holds = this.tokens;
    let start = max(this.earliest, arrival);
    let held = this.held + tokens;
    let gone = 0;
    while (gone < this.running && (ends[gone] <= start || held > this.kvTokens || this.running - gone == this.slots)) {
      start = max(start, ends[gone]);
      held -= holds[gone++];
    }
    const stay = this.running - gone;
    for (let i = 0; i < stay; i++) {
      ends[i] = ends[i + gone];
      holds[i] = holds[i + gone];
    }
    const end = start + execution;
    let at = stay;
    for (; at > 0 && ends[at - 1] > end; at--) {
      ends[at] = ends[at - 1];
      holds[at] = holds[at - 1];
    }
    ends[at] = end;
    holds[at] = tokens;
    this.running = stay + 1;
    this.held = held;
    this.earliest = start;
    return start;
  }
}
