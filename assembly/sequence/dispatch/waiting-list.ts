/**
 * Of the requests that a server can take, those that have arrived and wait, in a fixed order. A tournament over the
 * order, on the fewest tokens, finds the first that fits into the room left: O(log requests), as are adding and removing.
 */
@final
export class WaitingList {
  /** [requests] Place in the order. */
  private place: StaticArray<i32>;
  /** A power of two. */
  private leaves: i32;
  /** [2 × leaves] Least number of tokens below each node, the root at 1, the leaves last; Infinity where nothing waits. */
  private fewest: StaticArray<f64>;

  constructor(
    /** [requests] */
    private order: StaticArray<i32>,
    private tokens: StaticArray<f64>,
  ) {
    const requests = order.length;
    let leaves = 1;
    while (leaves < requests) leaves *= 2;
    this.leaves = leaves;
    this.place = new StaticArray<i32>(requests);
    this.fewest = new StaticArray<f64>(2 * leaves);
    for (let at = 0; at < requests; at++) this.place[order[at]] = at;
    this.fewest.fill(Infinity);
  }

  add(request: i32): void {
    this.set(request, this.tokens[request]);
  }

  remove(request: i32): void {
    this.set(request, Infinity);
  }

  /** The first request of at most so many tokens, a finite number; −1 when there is none. */
  first(room: f64): i32 {
    const fewest = this.fewest;
    if (fewest[1] > room) return -1;
    let node = 1;
    while (node < this.leaves) node = 2 * node + (fewest[2 * node] <= room ? 0 : 1);
    return this.order[node - this.leaves];
  }

  private set(request: i32, tokens: f64): void {
    const fewest = this.fewest;
    let node = this.leaves + this.place[request];
    fewest[node] = tokens;
    while (node > 1) {
      node >>= 1;
      const least = min(fewest[2 * node], fewest[2 * node + 1]);
      if (fewest[node] == least) break;
      fewest[node] = least;
    }
  }
}
