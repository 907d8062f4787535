/**
 * One call, one arena. Everything that a call allocates, the arrays that the caller hands in as well as those of the
 * kernel, lies above the mark taken at its beginning and is given back at once at its end.
 *
 * The stub runtime only moves its end of the heap forward and steps back when its last block is freed. `release`
 * therefore makes everything from the mark on into one block, which is then the last.
 */

const BLOCK_HEADER = sizeof<usize>();

/** Begins an arena. */
export function mark(): usize {
  return heap.alloc(0);
}

/** Gives back all that was allocated since `mark`. */
export function release(mark: usize): void {
  const last = heap.alloc(0);
  const end = last + load<usize>(last - BLOCK_HEADER);
  store<usize>(mark - BLOCK_HEADER, end - mark);
  heap.free(mark);
}
