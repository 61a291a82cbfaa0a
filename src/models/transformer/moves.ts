/**
 * In what order rows are copied so that all end as if they were copied at once: a row is overwritten when nobody reads it any more, and one
 * row of each cycle waits in a row of its own, number n.
 */
interface Move {
  readonly from: number;
  readonly to: number;
}

/** Row b is to hold what row `parents[b]` holds now. parents: (n,), each in 0..n-1. Rows that stay are not moved. */
export function movesOf(parents: Int32Array): Move[] {
  const n = parents.length;
  const readers = new Int32Array(n);
  for (let b = 0; b < n; b++) if (parents[b] !== b) readers[parents[b]]++;
  const waiting = Uint8Array.from(parents, (parent, b) => Number(parent !== b));
  const moves: Move[] = [];
  const copyFrom = (first: number) => {
    for (let b = first; waiting[b] === 1 && readers[b] === 0; ) {
      const parent = parents[b];
      moves.push({from: parent, to: b});
      waiting[b] = 0;
      readers[parent]--;
      b = parent;
    }
  };
  for (let b = 0; b < n; b++) copyFrom(b);
  for (let b = 0; b < n; b++) {
    if (waiting[b] === 0) continue;
    moves.push({from: b, to: n});
    for (let at = b; ; at = parents[at]) {
      waiting[at] = 0;
      const last = parents[at] === b;
      moves.push({from: last ? n : parents[at], to: at});
      if (last) break;
    }
  }
  return moves;
}
