import { greater } from "../../simd";
import { Gain } from "./gain";
import { Instance } from "../instance";
import { Batch } from "./lines";
import { Plan } from "./plan";

/**
 * What the exchange of two requests would change, found without doing it. Nothing is touched but the batches behind the
 * two, and of these most only see their start shifted to where their promises are worth the same.
 */
@final
export class ExchangeTrial {
  worth: f64 = 0;
  latency: f64 = 0;
  /** Whether some request arrives after a server is available; then shifts can be absorbed. */
  waits: bool = false;
  private a!: Batch;
  private b!: Batch;
  /** End of the batch before the one that a walk has come to. */
  private end: f64 = 0;

  constructor(
    private instance: Instance,
    private plan: Plan,
    private gain: Gain,
  ) {
    for (let s = 0; s < instance.servers; s++) {
      for (let r = 0; r < instance.requests; r++) if (instance.arrival[r] > instance.available[s]) this.waits = true;
    }
  }

  /** Whether the gain is at least so much. The exchange must be allowed. */
  passes(r: i32, s: i32, least: f64): bool {
    const plan = this.plan;
    const a = plan.batch[r];
    const b = plan.batch[s];
    if (a.line === b.line && a.place > b.place) return this.waits ? this.late(s, r, b, a, least) : this.prompt(s, r, b, a, least);
    return this.waits ? this.late(r, s, a, b, least) : this.prompt(r, s, a, b, least);
  }

  /** When everything has arrived. On one line, a comes first. */
  private prompt(r: i32, s: i32, a: Batch, b: Batch, least: f64): bool {
    const shiftOfA = this.durationWith(a, r, s) - a.duration;
    const shiftOfB = this.durationWith(b, s, r) - b.duration;
    const lineOfA = a.line;
    const lineOfB = b.line;
    const together = lineOfA === lineOfB;
    const startOfB = together ? b.start + shiftOfA : b.start;
    const shift = together ? shiftOfA + shiftOfB : shiftOfB;
    const behindA = lineOfA.tail.requestsBefore - a.requestsBefore - a.size;
    const behindB = lineOfB.tail.requestsBefore - b.requestsBefore - b.size;
    const latency = this.executionChange(r, s, a, b) + shiftOfA * <f64>behindA + shiftOfB * <f64>behindB;
    this.latency = latency;
    let worth = this.worthChange(a, r, s, a.start) + this.worthChange(b, s, r, startOfB);
    // Later starts gain nothing: most exchanges end here.
    if (shiftOfA >= 0 && shift >= 0 && this.gain.of(worth, latency, 0) < least) return false;
    if (shiftOfA != 0) worth += this.worthOfShift(a.next, together ? b.next : lineOfA.tail, shiftOfA);
    if (shift != 0) worth += this.worthOfShift(b.next, lineOfB.tail, shift);
    this.worth = worth;
    return this.gain.of(worth, latency, 0) >= least;
  }

  private worthOfShift(from: Batch, until: Batch, shift: f64): f64 {
    const tardy = this.plan.terms.tardy;
    let worth = 0.0;
    for (let batch = from; batch !== until; batch = batch.next) {
      worth += batch.worthAt(batch.start + shift, tardy) - batch.worth;
    }
    return worth;
  }

  /** When batches may wait for arrivals. */
  private late(r: i32, s: i32, a: Batch, b: Batch, least: f64): bool {
    this.worth = 0;
    this.latency = this.executionChange(r, s, a, b);
    const together = a.line === b.line;
    this.end = a.previous.end;
    this.visit(a, r, s);
    this.walk(a.next, together ? b : a.line.tail);
    if (!together) this.end = b.previous.end;
    this.visit(b, s, r);
    this.walk(b.next, b.line.tail);
    return this.gain.of(this.worth, this.latency, 0) >= least;
  }

  /** The batch with `enters` in place of `leaves`. */
  private visit(batch: Batch, leaves: i32, enters: i32): void {
    const tardy = this.plan.terms.tardy;
    const start = greater(this.end, this.readyWith(batch, leaves, enters));
    this.latency += <f64>batch.size * (start - batch.start);
    this.worth += batch.worthAt(start, tardy) - batch.worth + this.worthChange(batch, leaves, enters, start);
    this.end = start + this.durationWith(batch, leaves, enters);
  }

  private walk(from: Batch, until: Batch): void {
    const tardy = this.plan.terms.tardy;
    let end = this.end;
    let worth = this.worth;
    let latency = this.latency;
    for (let batch = from; batch !== until; batch = batch.next) {
      const start = greater(end, batch.ready);
      if (start == batch.start) {
        // Nothing changes from here on.
        end = until.previous.end;
        break;
      }
      latency += <f64>batch.size * (start - batch.start);
      worth += batch.worthAt(start, tardy) - batch.worth;
      end = start + batch.duration;
    }
    this.end = end;
    this.worth = worth;
    this.latency = latency;
  }

  // @ts-ignore: decorator
  @inline
  private executionChange(r: i32, s: i32, a: Batch, b: Batch): f64 {
    const terms = this.plan.terms;
    const rowOfA = a.line.row;
    const rowOfB = b.line.row;
    const leaving = terms.execution(rowOfA, r, a.pace) + terms.execution(rowOfB, s, b.pace);
    return terms.execution(rowOfA, s, a.pace) + terms.execution(rowOfB, r, b.pace) - leaving;
  }

  // @ts-ignore: decorator
  @inline
  private durationWith(batch: Batch, leaves: i32, enters: i32): f64 {
    const others = batch.longest == leaves ? batch.second : batch.duration;
    return greater(others, this.plan.terms.execution(batch.line.row, enters, batch.pace));
  }

  // @ts-ignore: decorator
  @inline
  private worthChange(batch: Batch, leaves: i32, enters: i32, start: f64): f64 {
    const terms = this.plan.terms;
    const latest = terms.latest(batch.line.row, enters, batch.pace);
    return terms.worth(enters, latest, start) - terms.worth(leaves, batch.latest[this.plan.index[leaves]], start);
  }

  private readyWith(batch: Batch, leaves: i32, enters: i32): f64 {
    const arrival = this.instance.arrival;
    const entering = arrival[enters];
    if (entering >= batch.ready) return entering;
    if (arrival[leaves] < batch.ready) return batch.ready;
    let ready = entering;
    for (let i = 0; i < batch.size; i++) {
      const r = batch.requests[i];
      if (r != leaves) ready = greater(ready, arrival[r]);
    }
    return ready;
  }
}
