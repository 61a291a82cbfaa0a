/**
 * Draws the next word from a Kneser-Ney model as the mixture that it is, without a table of probabilities.
 *
 * A unit of count is drawn from the context's total, and it is lost to the discount or it is not: of an n-gram's a units the first two
 * or three share the loss D(a). Not lost, it names the word: that is the first term of the estimate. Lost, which happens with
 * probability g(c), the draw goes on in the shorter context. Below the unigrams a type is drawn uniformly.
 * The unknown type starts the draw anew: the law is p(w | c, w known).
 *
 * cost     two look-ups in memory a context tried, and a search where the word came from a much shorter one; no allocation
 * memory   8 bytes a unit of count and 4 a context, made when the first word is drawn
 * domain   fewer than 2^27 n-grams an order; more throw DomainError
 */
import {DomainError} from '../../core/error.ts';
import type {Stream} from '../../core/random/stream.ts';
import {Context} from './context.ts';
import type {KneserNey} from './kneser-ney.ts';
import {gather, type Trie} from './trie.ts';

/** Draws words one after another. `level` and `node` are all that it remembers: the context that it stands in. */
export interface NgramDrawer extends Pick<Context, 'level' | 'node'> {
  /** To the beginning of a document. */
  open(): void;
  /** Goes over a word that is given: a type or the unknown type. */
  follow(word: number): void;
  /** The next word: a type, or V = </s>. */
  draw(stream: Stream): number;
}

export class MixtureDrawer extends Context implements NgramDrawer {
  /** base[n][c]: the first unit of context c, whose units end where those of c + 1 begin. n = 0..N - 1 */
  private readonly base: readonly Int32Array[];
  /** units[n]: two numbers a unit of the successors of contexts of level n: the word; the n-gram that becomes context, times 16, plus the loss. */
  private readonly units: readonly Int32Array[];
  /** losses[16 * n + k]: the probability that a unit of loss k is lost. */
  private readonly losses: Float64Array;

  constructor(trie: Trie, model: KneserNey) {
    super(trie);
    const largest = Math.max(...trie.word.map((words) => words.length));
    if (largest >= 1 << 27) throw new DomainError(`an order of fewer than 2^27 n-grams can be drawn from, got ${largest}`);
    this.base = trie.start.map((starts, n) => gather(trie.cumulative[n + 1], starts));
    this.units = trie.start.map((_, n) => spreadUnits(trie, n + 1));
    this.losses = new Float64Array(16 * trie.order);
    for (let n = 0; n < trie.order; n++) this.losses.set(lossesOf(model.discounts[n + 1].amounts), 16 * n);
  }

  draw(stream: Stream): number {
    const {base, units, losses} = this;
    const {suffix, types} = this.trie;
    for (;;) {
      let node = this.node;
      for (let level = this.level; level >= 0; level--) {
        const bases = base[level];
        const from = bases[node];
        const at = stream.float() * (bases[node + 1] - from);
        const whole = Math.floor(at);
        const unit = 2 * (from + whole);
        const pairs = units[level];
        const packed = pairs[unit + 1];
        if (at - whole >= losses[16 * level + (packed & 15)]) {
          const word = pairs[unit];
          this.move(level, packed >> 4, word);
          return word;
        }
        node = suffix[level][node];
      }
      const word = stream.below(types + 2);
      if (word <= types) {
        this.follow(word);
        return word;
      }
    }
  }

  /** A word in the context `from` of `length` words, without moving. */
  drawAt(length: number, from: number, stream: Stream): number {
    const {base, units, losses} = this;
    const {suffix, types} = this.trie;
    for (;;) {
      let node = from;
      for (let level = length; level >= 0; level--) {
        const bases = base[level];
        const first = bases[node];
        const at = stream.float() * (bases[node + 1] - first);
        const whole = Math.floor(at);
        const unit = 2 * (first + whole);
        const pairs = units[level];
        if (at - whole >= losses[16 * level + (pairs[unit + 1] & 15)]) return pairs[unit];
        node = suffix[level][node];
      }
      const word = stream.below(types + 2);
      if (word <= types) return word;
    }
  }

  /** Goes over `word`, drawn in a context of `level` words. */
  private move(level: number, node: number, word: number): void {
    if (level === this.trie.order - 1) {
      this.node = node;
    } else if (level === this.trie.order - 2 || level === this.level) {
      this.level = level + 1;
      this.node = node;
    } else {
      this.advance(level, node, word);
    }
  }
}

/** An n-gram of count 1 loses by its only unit (1), of count 2 by both (2, 3), of more by the first three (4, 5, 6), by others nothing (0). */
function lossesOf([one, two, more]: readonly number[]): number[] {
  const part = (discount: number, unit: number) => Math.min(1, Math.max(0, discount - unit));
  return [0, one, part(two, 0), part(two, 1), part(more, 0), part(more, 1), part(more, 2)];
}

function spreadUnits(trie: Trie, n: number): Int32Array {
  const cumulative = trie.cumulative[n];
  const words = trie.word[n];
  const next = n === trie.order ? trie.suffix[n] : undefined;
  const units = new Int32Array(2 * cumulative[words.length]);
  for (let x = 0, k = 0; x < words.length; x++) {
    const end = cumulative[x + 1];
    const word = words[x];
    const packed = (next === undefined ? x : next[x]) * 16;
    const count = end - k;
    const loss = count < 3 ? (count === 2 ? 2 : 1) : 4;
    const losers = Math.min(count, 3);
    for (let unit = 0; k < end; k++, unit++) {
      units[2 * k] = word;
      units[2 * k + 1] = unit < losers ? packed + loss + unit : packed;
    }
  }
  return units;
}
