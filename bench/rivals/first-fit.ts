/**
 * First fit decreasing of one resource in JavaScript as one would tune it: typed arrays, and a tree over the bins whose
 * nodes hold the most room below, so that the first bin that fits is found in O(log n).
 */
export function createFirstFit(items: number): (sizes: Float64Array, capacity: number) => Int32Array {
  let leaves = 1;
  while (leaves < items) leaves *= 2;
  const room = new Float64Array(2 * leaves);
  const order = new Uint32Array(items);
  const bin = new Int32Array(items);

  return (sizes, capacity) => {
    room.fill(capacity);
    for (let i = 0; i < items; i++) order[i] = i;
    order.sort((a, b) => sizes[b]! - sizes[a]! || a - b);
    for (let k = 0; k < items; k++) {
      const item = order[k]!;
      const size = sizes[item]!;
      let node = 1;
      while (node < leaves) {
        node *= 2;
        if (room[node]! < size) node++;
      }
      bin[item] = node - leaves;
      room[node]! -= size;
      for (let above = node >> 1; above > 0; above >>= 1) {
        const most = Math.max(room[2 * above]!, room[2 * above + 1]!);
        if (room[above] === most) break;
        room[above] = most;
      }
    }
    return bin;
  };
}
