import { Random } from "../../random";
import { Instance } from "../instance";
import { Batch } from "./lines";
import { Move } from "./moves";
import { Plan } from "./plan";
import { ascendingOrder } from "../../sort";

/** How far apart on a line the batches of a trade are at most. */
const REACH = 3;

const enum Kind {
  Exchange,
  Shorten,
  Neighbour,
  Slide,
  Join,
  Part,
  Trade,
  Shift,
}

/** Kinds take turns, which processors learn to foresee. */
const turns: StaticArray<Kind> = [
  Kind.Trade, Kind.Exchange, Kind.Shorten, Kind.Exchange, Kind.Exchange, Kind.Slide, Kind.Exchange, Kind.Join,
  Kind.Shift, Kind.Neighbour, Kind.Shorten, Kind.Exchange, Kind.Exchange, Kind.Shorten, Kind.Exchange, Kind.Slide,
  Kind.Trade, Kind.Exchange, Kind.Shorten, Kind.Exchange, Kind.Exchange, Kind.Shorten, Kind.Exchange, Kind.Part,
  Kind.Shift, Kind.Neighbour, Kind.Shorten, Kind.Exchange, Kind.Exchange, Kind.Slide, Kind.Exchange, Kind.Shorten,
];

export const enum Proposal {
  /** No change, or one that is not allowed. */
  None,
  /** To exchange the requests `r` and `s`. */
  Exchange,
  /** The move that is set up. */
  Move,
}

/**
 * Draws what to try next. Requests are ranked by their execution time in a full batch, on the server where that is
 * shortest, ties to the lower index. By kind, random numbers are taken in this order:
 *
 * - exchange: a distance d, and the rank, below requests − d, of a request, which is exchanged for the one d above it;
 * - shorten: a request, for its batch, and a distance: the longest request of the batch, of equals the lowest index, is
 *   exchanged for the one that far below it in rank;
 * - neighbour: a request, a side, below 2, and another request: the first is exchanged for one of the batch before (0) or
 *   behind its own on the line, the one whose index follows that of the other the soonest, after the last index the first;
 * - slide: a request, and a side, to whose batch it moves;
 * - join: a request, and another, into whose batch it moves;
 * - part: a request, and a place, where it gets a batch of its own; if it is alone in its batch, the batch moves;
 * - trade: a request, for its batch, and a number below `REACH`: the batch and the one that many and one places behind it
 *   on its line are exchanged;
 * - shift: a request, and a place, where its batch moves.
 *
 * A distance is 1 + u · v · half the requests, rounded down, where u and v are the upper and the lower 16 bits of a random
 * number as fractions of 1: mostly near ranks, whose exchange changes durations little. A place is an index: below the
 * number of requests, that before the batch of the request; above, that at the end of a line.
 */
@final
export class Proposals {
  r: i32 = 0;
  s: i32 = 0;
  /** [requests] By rank, and the rank of each. */
  private ranked: StaticArray<i32>;
  private rank: StaticArray<i32>;

  constructor(
    instance: Instance,
    private plan: Plan,
    private move: Move,
    private random: Random,
  ) {
    const requests = instance.requests;
    const execution = new StaticArray<f64>(requests);
    for (let r = 0; r < requests; r++) {
      execution[r] = Infinity;
      for (let s = 0; s < instance.servers; s++) {
        execution[r] = min(execution[r], plan.terms.execution(s * requests, r, <f64>instance.maxBatch[s]));
      }
    }
    this.ranked = ascendingOrder(execution);
    this.rank = new StaticArray<i32>(requests);
    for (let k = 0; k < requests; k++) this.rank[this.ranked[k]] = k;
  }

  /** That of an iteration. */
  next(iteration: i32): Proposal {
    const plan = this.plan;
    const move = this.move;
    const requests = this.ranked.length;
    switch (turns[iteration & 31]) {
      case Kind.Exchange: {
        const distance = this.distance();
        if (distance >= requests) return Proposal.None;
        const k = this.below(requests - distance);
        return this.exchange(this.ranked[k], this.ranked[k + distance]);
      }
      case Kind.Shorten:
        return this.shorten(plan.batch[this.below(requests)]);
      case Kind.Neighbour:
        return this.exchangeWithNeighbour(this.below(requests));
      case Kind.Slide: {
        const r = this.below(requests);
        const batch = this.neighbour(plan.batch[r]);
        return proposed(batch.size > 0 && move.join(r, batch));
      }
      case Kind.Join:
        return proposed(move.join(this.below(requests), plan.batch[this.below(requests)]));
      case Kind.Part:
        return proposed(move.part(this.below(requests), this.place()));
      case Kind.Trade:
        return proposed(this.trade(plan.batch[this.below(requests)]));
      default:
        return proposed(move.shift(plan.batch[this.below(requests)], this.place()));
    }
  }

  /** The longest request of a batch for a shorter one. */
  private shorten(batch: Batch): Proposal {
    const r = batch.longest;
    const other = this.rank[r] - this.distance();
    return other >= 0 ? this.exchange(r, this.ranked[other]) : Proposal.None;
  }

  private exchangeWithNeighbour(r: i32): Proposal {
    const batch = this.neighbour(this.plan.batch[r]);
    if (batch.size == 0) return Proposal.None;
    const requests = this.ranked.length;
    const drawn = this.below(requests);
    let next = -1;
    let least = requests;
    for (let i = 0; i < batch.size; i++) {
      const s = batch.requests[i];
      const ahead = s >= drawn ? s - drawn : s - drawn + requests;
      if (ahead < least) {
        least = ahead;
        next = s;
      }
    }
    return this.exchange(r, next);
  }

  private exchange(r: i32, s: i32): Proposal {
    const plan = this.plan;
    this.r = r;
    this.s = s;
    if (plan.batch[r] === plan.batch[s]) return Proposal.None;
    return plan.takesAll || this.move.canExchange(r, s) ? Proposal.Exchange : Proposal.None;
  }

  /** Of ranks: from 1 to half their number, the shorter the likelier. */
  private distance(): i32 {
    const drawn = this.random.next();
    const product = <u64>((drawn >>> 16) * (drawn & 0xffff));
    return 1 + <i32>((product * <u64>(this.ranked.length >> 1)) >>> 32);
  }

  /** The batch on a drawn side; empty at either end of the line. */
  private neighbour(batch: Batch): Batch {
    return this.below(2) == 0 ? batch.previous : batch.next;
  }

  /** A batch with one of those that follow it on its line. */
  private trade(batch: Batch): bool {
    const tail = batch.line.tail;
    let other = batch.next;
    for (let steps = this.below(REACH); steps > 0 && other !== tail; steps--) other = other.next;
    return other !== tail && this.move.trade(batch, other);
  }

  /** What to go before: the batch of a request, or the end of a line. */
  private place(): Batch {
    const requests = this.ranked.length;
    const drawn = this.below(requests + this.plan.lines.length);
    return drawn < requests ? this.plan.batch[drawn] : this.plan.lines[drawn - requests].tail;
  }

  // @ts-ignore: decorator
  @inline
  private below(n: i32): i32 {
    return <i32>this.random.below(n);
  }
}

// @ts-ignore: decorator
@inline
function proposed(isChange: bool): Proposal {
  return isChange ? Proposal.Move : Proposal.None;
}
