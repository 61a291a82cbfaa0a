/**
 * Draws from the fewest likeliest next words that hold the share p of the weight (top-p), exactly, and ranks none of them.
 *
 *   w is inside  <=>  before_c(w) < topP * Z(c)
 *   before_c(w)   =   sum over levels n of s_n (A_n - B_n)
 *
 * where before_c(w) is the weight of the words that are likelier than w, or as likely with a lower number; A_n sums it over the successors
 * of the context's last n words, and B_n over those of them that a longer context has, and counts itself. Each is a look-up in running
 * sums over a sorted list, or a scan where the list is short. A draw from all words is rejected until it falls inside. Of each context
 * the furthest word known to be inside and the nearest known to be outside are remembered, so that few draws ask for the sums.
 *
 * law      weights are p^(1 / temperature) over known words; p is compared as `Walk.step` computes it, bit by bit
 * cost     1 / topP draws a word in the mean, one probability a draw; a context's sums about log(draws) times, O(orders * log(words))
 * memory   24 bytes a context; 40 bytes an n-gram of the contexts visited that have more than SCANNED successors
 * checked  against ranking all words (truncate.ts)
 */
import {pow} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {powerOf} from '../tempering.ts';
import {MixtureDrawer, type NgramDrawer} from './draw.ts';
import type {KneserNey} from './kneser-ney.ts';
import {Walk} from './score.ts';
import {TemperedDrawer} from './temper.ts';
import type {Trie} from './trie.ts';

/** Contexts of at most so many successors are scanned. */
const SCANNED = 64;

/** Above rounding: a word that holds more than 1 - topP by this much alone is inside, whatever the sums. */
const SLACK = 1e-12;

export class NucleusDrawer extends Walk implements NgramDrawer {
  private readonly topP: number;
  private readonly source: MixtureDrawer | TemperedDrawer;
  /** By level and node: p and number of the furthest word known to be inside, and of the nearest known to be outside. */
  private readonly inside: readonly Float64Array[];
  private readonly insideWord: readonly Int32Array[];
  private readonly outside: readonly Float64Array[];
  private readonly outsideWord: readonly Int32Array[];
  /** By level: the successors of a context, sorted by p there; and the same, sorted by p in the next shorter context. */
  private readonly lists: readonly Map<number, SortedWords>[];
  private readonly shorterLists: readonly Map<number, SortedWords>[];
  private readonly asked: Asked;

  constructor(trie: Trie, model: KneserNey, {temperature, topP}: {readonly temperature: number; readonly topP: number}) {
    super(trie, model);
    this.topP = topP;
    this.source = temperature === 1 ? new MixtureDrawer(trie.counts, model.discounts) : new TemperedDrawer(trie, model, temperature);
    const surely = temperature === 1 ? 1 - topP + SLACK : Number.POSITIVE_INFINITY;
    this.inside = model.backoff.map((g) => new Float64Array(g.length).fill(surely));
    this.insideWord = model.backoff.map((g) => new Int32Array(g.length).fill(-1));
    this.outside = model.backoff.map((g) => new Float64Array(g.length));
    this.outsideWord = model.backoff.map((g) => new Int32Array(g.length));
    this.lists = model.backoff.map(() => new Map());
    this.shorterLists = model.backoff.map(() => new Map());
    this.asked = {word: 0, p: 0, unit: 1, power: powerOf(temperature)};
  }

  draw(stream: Stream): number {
    const {level, node, source} = this;
    for (;;) {
      const word = source.drawAt(level, node, stream);
      const p = this.step(word);
      if (this.holds(level, node, word, p)) return word;
      this.level = level;
      this.node = node;
    }
  }

  /** Whether `word`, whose probability in context `node` of `level` words is p, is inside. */
  holds(level: number, node: number, word: number, p: number): boolean {
    const inside = this.inside[level];
    const insideWord = this.insideWord[level];
    if (p > inside[node] || (p === inside[node] && word <= insideWord[node])) return true;
    const outside = this.outside[level];
    const outsideWord = this.outsideWord[level];
    if (p < outside[node] || (p === outside[node] && word >= outsideWord[node])) return false;
    if (this.goesBeforeTheEnd(level, node, word, p)) {
      inside[node] = p;
      insideWord[node] = word;
      return true;
    }
    outside[node] = p;
    outsideWord[node] = word;
    return false;
  }

  /** Whether the words before `word` do not fill the set yet. */
  private goesBeforeTheEnd(level: number, node: number, word: number, p: number): boolean {
    const {asked, source, topP} = this;
    asked.word = word;
    asked.p = p;
    const total = this.total(level, node);
    asked.unit = source instanceof TemperedDrawer ? source.largestOf(level, node) : 1;
    return this.weightBefore(level, node) < topP * total;
  }

  /** Z(c), in units of m(c)^b (temper.ts); at temperature 1 in units of 1. */
  private total(level: number, node: number): number {
    if (this.source instanceof TemperedDrawer) return this.source.weigh(level, node);
    const {suffix, types} = this.trie;
    const {backoff, probability} = this.model;
    let paid = 1;
    for (let n = level, c = node; n > 0; c = suffix[n--][c]) paid *= backoff[n][c];
    return 1 - paid * probability[1][types + 1];
  }

  /** The weight of the words that go before the word asked for, in the units of `total`. */
  private weightBefore(level: number, node: number): number {
    const {start, suffix} = this.trie;
    const {backoff} = this.model;
    const {asked} = this;
    let paid = 1;
    let weight = 0;
    for (let n = level, c = node; n > 0; n--) {
      const longer = paid;
      paid *= backoff[n][c];
      if (start[n][c + 1] - start[n][c] > SCANNED) {
        weight += this.listOf(n, c).before(asked, longer);
        weight -= this.shorterListOf(n, c).before(asked, paid);
      } else {
        weight += this.scan(n, c, longer, paid);
      }
      c = suffix[n][c];
    }
    return weight + this.listOf(0, 0).before(asked, paid);
  }

  /** What the successors of context c weigh there, less what they weigh in the next shorter context, as far as they go before. */
  private scan(n: number, c: number, longer: number, paid: number): number {
    const {start, suffix, word: allWords} = this.trie;
    const {word, p, unit, power} = this.asked;
    const here = this.model.probability[n + 1];
    const there = this.model.probability[n];
    const words = allWords[n + 1];
    const suffixes = suffix[n + 1];
    let weight = 0;
    for (let x = start[n][c], end = start[n][c + 1]; x < end; x++) {
      const q = longer * here[x];
      const r = paid * there[suffixes[x]];
      if (q > p || (q === p && words[x] < word)) weight += power === 1 ? q : pow(q / unit, power);
      if (r > p || (r === p && words[x] < word)) weight -= power === 1 ? r : pow(r / unit, power);
    }
    return weight;
  }

  private listOf(n: number, c: number): SortedWords {
    let list = this.lists[n].get(c);
    if (list === undefined) {
      const [from, to] = this.successors(n, c);
      list = new SortedWords(this.trie.word[n + 1].subarray(from, to), this.model.probability[n + 1].subarray(from, to), this.asked.power);
      this.lists[n].set(c, list);
    }
    return list;
  }

  private shorterListOf(n: number, c: number): SortedWords {
    let list = this.shorterLists[n].get(c);
    if (list === undefined) {
      const [from, to] = this.successors(n, c);
      const there = this.model.probability[n];
      const suffixes = this.trie.suffix[n + 1];
      const values = new Float64Array(to - from);
      for (let i = 0; i < values.length; i++) values[i] = there[suffixes[from + i]];
      list = new SortedWords(this.trie.word[n + 1].subarray(from, to), values, this.asked.power);
      this.shorterLists[n].set(c, list);
    }
    return list;
  }

  /** The known words after context c, as nodes of level n + 1: from, to. */
  private successors(n: number, c: number): [number, number] {
    const {start, types} = this.trie;
    return n === 0 ? [0, types + 1] : [start[n][c], start[n][c + 1]];
  }
}

/** The word whose place is asked for, its probability, the unit of weights (a probability) and the power of weights. */
interface Asked {
  word: number;
  p: number;
  unit: number;
  readonly power: number;
}

/** Words in falling p, equal ones in the order of their numbers, with running sums of their weights. */
class SortedWords {
  private readonly words: Int32Array;
  private readonly values: Float64Array;
  /** sums[i]: the weight of the first i words, in units of the first's. (n + 1,) */
  private readonly sums: Float64Array;

  /** words: (n,), ascending; values: (n,), the p of each. */
  constructor(words: Int32Array, values: Float64Array, power: number) {
    const n = words.length;
    this.values = values.slice().sort().reverse();
    this.words = new Int32Array(n);
    this.sums = new Float64Array(n + 1);
    // each word goes behind the lower numbers of its value: taken[i] of them stand where the value begins, at i
    const taken = new Int32Array(n);
    for (let i = 0; i < n; i++) {
      const first = this.firstBelow(values[i], 1, true);
      this.words[first + taken[first]++] = words[i];
    }
    const largest = this.values[0];
    for (let i = 0, sum = 0; i < n; i++) {
      const relative = this.values[i] / largest;
      sum += power === 1 ? relative : pow(relative, power);
      this.sums[i + 1] = sum;
    }
  }

  /** The weight of the words that go before the one asked for, where each has `paid` times its value. */
  before(asked: Asked, paid: number): number {
    const {values, sums} = this;
    const relative = (paid * values[0]) / asked.unit;
    const unit = asked.power === 1 ? relative : pow(relative, asked.power);
    const at = this.firstBelow(asked.p, paid, true);
    if (at === values.length || paid * values[at] !== asked.p) return unit * sums[at];
    return unit * this.sumWithin(at, this.firstBelow(asked.p, paid, false), asked.word);
  }

  /** The first place whose value times `paid` is below p, or p where `orEqual`. */
  private firstBelow(p: number, paid: number, orEqual: boolean): number {
    const values = this.values;
    let low = 0;
    let high = values.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const value = paid * values[middle];
      if (value > p || (value === p && !orEqual)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The running sum at `from`, and of the words below `word` among the equally likely ones at from..to. */
  private sumWithin(from: number, to: number, word: number): number {
    const {words, values, sums} = this;
    if (values[from] !== values[to - 1]) {
      // equal by rounding alone, and so not in the order of their numbers
      let sum = sums[from];
      for (let i = from; i < to; i++) if (words[i] < word) sum += sums[i + 1] - sums[i];
      return sum;
    }
    let low = from;
    let high = to;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (words[middle] < word) low = middle + 1;
      else high = middle;
    }
    return sums[low];
  }
}
