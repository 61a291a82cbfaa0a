/**
 * Draws from the likeliest next words alone: the top k, then the fewest of them that hold the share p of what is left, both exact.
 *
 * The words of a context in falling probability are a merge of a few sorted lists: its own successors, and those of each shorter context,
 * scaled by the back-offs on the way and without the words that a longer context has. The merge stops where the set is full.
 * Where two words are equally likely, the lower number goes first. Small sets are kept as lists; of large ones only the bound is kept,
 * and a draw from all words is rejected until it falls inside.
 *
 * Without top-k the index draws by nucleus.ts, which ranks nothing; here top-p alone is its oracle.
 *
 * law      weights are p^(1 / temperature) over known words; top-k by p; then top-p of the weights of those k (of all words without top-k)
 * cost     a context's set is made when it is first visited, O(words in it); then a binary search, or 1 / (share inside) draws
 * memory   12 bytes an n-gram and context for the sorted lists, and lists of at most 4 Mi words together: beyond, they are made anew
 */
import {grown} from '../../core/grown.ts';
import type {Stream} from '../../core/random/stream.ts';
import {Context} from './context.ts';
import type {NgramDrawer} from './draw.ts';
import type {KneserNey} from './kneser-ney.ts';
import {Walk} from './score.ts';
import {TemperedDrawer} from './temper.ts';
import type {Trie} from './trie.ts';

const POOL_LIMIT = 1 << 22;

export interface Truncation {
  readonly temperature: number;
  readonly topK?: number;
  readonly topP?: number;
  /** Sets of at most so many words are kept as lists (512). */
  readonly listLimit?: number;
}

/** What a context's next words were cut to. A word is inside where p > bound, or p = bound and its number is at most `last`. */
interface Cut {
  readonly bound: number;
  readonly last: number;
  /** Place and length of the list in the pool; length 0 where the set is too large for one. */
  readonly at: number;
  readonly length: number;
}

export class TruncatedDrawer extends Context implements NgramDrawer {
  private readonly topK: number;
  private readonly topP: number;
  private readonly listLimit: number;
  private readonly tempered: TemperedDrawer;
  private readonly walk: Walk;
  private readonly ranking: Ranking;
  /** Of each context visited, by level and node. */
  private cuts: Map<number, Cut>[];
  private pool = new Int32Array(1 << 12);
  /** Running sums of weights, beside `pool`. */
  private sums = new Float64Array(1 << 12);
  private pooled = 0;

  constructor(trie: Trie, model: KneserNey, {temperature, topK, topP, listLimit = 512}: Truncation) {
    super(trie);
    this.topK = Math.min(topK ?? trie.types + 1, trie.types + 1);
    this.topP = topP ?? 1;
    this.listLimit = listLimit;
    this.tempered = new TemperedDrawer(trie, model, temperature);
    this.walk = new Walk(trie, model);
    this.ranking = new Ranking(trie, model);
    this.cuts = Array.from({length: trie.order}, () => new Map());
  }

  draw(stream: Stream): number {
    const cut = this.cutOf(this.level, this.node);
    const word = cut.length > 0 ? this.drawListed(cut, stream) : this.drawInside(cut, stream);
    this.follow(word);
    return word;
  }

  private drawListed({at, length}: Cut, stream: Stream): number {
    const sums = this.sums;
    let low = at;
    let high = at + length - 1;
    const target = stream.float() * sums[high];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] > target) high = middle;
      else low = middle + 1;
    }
    return this.pool[low];
  }

  private drawInside({bound, last}: Cut, stream: Stream): number {
    const {level, node, walk} = this;
    for (;;) {
      const word = this.tempered.drawAt(level, node, stream);
      walk.level = level;
      walk.node = node;
      const p = walk.step(word);
      if (p > bound || (p === bound && word <= last)) return word;
    }
  }

  /** What the next words of context `node` of `level` words are cut to. */
  cutOf(level: number, node: number): Cut {
    let cut = this.cuts[level].get(node);
    if (cut === undefined) {
      cut = this.makeCut(level, node);
      this.cuts[level].set(node, cut);
    }
    return cut;
  }

  private makeCut(level: number, node: number): Cut {
    const {ranking, tempered, topK} = this;
    const total = tempered.weigh(level, node);
    ranking.start(level, node);
    const cutByRank = topK <= this.trie.types;
    // without top-k the whole is known beforehand, and ranking stops at its share
    let enough = cutByRank ? Number.POSITIVE_INFINITY : this.topP * total;
    let weight = 0;
    let size = 0;
    for (; size < topK && weight < enough; size++) {
      // unsmoothed, the words that no longer context has are impossible
      if (!ranking.next() || ranking.probabilities[size] === 0) break;
      weight += tempered.weightOf(level, node, ranking.probabilities[size]);
    }
    ranking.finishTies(size);
    if (cutByRank && this.topP < 1) {
      enough = this.topP * weight;
      weight = 0;
      for (size = 0; weight < enough && size < topK; size++) weight += tempered.weightOf(level, node, ranking.probabilities[size]);
      ranking.sortTies(size);
    }
    const bound = ranking.probabilities[size - 1];
    const last = ranking.words[size - 1];
    return size > this.listLimit ? {bound, last, at: 0, length: 0} : {bound, last, at: this.keep(level, node, size), length: size};
  }

  /** Puts the first `size` ranked words into the pool. */
  private keep(level: number, node: number, size: number): number {
    if (this.pooled + size > POOL_LIMIT) {
      this.pooled = 0;
      this.cuts = this.cuts.map(() => new Map());
    }
    if (this.pooled + size > this.pool.length) this.growPool();
    const at = this.pooled;
    let sum = 0;
    for (let i = 0; i < size; i++) {
      sum += this.tempered.weightOf(level, node, this.ranking.probabilities[i]);
      this.pool[at + i] = this.ranking.words[i];
      this.sums[at + i] = sum;
    }
    this.pooled += size;
    return at;
  }

  private growPool(): void {
    this.pool = grown(this.pool, 2 * this.pool.length);
    this.sums = grown(this.sums, 2 * this.sums.length);
  }
}

/** The known words of one context at a time, in falling probability. */
class Ranking {
  /** What has been ranked so far. */
  words: Int32Array;
  probabilities: Float64Array;
  private size = 0;
  private readonly trie: Trie;
  private readonly model: KneserNey;
  /** order[n]: the n-grams of each context in falling probability, where `sorted[n - 1]` of the context is 1. */
  private readonly order: readonly Int32Array[];
  private readonly sorted: readonly Uint8Array[];
  /** seenAt[w] = visit * 8 + the longest level of this visit that has w as a successor. */
  private readonly seenAt: Float64Array;
  private visit = 0;
  private top = 0;
  /** By level: the next place in `order`, the end, and the product of the back-offs that lead there. */
  private readonly at = new Int32Array(6);
  private readonly end = new Int32Array(6);
  private readonly scale = new Float64Array(6);

  constructor(trie: Trie, model: KneserNey) {
    this.trie = trie;
    this.model = model;
    this.words = new Int32Array(trie.types + 1);
    this.probabilities = new Float64Array(trie.types + 1);
    this.order = trie.word.map((words) => Int32Array.from(words, (_, x) => x));
    this.sorted = model.backoff.map((g) => new Uint8Array(g.length));
    this.seenAt = new Float64Array(trie.types + 2);
  }

  /** Begins with the likeliest word of the context. */
  start(level: number, node: number): void {
    const {start, suffix, types, word} = this.trie;
    this.visit++;
    this.size = 0;
    this.top = level;
    let scale = 1;
    for (let n = level, c = node; n >= 0; n--) {
      this.sort(n, c);
      this.at[n] = start[n][c];
      this.end[n] = n === 0 ? types + 1 : start[n][c + 1];
      this.scale[n] = scale;
      if (n > 0) {
        const words = word[n + 1];
        for (let x = this.at[n]; x < this.end[n]; x++)
          if (this.seenAt[words[x]] < this.visit * 8) this.seenAt[words[x]] = this.visit * 8 + n;
        scale *= this.model.backoff[n][c];
        c = suffix[n][c];
      }
    }
  }

  /** Ranks one more word; false where there is none. */
  next(): boolean {
    const level = this.likeliestLevel();
    if (level < 0) return false;
    const x = this.order[level + 1][this.at[level]++];
    this.words[this.size] = this.trie.word[level + 1][x];
    this.probabilities[this.size++] = this.scale[level] * this.model.probability[level + 1][x];
    return true;
  }

  /** Ranks the words that are as likely as number `size - 1`, and puts them in order. */
  finishTies(size: number): void {
    const bound = this.probabilities[size - 1];
    for (;;) {
      const level = this.likeliestLevel();
      if (level < 0 || this.scale[level] * this.model.probability[level + 1][this.order[level + 1][this.at[level]]] < bound) break;
      this.next();
    }
    this.sortTies(size);
  }

  /** Puts the ranked words that are as likely as number `size - 1` in the order of their numbers. */
  sortTies(size: number): void {
    const bound = this.probabilities[size - 1];
    let from = size - 1;
    let to = size;
    while (from > 0 && this.probabilities[from - 1] === bound) from--;
    while (to < this.size && this.probabilities[to] === bound) to++;
    if (to - from > 1) this.words.subarray(from, to).sort();
  }

  /** The level whose next word is the likeliest, after words that a longer context has were passed over; -1 at the end. */
  private likeliestLevel(): number {
    const {word} = this.trie;
    let best = -1;
    let largest = -1;
    for (let n = this.top; n >= 0; n--) {
      const order = this.order[n + 1];
      const words = word[n + 1];
      let at = this.at[n];
      while (at < this.end[n] && this.seenAt[words[order[at]]] > this.visit * 8 + n) at++;
      this.at[n] = at;
      if (at === this.end[n]) continue;
      const p = this.scale[n] * this.model.probability[n + 1][order[at]];
      if (p > largest) {
        largest = p;
        best = n;
      }
    }
    return best;
  }

  private sort(level: number, node: number): void {
    if (this.sorted[level][node] === 1) return;
    this.sorted[level][node] = 1;
    const {start, types} = this.trie;
    const from = start[level][node];
    const to = level === 0 ? types + 1 : start[level][node + 1];
    if (to - from < 2) return;
    const p = this.model.probability[level + 1];
    this.order[level + 1].subarray(from, to).sort((x, y) => p[y] - p[x] || x - y);
  }
}
