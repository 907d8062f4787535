import { Random } from "../../random";
import { Batches } from "./batches";
import { Instance } from "../instance";
import { RankedRequests } from "./ranked-requests";

/** Draws out of 64 below which each kind of move is made; the rest transfers requests. */
const SHIFT = 28;
const COUNTERSHIFT = 38;
const MOVE = 48;
const SWAP = 54;
/** How far batches are moved in time. */
const NEAR = 3;

/**
 * Moves from one skeleton to another, in this order of draws:
 *
 * - the move, below(64): under 28 a shift of one limit, under 38 a countershift of two, under 48 a move of a batch in time,
 *   under 54 a swap of two batches, else a transfer of requests from one to another; and batch i, below(batches);
 * - shift: up if below(2) is 1, else down, by a distance. Countershift: the limit of i goes up, that of another batch
 *   down; then the distance of each. A distance is 1 + below(1 + below(width)). Limits stay between size − 1 and the last
 *   rank; one at least must change;
 * - move and swap: the other place, j: with several servers, if below(2) is 1, below(batches); else i + d if below(2) is
 *   1, i − d if it is 0, where d = 1 + below(3). It must exist and differ. By a move, the batch takes place and server of
 *   batch j, and those from j on make way. By a swap, limits and sizes are exchanged. Between servers, a limit becomes the
 *   rank there of the request that it is the rank of, which the other server must take, and the size must be no greater
 *   than its `maxBatch`;
 * - transfer: from i to another batch; 1 + below(most) requests, `most` being what leaves the first one request and fits
 *   into the second: it must not be 0.
 *
 * Another batch than i is below(batches − 1), plus 1 from i on. With one batch, only shifts are made.
 */
@final
export class SkeletonMoves {
  /** The first batch that the latest move changes. */
  first: i32 = 0;

  constructor(
    private instance: Instance,
    private ranked: RankedRequests,
    /** What is changed. */
    private candidate: Batches,
    private random: Random,
    /** Greatest distance of ranks. */
    private width: i32,
  ) {}

  /** Changes the candidate; false when the draw is void. */
  private propose(): bool {
    const random = this.random;
    const batches = this.candidate.count;
    const move = <i32>random.below(64);
    const i = <i32>random.below(batches);
    this.first = i;
    if (move < SHIFT) {
      const up = random.below(2) == 1;
      const distance = this.distance();
      return this.shift(i, up ? distance : -distance);
    }
    if (batches == 1) return false;
    if (move < COUNTERSHIFT) {
      const j = this.other(i);
      this.first = min(i, j);
      const up = this.shift(i, this.distance());
      const down = this.shift(j, -this.distance());
      return up || down;
    }
    if (move < SWAP) {
      const j = this.nearby(i);
      if (j < 0 || j >= batches || j == i) return false;
      this.first = min(i, j);
      return move < MOVE ? this.move(i, j) : this.swap(i, j);
    }
    const j = this.other(i);
    this.first = min(i, j);
    return this.transfer(i, j);
  }

  private distance(): i32 {
    return 1 + <i32>this.random.below(1 + this.random.below(this.width));
  }

  private other(i: i32): i32 {
    const j = <i32>this.random.below(this.candidate.count - 1);
    return j < i ? j : j + 1;
  }

  private nearby(i: i32): i32 {
    const random = this.random;
    if (this.instance.servers > 1 && random.below(2) == 1) return random.below(this.candidate.count);
    const later = random.below(2) == 1;
    const distance = 1 + <i32>random.below(NEAR);
    return later ? i + distance : i - distance;
  }

  private shift(k: i32, by: i32): bool {
    const candidate = this.candidate;
    const last = this.ranked.on(candidate.server[k]).count - 1;
    const limit = max(candidate.size[k] - 1, min(last, candidate.limit[k] + by));
    if (limit == candidate.limit[k]) return false;
    candidate.limit[k] = limit;
    return true;
  }

  private move(i: i32, j: i32): bool {
    const candidate = this.candidate;
    const server = candidate.server[j];
    const size = candidate.size[i];
    const limit = this.limitOn(server, i);
    if (limit < 0) return false;
    const step = i < j ? 1 : -1;
    for (let k = i; k != j; k += step) {
      candidate.server[k] = candidate.server[k + step];
      candidate.limit[k] = candidate.limit[k + step];
      candidate.size[k] = candidate.size[k + step];
    }
    candidate.server[j] = server;
    candidate.limit[j] = limit;
    candidate.size[j] = size;
    return true;
  }

  private swap(i: i32, j: i32): bool {
    const candidate = this.candidate;
    const limitOfI = this.limitOn(candidate.server[j], i);
    const limitOfJ = this.limitOn(candidate.server[i], j);
    if (limitOfI < 0 || limitOfJ < 0) return false;
    const size = candidate.size[i];
    candidate.size[i] = candidate.size[j];
    candidate.size[j] = size;
    candidate.limit[i] = limitOfJ;
    candidate.limit[j] = limitOfI;
    return true;
  }

  private transfer(i: i32, j: i32): bool {
    const candidate = this.candidate;
    const room = this.instance.maxBatch[candidate.server[j]] - candidate.size[j];
    const most = min(candidate.size[i] - 1, room);
    if (most == 0) return false;
    const count = 1 + <i32>this.random.below(most);
    candidate.size[i] -= count;
    candidate.size[j] += count;
    return true;
  }

  /** The limit of a batch in the ranks of another server; −1 if it cannot run there. */
  private limitOn(server: i32, k: i32): i32 {
    const candidate = this.candidate;
    const from = candidate.server[k];
    if (from == server) return candidate.limit[k];
    if (candidate.size[k] > this.instance.maxBatch[server]) return -1;
    return this.ranked.on(server).rank[this.ranked.on(from).bitAt[candidate.limit[k]]];
  }
}
