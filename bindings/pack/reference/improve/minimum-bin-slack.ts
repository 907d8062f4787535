/** Nodes of the search for one bin. */
const nodeLimit = 1000;

/**
 * Minimum bin slack, as `assembly/pack/minimum-bin-slack.ts` describes it.
 *
 * @param sizes positive, descending
 * @returns the bin of each
 */
export function minimumBinSlack(sizes: readonly number[], capacity: number): number[] {
  const bin = sizes.map(() => -1);
  const isLeft = (item: number) => bin[item] === -1;
  for (let number = 0; bin.includes(-1); number++) {
    const opening = bin.indexOf(-1);
    // As of now: the smallest may be the opening item itself.
    const least = sizes[bin.lastIndexOf(-1)]!;
    bin[opening] = number;
    const left = sizes.filter((_, item) => isLeft(item));
    for (const size of bestFilling(left, capacity - sizes[opening]!, least)) {
      bin[sizes.findIndex((other, item) => isLeft(item) && other === size)] = number;
    }
  }
  return bin;
}

/** Sizes that fill the room best, the first of equally good ones. */
function bestFilling(sizes: readonly number[], room: number, least: number): number[] {
  const different = [...new Set(sizes)];
  const left = different.map((size) => sizes.filter((other) => other === size).length);
  let best: number[] = [];
  let bestSlack = room;
  let nodes = 0;
  const isOver = () => bestSlack === 0 || nodes >= nodeLimit;
  const visit = (path: number[], rest: number, from: number): void => {
    nodes++;
    const last = different.findIndex((size, kind) => kind >= from && left[kind]! > 0 && size <= rest);
    if (last >= 0 && rest - different[last]! < bestSlack) {
      best = [...path, different[last]!];
      bestSlack = rest - different[last]!;
    }
    for (let kind = from; kind < different.length && !isOver(); kind++) {
      const size = different[kind]!;
      if (left[kind] === 0 || size > rest - least) continue;
      left[kind]!--;
      visit([...path, size], rest - size, kind);
      left[kind]!++;
    }
  };
  visit([], room, 0);
  return best;
}
