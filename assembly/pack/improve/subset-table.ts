/**
 * The pool: items outside the kept bins, and the sums that a few of them make.
 *
 * Sums up to the capacity fall into at most 4,096 buckets of 2^shift units; a bucket holds one subset, the last that was
 * written. Bit sets on two levels find the next bucket below in constant time. With a capacity below 4,096 every sum has
 * a bucket of its own.
 *
 * Subsets are written in this order of positions: for each i the single i, then for each j > i the pair, then for each
 * k > j the triple; what exceeds the capacity is left out. With more than `TRIPLES` items there are no triples; with more
 * than `PAIRS`, so many random ones are brought to the front and the rest takes no part: position p = 0 … PAIRS − 1 is
 * exchanged with p + below(count − p).
 */
import { Random } from "../../random";

const TRIPLES = 14;
const PAIRS = 32;
const WORDS = 64;
const BUCKETS = 64 * WORDS;

/** No item at this place of a subset. */
const NONE = 0xff;
/** Places of a subset: a byte each. */
export const EMPTY: u32 = 0xffffff;

// @ts-ignore: decorator
@inline
export function subsetOf(i: i32, j: i32 = NONE, k: i32 = NONE): u32 {
  return (<u32>k << 16) | (<u32>j << 8) | <u32>i;
}

/** Position at place 0, 1 or 2 of a subset, −1 for none. */
// @ts-ignore: decorator
@inline
export function positionAt(subset: u32, place: i32): i32 {
  const position = <i32>((subset >>> (8 * place)) & 0xff);
  return position == NONE ? -1 : position;
}

@final
export class SubsetTable {
  count: i32 = 0;
  weight: i64 = 0;
  /** [n] Items, the first `count` of it. */
  readonly items: StaticArray<i32>;
  private shift: i64 = 0;
  private bits: StaticArray<u64> = new StaticArray<u64>(WORDS);
  /** Words of `bits` that are not zero. */
  private words: u64 = 0;
  /** [buckets] Of the subset that a bucket holds. */
  private sums: StaticArray<i64> = new StaticArray<i64>(BUCKETS);
  private signatures: StaticArray<u32> = new StaticArray<u32>(BUCKETS);
  private subsets: StaticArray<u32> = new StaticArray<u32>(BUCKETS);

  constructor(
    private size: StaticArray<i64>,
    /** [n] A random number for each size; a set's signature is their sum. */
    private mark: StaticArray<u32>,
    private capacity: i64,
    private random: Random,
  ) {
    this.items = new StaticArray<i32>(size.length);
    while (capacity >> this.shift >= BUCKETS) this.shift++;
  }

  clear(): void {
    this.count = 0;
    this.weight = 0;
  }

  add(item: i32): void {
    this.items[this.count++] = item;
    this.weight += this.size[item];
  }

  /** The last item takes its position. */
  removeAt(position: i32): void {
    this.weight -= this.size[this.items[position]];
    this.items[position] = this.items[--this.count];
  }

  /** Writes the sums anew. */
  tabulate(): void {
    const items = this.items;
    const size = this.size;
    const mark = this.mark;
    const capacity = this.capacity;
    this.erase();
    const count = min(this.count, PAIRS);
    if (this.count > PAIRS) bringToFront(items, PAIRS, this.count, this.random);
    const triples = count <= TRIPLES;
    for (let i = 0; i < count; i++) {
      const one = size[items[i]];
      const markOne = mark[items[i]];
      this.write(one, markOne, subsetOf(i));
      for (let j = i + 1; j < count; j++) {
        const two = one + size[items[j]];
        if (two > capacity) continue;
        const markTwo = markOne + mark[items[j]];
        this.write(two, markTwo, subsetOf(i, j));
        if (!triples) continue;
        for (let k = j + 1; k < count; k++) {
          const three = two + size[items[k]];
          if (three <= capacity) this.write(three, markTwo + mark[items[k]], subsetOf(i, j, k));
        }
      }
    }
  }

  /** Bucket of the heaviest written subset of at most `room`, −1 for none. */
  // @ts-ignore: decorator
  @inline
  heaviest(room: i64): i32 {
    let bucket = this.upTo(<i32>(room >> this.shift));
    if (bucket >= 0 && this.sums[bucket] > room) bucket = this.upTo(bucket - 1);
    return bucket;
  }

  // @ts-ignore: decorator
  @inline
  sumIn(bucket: i32): i64 {
    return this.sums[bucket];
  }

  // @ts-ignore: decorator
  @inline
  signatureIn(bucket: i32): u32 {
    return this.signatures[bucket];
  }

  // @ts-ignore: decorator
  @inline
  subsetIn(bucket: i32): u32 {
    return this.subsets[bucket];
  }

  private erase(): void {
    while (this.words != 0) {
      this.bits[<i32>ctz(this.words)] = 0;
      this.words &= this.words - 1;
    }
  }

  // @ts-ignore: decorator
  @inline
  private write(sum: i64, signature: u32, subset: u32): void {
    const bucket = <i32>(sum >> this.shift);
    this.sums[bucket] = sum;
    this.signatures[bucket] = signature;
    this.subsets[bucket] = subset;
    const word = bucket >> 6;
    this.bits[word] |= <u64>1 << (bucket & 63);
    this.words |= <u64>1 << word;
  }

  // @ts-ignore: decorator
  @inline
  private upTo(bucket: i32): i32 {
    if (bucket < 0) return -1;
    const word = bucket >> 6;
    const here = this.bits[word] & (<u64>-1 >> (63 - (bucket & 63)));
    if (here != 0) return (word << 6) + 63 - <i32>clz(here);
    const below = this.words & ((<u64>1 << word) - 1);
    if (below == 0) return -1;
    const next = 63 - <i32>clz(below);
    return (next << 6) + 63 - <i32>clz(this.bits[next]);
  }
}

/** Random items in the first places. */
export function bringToFront(items: StaticArray<i32>, places: i32, count: i32, random: Random): void {
  for (let p = 0; p < places; p++) {
    const q = p + <i32>random.below(count - p);
    const item = items[p];
    items[p] = items[q];
    items[q] = item;
  }
}
