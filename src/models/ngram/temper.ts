/**
 * Draws from p(w | c)^b, b = 1 / temperature (models/tempering.ts), over the known words, exactly.
 *
 *   Z(c) = sum over successors of (p(w | c) / m(c))^b + (g(c) m(c') / m(c))^b (Z(c') - sum over the same words of (p(w | c') / m(c'))^b)
 *
 * where c' is c without its first word and m(c) the largest p in c, which keeps the powers from underflow. A draw takes a successor by its
 * weight, or else a word of c' that is no successor of c: by rejection, which costs at most one more draw in the mean, since
 * the way there is as improbable as the rejection is long.
 *
 * edge     a rest below 1e-12 of Z(c') counts as none
 * cost     a context's sums are made when it is first visited; then a binary search a draw
 * memory   8 bytes an n-gram and 24 a context, allocated once
 */
import {pow} from '../../core/math/index.ts';
import type {Stream} from '../../core/random/stream.ts';
import {powerOf} from '../tempering.ts';
import {Context} from './context.ts';
import type {NgramDrawer} from './draw.ts';
import type {KneserNey} from './kneser-ney.ts';
import {findSuccessor, type Trie} from './trie.ts';

export class TemperedDrawer extends Context implements NgramDrawer {
  private readonly model: KneserNey;
  private readonly power: number;
  /** sums[n][x]: weights of x and its neighbours before it in the same context, in units of m(c)^b. */
  private readonly sums: readonly Float64Array[];
  /** total[n][c] = Z(c), 0 where it has not been made. */
  private readonly total: readonly Float64Array[];
  /** explicit[n][c]: the part of Z(c) that its successors hold. */
  private readonly explicit: readonly Float64Array[];
  /** largest[n][c] = m(c). */
  private readonly largest: readonly Float64Array[];

  constructor(trie: Trie, model: KneserNey, temperature: number) {
    super(trie);
    this.model = model;
    this.power = powerOf(temperature);
    this.sums = model.probability.map((p, n) => new Float64Array(n === 0 ? 0 : p.length));
    const perContext = () => model.backoff.map((g) => new Float64Array(g.length));
    this.total = perContext();
    this.explicit = perContext();
    this.largest = perContext();
  }

  draw(stream: Stream): number {
    const word = this.drawAt(this.level, this.node, stream);
    this.follow(word);
    return word;
  }

  /** A word in the context `node` of `level` words, without moving. */
  drawAt(level: number, node: number, stream: Stream): number {
    const total = this.weigh(level, node);
    const {start, suffix, word: words} = this.trie;
    const at = stream.float() * total;
    if (at < this.explicit[level][node] || level === 0) {
      return words[level + 1][this.successorAt(level, node, at)];
    }
    for (;;) {
      const word = this.drawAt(level - 1, suffix[level][node], stream);
      if (findSuccessor(words[level + 1], start[level], node, word) < 0) return word;
    }
  }

  /** Z(c), in units of m(c)^b. */
  weigh(level: number, node: number): number {
    if (this.total[level][node] === 0) this.makeSums(level, node);
    return this.total[level][node];
  }

  /** (p / m(c))^b, for a context that has been weighed. */
  weightOf(level: number, node: number, probability: number): number {
    const relative = probability / this.largest[level][node];
    return this.power === 1 ? relative : pow(relative, this.power);
  }

  /** m(c), for a context that has been weighed. */
  largestOf(level: number, node: number): number {
    return this.largest[level][node];
  }

  private makeSums(level: number, node: number): void {
    const {start, suffix, types} = this.trie;
    const {probability, backoff} = this.model;
    const from = start[level][node];
    const to = level === 0 ? types + 1 : start[level][node + 1];
    const p = probability[level + 1];
    const shorter = level === 0 ? 0 : suffix[level][node];
    const rest = level === 0 ? 0 : this.weigh(level - 1, shorter);
    const share = level === 0 ? 0 : backoff[level][node] * this.largest[level - 1][shorter];
    let largest = share;
    for (let x = from; x < to; x++) largest = Math.max(largest, p[x]);
    let sum = 0;
    let known = 0;
    for (let x = from; x < to; x++) {
      sum += pow(p[x] / largest, this.power);
      this.sums[level + 1][x] = sum;
      if (level > 0) known += this.weightOf(level - 1, shorter, probability[level][suffix[level + 1][x]]);
    }
    const unknown = rest - known > 1e-12 * rest ? rest - known : 0;
    this.largest[level][node] = largest;
    this.explicit[level][node] = sum;
    this.total[level][node] = sum + pow(share / largest, this.power) * unknown;
  }

  /** The first successor whose sum is above `at`; the last one with a weight where rounding leaves none. */
  private successorAt(level: number, node: number, at: number): number {
    const sums = this.sums[level + 1];
    let low = this.trie.start[level][node];
    let high = (level === 0 ? this.trie.types + 1 : this.trie.start[level][node + 1]) - 1;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (sums[middle] > at) high = middle;
      else low = middle + 1;
    }
    return low;
  }
}
