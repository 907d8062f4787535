import { leastLane, load2, max2, min2 } from "../../simd";
import { SlotQueue } from "./slot-queue";

/** Requests that start together; on a server with slots, one request. */
@final
export class Batch {
  /** Neighbours on its line. */
  previous!: Batch;
  next!: Batch;
  line!: Line;
  size: i32 = 0;
  /** Of its requests. */
  tokens: f64 = 0;
  /** Size that execution times depend on: its own, or with slots the server's `maxBatch`. */
  pace: f64 = 0;
  /** Σ execution, seconds. */
  execution: f64 = 0;
  /** The longest execution, the request that it is of (of equals, the lowest index), and the second longest. */
  duration: f64 = 0;
  longest: i32 = -1;
  second: f64 = 0;
  /** The latest arrival. */
  ready: f64 = -Infinity;

  // As last settled.
  start: f64 = 0;
  /** What its promises are worth when it starts at `start`; the same, but for `slope`, after `low` and up to `high`. */
  worth: f64 = 0;
  /** Change of that worth per second. */
  slope: f64 = 0;
  low: f64 = Infinity;
  high: f64 = Infinity;
  /** Number of its place on the line; requests, Σ size · start and Σ worth of the batches before it. */
  place: i32 = 0;
  requestsBefore: i32 = 0;
  waitingBefore: f64 = 0;
  worthBefore: f64 = 0;

  /** [size, with room for more] Its requests. */
  requests: StaticArray<i32>;
  /** [size, filled up to an even number] Their latest starts that keep the promise, and what the promises weigh. */
  latest: StaticArray<f64>;
  weight: StaticArray<f64>;

  /** `room`: even. */
  constructor(room: i32) {
    this.requests = new StaticArray<i32>(room);
    this.latest = new StaticArray<f64>(room);
    this.weight = new StaticArray<f64>(room);
  }

  // @ts-ignore: decorator
  @inline
  get end(): f64 {
    return this.start + this.duration;
  }

  add(request: i32): void {
    const size = this.size;
    if (size == this.requests.length) this.grow();
    this.requests[size] = request;
    this.size = size + 1;
  }

  /** Takes its place behind others, and what these amount to. */
  follow(place: i32, requests: i32, waiting: f64, worth: f64): void {
    this.place = place;
    this.requestsBefore = requests;
    this.waitingBefore = waiting;
    this.worthBefore = worth;
  }

  /** What its promises are worth at another start. */
  // @ts-ignore: decorator
  @inline
  worthAt(start: f64, tardy: bool): f64 {
    if (start > this.low && start <= this.high) return this.worth + this.slope * (start - this.start);
    return tardy ? this.lessTardiness(start) : this.kept(start);
  }

  /** Starts there. */
  startAt(start: f64, tardy: bool): void {
    const holds = start > this.low && start <= this.high;
    if (holds) this.worth += this.slope * (start - this.start);
    this.start = start;
    if (!holds) this.appraise(tardy);
  }

  /** Puts worth, slope and the starts between which they hold right. */
  appraise(tardy: bool): void {
    const start = f64x2.splat(this.start);
    let low = f64x2.splat(-Infinity);
    let high = f64x2.splat(Infinity);
    let lateWeight = f64x2.splat(0);
    for (let i = 0, size = this.size; i < size; i += 2) {
      const latest = load2(this.latest, i);
      const late = f64x2.lt(latest, start);
      low = max2(low, v128.bitselect(latest, f64x2.splat(-Infinity), late));
      high = min2(high, v128.bitselect(f64x2.splat(Infinity), latest, late));
      lateWeight = f64x2.add(lateWeight, v128.and(late, load2(this.weight, i)));
    }
    this.low = max(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1));
    this.high = leastLane(high);
    this.slope = tardy ? -sumOfLanes(lateWeight) : 0;
    this.worth = tardy ? this.lessTardiness(this.start) : this.kept(this.start);
  }

  /** Σ weight of the promises kept. */
  private kept(at: f64): f64 {
    const start = f64x2.splat(at);
    let kept = f64x2.splat(0);
    for (let i = 0, size = this.size; i < size; i += 2) {
      kept = f64x2.add(kept, v128.and(f64x2.ge(load2(this.latest, i), start), load2(this.weight, i)));
    }
    return sumOfLanes(kept);
  }

  /** −Σ weight · tardiness. */
  private lessTardiness(at: f64): f64 {
    const start = f64x2.splat(at);
    let sum = f64x2.splat(0);
    for (let i = 0, size = this.size; i < size; i += 2) {
      const early = f64x2.sub(load2(this.latest, i), start);
      sum = f64x2.add(sum, f64x2.mul(min2(early, f64x2.splat(0)), load2(this.weight, i)));
    }
    return sumOfLanes(sum);
  }

  private grow(): void {
    const wider = new Batch(2 * this.requests.length);
    for (let i = 0, size = this.size; i < size; i++) wider.requests[i] = this.requests[i];
    this.requests = wider.requests;
    this.latest = wider.latest;
    this.weight = wider.weight;
  }
}

/** Batches that run one after the other: a static server, or one slot of a server with slots. */
@final
export class Line {
  /** Empty batches before the first and after the last; the head ends when the server is available. */
  head: Batch = new Batch(0);
  tail: Batch = new Batch(0);

  /** Requests that fit in a batch. */
  room: i32 = 1;
  /** With slots, the size that execution times depend on: that of a full batch. */
  pace: f64 = 0;
  /** Where the tokens of a server's slots are limited together: the slots. They are one line then, in order of start. */
  queue: SlotQueue | null = null;

  constructor(
    public server: i32,
    /** Where the rows of its server begin in the instance. */
    public row: i32,
    available: f64,
  ) {
    const head = this.head;
    const tail = this.tail;
    head.line = this;
    head.next = tail;
    head.start = available;
    head.place = -1;
    tail.line = this;
    tail.previous = head;
    tail.start = available;
  }

  /** Whether it is one of the slots of a server. */
  get isSlot(): bool {
    return this.pace > 0 && this.queue === null;
  }
}

// @ts-ignore: decorator
@inline
function sumOfLanes(v: v128): f64 {
  return f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1);
}
