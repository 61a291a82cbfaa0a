/**
 * Draws the next word from a Kneser-Ney model as the mixture that it is, without a table of probabilities.
 *
 * A unit of count is drawn from the context's total: its n-gram x comes with probability a(x) / total, and is kept with probability
 * 1 - D(a(x)) / a(x). Kept, that is the first term of the estimate; not kept, which happens with probability g(c), the draw goes on in
 * the shorter context. Below the unigrams a type is drawn uniformly. The unknown type starts the draw anew: the law is p(w | c, w known).
 *
 * cost     one or two look-ups in memory a context tried; no allocation
 * memory   4 bytes a unit of count (`units`), made when the first word is drawn
 */
import type {Stream} from '../../core/random/stream.ts';
import {Context} from './context.ts';
import type {KneserNey} from './kneser-ney.ts';
import type {Trie} from './trie.ts';

/** Draws words one after another. */
export interface Drawer {
  /** To the beginning of a document. */
  open(): void;
  /** Goes over a word that is given: a type or the unknown type. */
  follow(word: number): void;
  /** The next word: a type, or V = </s>. */
  draw(stream: Stream): number;
}

export class MixtureDrawer extends Context implements Drawer {
  /** units[n][k]: the n-gram of order n that the k-th unit of count belongs to. */
  private readonly units: readonly Int32Array[];
  /** discounts[n][j]: what an n-gram of order n and count min(j, 3) loses. */
  private readonly discounts: readonly (readonly number[])[];

  constructor(trie: Trie, model: KneserNey) {
    super(trie);
    this.units = trie.cumulative.map(spreadUnits);
    this.discounts = model.discounts.map(({amounts}) => [0, ...amounts]);
  }

  draw(stream: Stream): number {
    const {start, cumulative, suffix, word: words, types} = this.trie;
    for (;;) {
      let node = this.node;
      for (let level = this.level; level >= 0; level--) {
        const starts = start[level];
        const sums = cumulative[level + 1];
        const base = sums[starts[node]];
        const at = stream.float() * (sums[starts[node + 1]] - base);
        const whole = Math.floor(at);
        const found = this.units[level + 1][base + whole];
        const count = sums[found + 1] - sums[found];
        if ((at - whole) * count >= this.discounts[level + 1][count < 3 ? count : 3]) {
          const word = words[level + 1][found];
          this.advance(level, found, word);
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
}

function spreadUnits(cumulative: Int32Array): Int32Array {
  if (cumulative.length === 0) return cumulative;
  const units = new Int32Array(cumulative[cumulative.length - 1]);
  for (let x = 0; x + 1 < cumulative.length; x++) {
    const end = cumulative[x + 1];
    for (let k = cumulative[x]; k < end; k++) units[k] = x;
  }
  return units;
}
