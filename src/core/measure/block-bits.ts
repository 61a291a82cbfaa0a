/**
 * Bits of one block of deflate: as it stands, with the fixed code or with a code of its own, whichever is the shortest.
 *
 *   own code   17 + 3 for each of the lengths of code lengths + the code lengths, run by run + sum f (length + extra bits)
 *   fixed      3 + sum f (length + extra bits)      as it stands   3, to the next byte, 32 + 8 bytes
 *
 * shape    counts of 286 literals and lengths, of 30 distances  ->  bits
 * edge     ties and codes longer than 15 bits are settled as zlib settles them, since other lengths cost other bits to say
 * source   RFC 1951; the order in which zlib (J. Gailly, M. Adler: trees.c) merges nodes and shortens codes
 * checked  by compressedSize against zlib
 */
const LITERALS = 286;
const DISTANCES = 30;
const LENGTH_CODES = 19;
const NODES = 2 * LITERALS + 1;
const LENGTH_EXTRA = Uint8Array.of(0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0);
const DISTANCE_EXTRA = Uint8Array.from({length: DISTANCES}, (_, code) => Math.max(0, (code >> 1) - 1));
const RUN_EXTRA = Uint8Array.from({length: LENGTH_CODES}, (_, code) => [2, 3, 7][code - 16] ?? 0);
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const FIXED_LITERALS = Uint8Array.from({length: LITERALS}, (_, n) => (n < 144 ? 8 : n < 256 ? 9 : n < 280 ? 7 : 8));
const FIXED_DISTANCES = new Uint8Array(DISTANCES).fill(5);

/** A code over `symbols` symbols, built by `build`: `lengths` of those up to `last`. Frequencies are set from outside; build leaves them to clear. */
class Code {
  readonly frequencies = new Uint32Array(NODES);
  readonly lengths = new Uint16Array(NODES);
  /** The last symbol that occurs. */
  last = -1;
  /** Bits that its symbols take in all, by this code and by the fixed one. */
  bits = 0;
  fixedBits = 0;
  private readonly symbols: number;
  private readonly extra: Uint8Array;
  private readonly extraFrom: number;
  private readonly most: number;
  private readonly fixed?: Uint8Array;

  constructor(symbols: number, {extra, extraFrom, most, fixed}: {extra: Uint8Array; extraFrom: number; most: number; fixed?: Uint8Array}) {
    this.symbols = symbols;
    this.extra = extra;
    this.extraFrom = extraFrom;
    this.most = most;
    this.fixed = fixed;
  }

  build(): void {
    this.bits = 0;
    this.fixedBits = 0;
    this.plant();
    this.merge();
    this.measure();
  }

  /** The symbols that occur, two at least, as a heap. */
  private plant(): void {
    const {frequencies, lengths, symbols, fixed} = this;
    heaped = 0;
    this.last = -1;
    for (let n = 0; n < symbols; n++) {
      lengths[n] = 0;
      if (frequencies[n] === 0) continue;
      this.last = n;
      heap[++heaped] = n;
      depth[n] = 0;
    }
    while (heaped < 2) {
      const n = this.last < 2 ? ++this.last : 0;
      heap[++heaped] = n;
      frequencies[n] = 1;
      depth[n] = 0;
      this.bits--;
      if (fixed !== undefined) this.fixedBits -= fixed[n];
    }
    for (let n = heaped >> 1; n >= 1; n--) sink(frequencies, n);
  }

  /** The two rarest become one, until one is left; `heap` from `lowest` on lists all nodes, parents before children. */
  private merge(): void {
    const {frequencies} = this;
    lowest = NODES;
    for (let node = this.symbols; heaped >= 2; node++) {
      const n = heap[1];
      heap[1] = heap[heaped--];
      sink(frequencies, 1);
      const m = heap[1];
      heap[--lowest] = n;
      heap[--lowest] = m;
      frequencies[node] = frequencies[n] + frequencies[m];
      depth[node] = Math.max(depth[n], depth[m]) + 1;
      parent[n] = parent[m] = node;
      heap[1] = node;
      sink(frequencies, 1);
    }
    heap[--lowest] = heap[1];
  }

  private measure(): void {
    const {frequencies, lengths, most, last, extra, extraFrom, fixed} = this;
    counts.fill(0);
    lengths[heap[lowest]] = 0;
    let beyond = 0;
    for (let h = lowest + 1; h < NODES; h++) {
      const n = heap[h];
      let length = lengths[parent[n]] + 1;
      if (length > most) {
        length = most;
        beyond++;
      }
      lengths[n] = length;
      if (n > last) continue;
      counts[length]++;
      const more = n >= extraFrom ? extra[n - extraFrom] : 0;
      this.bits += frequencies[n] * (length + more);
      if (fixed !== undefined) this.fixedBits += frequencies[n] * (fixed[n] + more);
    }
    if (beyond > 0) this.shorten(beyond);
  }

  /** `beyond` nodes were longer than may be: leaves further up give way. */
  private shorten(beyond: number): void {
    const {frequencies, lengths, most, last} = this;
    for (; beyond > 0; beyond -= 2) {
      let length = most - 1;
      while (counts[length] === 0) length--;
      counts[length]--;
      counts[length + 1] += 2;
      counts[most]--;
    }
    let h = NODES;
    for (let length = most; length > 0; length--) {
      for (let left = counts[length]; left > 0; ) {
        const n = heap[--h];
        if (n > last) continue;
        this.bits += (length - lengths[n]) * frequencies[n];
        lengths[n] = length;
        left--;
      }
    }
  }
}

const heap = new Uint16Array(NODES);
const depth = new Uint8Array(NODES);
const parent = new Uint16Array(NODES);
const counts = new Uint16Array(16);
let heaped = 0;
let lowest = 0;

function sink(frequencies: Uint32Array, k: number): void {
  const node = heap[k];
  for (let j = 2 * k; j <= heaped; j *= 2) {
    if (j < heaped && before(frequencies, heap[j + 1], heap[j])) j++;
    if (before(frequencies, node, heap[j])) break;
    heap[k] = heap[j];
    k = j;
  }
  heap[k] = node;
}

const before = (frequencies: Uint32Array, n: number, m: number): boolean =>
  frequencies[n] < frequencies[m] || (frequencies[n] === frequencies[m] && depth[n] <= depth[m]);

const literals = new Code(LITERALS, {extra: LENGTH_EXTRA, extraFrom: 257, most: 15, fixed: FIXED_LITERALS});
const distances = new Code(DISTANCES, {extra: DISTANCE_EXTRA, extraFrom: 0, most: 15, fixed: FIXED_DISTANCES});
const runs = new Code(LENGTH_CODES, {extra: RUN_EXTRA, extraFrom: 0, most: 7});

/** To count into: of literals, the end of a block (256) and lengths (257 and up); of distances. */
export const literalCounts: Uint32Array = literals.frequencies;
export const distanceCounts: Uint32Array = distances.frequencies;

/** `bits` of a stream, and a block after them of what was counted; counts begin anew. `stored`: bytes of the block where it may stand as it is. */
export function afterBlock(bits: number, stored: number | undefined): number {
  literalCounts[256] = 1;
  literals.build();
  distances.build();
  const own = literals.bits + distances.bits + 14 + codeLengthBits();
  const fixed = literals.fixedBits + distances.fixedBits;
  literalCounts.fill(0);
  distanceCounts.fill(0);
  const fixedBytes = (fixed + 10) >>> 3;
  const bytes = Math.min(fixedBytes, (own + 10) >>> 3);
  if (stored !== undefined && stored + 4 <= bytes) return ((bits + 3 + 7) & ~7) + 32 + 8 * stored;
  return bits + 3 + (fixedBytes === bytes ? fixed : own);
}

function codeLengthBits(): number {
  runs.frequencies.fill(0);
  countRuns(literals.lengths, literals.last);
  countRuns(distances.lengths, distances.last);
  runs.build();
  let last = LENGTH_CODES - 1;
  while (last >= 3 && runs.lengths[ORDER[last]] === 0) last--;
  return runs.bits + 3 * (last + 1);
}

/** Lengths as they are said: each, or 3 to 6 times the one before (16), or 3 to 10 (17) or 11 to 138 (18) zeros. */
function countRuns(lengths: Uint16Array, last: number): void {
  const {frequencies} = runs;
  for (let n = 0, before = -1; n <= last; ) {
    const length = lengths[n];
    const most = length === 0 ? 138 : length === before ? 6 : 7;
    const least = length === 0 || length === before ? 3 : 4;
    let count = 1;
    while (count < most && n + count <= last && lengths[n + count] === length) count++;
    if (count < least) frequencies[length] += count;
    else if (length !== 0) {
      if (length !== before) frequencies[length]++;
      frequencies[16]++;
    } else frequencies[count <= 10 ? 17 : 18]++;
    n += count;
    before = length;
  }
}
