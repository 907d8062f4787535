import { Batch } from "./lines";
import { Plan } from "./plan";

const enum Kind {
  Exchange,
  Transfer,
  Trade,
  Shift,
}

/**
 * A change of a plan that can be undone. A method named after its kind sets it up, and says whether it is a change at all
 * and allowed.
 */
@final
export class Move {
  /** What comes before all that it touches, on one line or on two. */
  first!: Batch;
  second: Batch | null = null;

  private kind: Kind = Kind.Exchange;
  private r: i32 = 0;
  private s: i32 = 0;
  /** Batches, and the batches behind them. */
  private a!: Batch;
  private b!: Batch;
  private behindA!: Batch;
  private behindB!: Batch;
  /** Whether the request moves to a batch that is inserted for it. */
  private inserts: bool = false;

  constructor(private plan: Plan) {}

  /** Whether two requests are in different batches that can take each other's. */
  canExchange(r: i32, s: i32): bool {
    const plan = this.plan;
    const a = plan.batch[r];
    const b = plan.batch[s];
    if (a === b) return false;
    const tokens = plan.tokens(s) - plan.tokens(r);
    return plan.canTake(a.line, s, a.tokens + tokens) && plan.canTake(b.line, r, b.tokens - tokens);
  }

  /** Two requests that can, exchange places. */
  exchange(r: i32, s: i32): void {
    this.kind = Kind.Exchange;
    this.r = r;
    this.s = s;
    this.touch(this.plan.batch[r], this.plan.batch[s]);
  }

  /** A request joins another batch. */
  join(r: i32, b: Batch): bool {
    const plan = this.plan;
    const a = plan.batch[r];
    if (a === b || b.size == b.line.room || !plan.canTake(b.line, r, b.tokens + plan.tokens(r))) return false;
    this.kind = Kind.Transfer;
    this.inserts = false;
    this.r = r;
    this.touch(a, b);
    return true;
  }

  /** A request gets a batch of its own, before another or at the end of a line. */
  part(r: i32, before: Batch): bool {
    const plan = this.plan;
    const a = plan.batch[r];
    if (a.size == 1) return this.shift(a, before);
    if (!plan.canTake(before.line, r, plan.tokens(r))) return false;
    this.kind = Kind.Transfer;
    this.inserts = true;
    this.r = r;
    this.touch(a, before);
    return true;
  }

  /** A batch and one behind it on its line exchange places. */
  trade(a: Batch, b: Batch): bool {
    if (a.next === b) return this.shift(b, a);
    this.kind = Kind.Trade;
    this.behindA = a.next;
    this.behindB = b.next;
    this.touch(a, b);
    return true;
  }

  /** A batch moves before another or to the end of a line. */
  shift(a: Batch, before: Batch): bool {
    if (a === before || a.next === before || !this.plan.canRun(before.line, a)) return false;
    this.kind = Kind.Shift;
    this.behindA = a.next;
    this.touch(a, before);
    return true;
  }

  apply(): void {
    const plan = this.plan;
    const a = this.a;
    switch (this.kind) {
      case Kind.Exchange:
        plan.exchange(this.r, this.s);
        break;
      case Kind.Transfer:
        if (this.inserts) this.behindB = this.b;
        if (this.inserts) this.b = plan.insert(this.behindB);
        plan.transfer(this.r, this.b);
        break;
      case Kind.Trade:
        plan.move(a, this.behindB);
        plan.move(this.b, this.behindA);
        break;
      default:
        plan.move(a, this.b);
    }
  }

  /** Undoes what was applied. */
  undo(): void {
    const plan = this.plan;
    const a = this.a;
    const b = this.b;
    switch (this.kind) {
      case Kind.Exchange:
        plan.exchange(this.r, this.s);
        break;
      case Kind.Transfer:
        plan.transfer(this.r, a);
        if (this.inserts) {
          plan.remove(b);
          this.b = this.behindB;
        }
        break;
      case Kind.Trade:
        plan.move(a, this.behindA);
        plan.move(b, this.behindB);
        break;
      default:
        plan.move(a, this.behindA);
    }
    plan.restore(a);
    plan.restore(b);
  }

  /** Applies for good. */
  make(): void {
    this.apply();
    if (this.kind == Kind.Transfer && this.a.size == 0) this.plan.remove(this.a);
  }

  private touch(a: Batch, b: Batch): void {
    this.a = a;
    this.b = b;
    if (a.line !== b.line) {
      this.first = a.previous;
      this.second = b.previous;
    } else {
      this.first = (a.place < b.place ? a : b).previous;
      this.second = null;
    }
  }
}
