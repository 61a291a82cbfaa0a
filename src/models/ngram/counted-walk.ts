/**
 * The probability of text out of the counts alone, for a few words: nothing is made beforehand but what single words have.
 *
 *   p(w | c) = (a(cw) - D(a(cw))) / a(c) + g(c) p(w | c'), from the empty context up (kneser-ney.ts), rounded as there
 *
 * cost     a word and order: a search, and a visit to every successor of the context
 * checked  against tables of all probabilities (scorer.ts, score.ts), bit by bit
 */
import type {Counts} from './counts.ts';
import {type Discounts, singleProbabilities} from './kneser-ney.ts';
import {backoffOf, countAmong, successorOf} from './successors.ts';

export class CountedWalk {
  private readonly counts: Counts;
  private readonly discounts: readonly Discounts[];
  /** p of each word after nothing. (V + 3,) */
  private readonly single: Float64Array;
  /** g of each context of one word, which has the most successors; 0 where it has not been asked for. (V + 3,) */
  private readonly backoffs: Float64Array;
  /** The known contexts of 1, 2, ... words, `level` of them; and the n-grams that the last step found. */
  private contexts: Int32Array;
  private found: Int32Array;
  private level = 0;

  constructor(counts: Counts, discounts: readonly Discounts[]) {
    this.counts = counts;
    this.discounts = discounts;
    this.single = singleProbabilities(counts, discounts[1].amounts);
    this.backoffs = new Float64Array(counts.types + 3);
    this.contexts = new Int32Array(counts.order + 1);
    this.found = new Int32Array(counts.order + 1);
  }

  /** To the beginning of a document: <s>. */
  open(): void {
    this.level = this.counts.order > 1 ? 1 : 0;
    this.contexts[1] = this.counts.types + 2;
  }

  /** Goes over `word` (a type, </s> or the unknown type) and answers its probability. */
  step(word: number): number {
    const {counts, discounts, contexts, found, level} = this;
    found[1] = word;
    let p = this.single[word];
    let known = 1;
    for (; known <= level; known++) {
      const context = contexts[known];
      const x = successorOf(counts, known, context, found[known]);
      if (x < 0) break;
      const {amounts} = discounts[known + 1];
      const count = countAmong(counts, known, context, x);
      const total = counts.base[known].at(context + 1) - counts.base[known].at(context);
      p = (count - amounts[Math.min(count, 3) - 1]) / total + this.backoff(known, context) * p;
      found[known + 1] = x;
    }
    let paid = 1;
    for (let n = level; n >= known; n--) paid *= this.backoff(n, contexts[n]);
    this.level = word === counts.types + 1 ? 0 : Math.min(known, counts.order - 1);
    this.contexts = found;
    this.found = contexts;
    return paid * p;
  }

  private backoff(n: number, context: number): number {
    const {counts, backoffs, discounts} = this;
    if (n > 1) return backoffOf(counts, n, context, discounts[n + 1].amounts);
    if (backoffs[context] === 0) backoffs[context] = backoffOf(counts, 1, context, discounts[2].amounts);
    return backoffs[context];
  }
}
