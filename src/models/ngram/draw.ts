/**
 * Draws the next word from a Kneser-Ney model as the mixture that it is, without a table of probabilities.
 *
 * A unit of count is drawn from the context's total, and it is lost to the discount or it is not: of an n-gram's a units the first two
 * or three share the loss D(a). Not lost, it names the word: that is the first term of the estimate. Lost, which happens with
 * probability g(c), the draw goes on in the shorter context. Below the unigrams a type is drawn uniformly.
 * The unknown type starts the draw anew: the law is p(w | c, w known).
 *
 * cost     three look-ups in memory a context tried, a search where the word came from a much shorter one; no allocation
 */
import type {Stream} from '../../core/random/stream.ts';
import type {Ascending} from './ascending.ts';
import {CountedContext} from './counted-context.ts';
import type {Counts} from './counts.ts';
import type {Discounts} from './kneser-ney.ts';
import type {Units} from './units.ts';

/** Draws words one after another. `level` and `node` are all that it remembers: the context that it stands in. */
export interface NgramDrawer extends Pick<CountedContext, 'level' | 'node'> {
  /** To the beginning of a document. */
  open(): void;
  /** Goes over a word that is given: a type or the unknown type. */
  follow(word: number): void;
  /** The next word: a type, or V = </s>. */
  draw(stream: Stream): number;
}

export class MixtureDrawer extends CountedContext implements NgramDrawer {
  private readonly base: readonly Ascending[];
  private readonly units: readonly Units[];
  /** losses[32 * n + a]: the probability that a unit of order n is lost, where `around` it is a. */
  private readonly losses: Float64Array;
  /** The n-gram of the last draw, and how long its context is: -1 where it was drawn from all types alike. */
  private drawn = 0;
  private drawnIn = -1;

  constructor(counts: Counts, discounts: readonly Discounts[]) {
    super(counts);
    this.base = counts.base;
    this.units = counts.units;
    this.losses = new Float64Array(32 * (counts.order + 1));
    for (let n = 1; n <= counts.order; n++) this.losses.set(lossesOf(discounts[n].amounts), 32 * n);
  }

  draw(stream: Stream): number {
    const word = this.drawAt(this.level, this.node, stream);
    if (this.drawnIn < 0) this.follow(word);
    else this.move(this.drawnIn, this.drawn);
    return word;
  }

  /** A word in the context `from` of `length` words, without moving. */
  drawAt(length: number, from: number, stream: Stream): number {
    const {base, units, losses} = this;
    const {suffix, types} = this.counts;
    for (;;) {
      let node = from;
      for (let level = length; level >= 0; level--) {
        const bases = base[level];
        const first = bases.at(node);
        const at = stream.float() * (bases.at(node + 1) - first);
        const whole = Math.floor(at);
        const own = units[level + 1];
        if (at - whole >= losses[32 * level + 32 + own.around(first + whole)]) {
          this.drawnIn = level;
          this.drawn = own.nodeOf(first + whole);
          return this.wordOf(level + 1, this.drawn);
        }
        node = suffix[level][node];
      }
      const word = stream.below(types + 2);
      if (word <= types) {
        this.drawnIn = -1;
        return word;
      }
    }
  }

  private wordOf(length: number, node: number): number {
    const {suffix} = this.counts;
    let last = node;
    for (let n = length; n > 1; n--) last = suffix[n][last];
    return last;
  }

  /** Goes over a word, drawn in a context of `level` words as n-gram `found`. */
  private move(level: number, found: number): void {
    const {order, suffix} = this.counts;
    if (level === order - 1) {
      this.level = level;
      this.node = suffix[order][found];
    } else if (level === order - 2 || level === this.level) {
      this.level = level + 1;
      this.node = found;
    } else {
      this.advance(level, found);
    }
  }
}

/**
 * By what is around a unit (units.ts). An n-gram of count 1 loses by its only unit, of count 2 by both, of more by the first three, by
 * others nothing.
 */
function lossesOf([one, two, more]: readonly number[]): number[] {
  const part = (discount: number, unit: number) => Math.min(1, Math.max(0, discount - unit));
  return Array.from({length: 32}, (_, around) => {
    const begins = (offset: number) => ((around >> (offset + 2)) & 1) === 1;
    const unit = begins(0) ? 0 : begins(-1) ? 1 : begins(-2) ? 2 : 3;
    const ends = [1, 2].find((offset) => begins(offset));
    const count = ends === undefined || unit > 1 ? 3 : unit + ends;
    if (unit > 2) return 0;
    return count === 1 ? one : part(count === 2 ? two : more, unit);
  });
}
