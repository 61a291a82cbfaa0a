/**
 * Scores words in the way that suits how many there were so far: out of the counts alone, by searches among sorted n-grams, by tables.
 * What comes next takes about as long to make as what came before has taken.
 */
import {CountedWalk} from './counted-walk.ts';
import type {Counts} from './counts.ts';
import type {Discounts, KneserNey} from './kneser-ney.ts';
import {probingScorer} from './probing-finder.ts';
import type {Scorer} from './scorer.ts';
import {sortedScorer} from './sorted-finder.ts';

/** Words for each n-gram of the longest order, up to which they are scored out of the counts, and up to which by searches. */
const BY_COUNTS = 1 / 512;
const BY_SEARCHES = 1;

export class Scoring {
  private readonly counts: Counts;
  private readonly discounts: readonly Discounts[];
  private readonly model: () => KneserNey;
  private walk?: CountedWalk;
  private sorted?: Scorer;
  private probing?: Scorer;
  private scored = 0;

  /** model: asked for when it is needed. */
  constructor(counts: Counts, discounts: readonly Discounts[], model: () => KneserNey) {
    this.counts = counts;
    this.discounts = discounts;
    this.model = model;
  }

  /** How the next words are scored. */
  get way(): 'counts' | 'searches' | 'tables' {
    const scored = this.scored / this.counts.units[this.counts.order].size;
    return scored < BY_COUNTS ? 'counts' : scored < BY_SEARCHES ? 'searches' : 'tables';
  }

  /** p of each of words[0 .. count), which begin a document, in their contexts: into `into`. */
  score(words: Int32Array, count: number, into: Float64Array): void {
    const {way} = this;
    this.scored += count;
    if (way === 'counts') this.walkOver(words, count, into);
    else this.scorer(way).score(words, count, into);
  }

  private scorer(way: 'searches' | 'tables'): Scorer {
    if (way === 'searches') {
      this.sorted ??= sortedScorer(this.counts, this.model());
      return this.sorted;
    }
    this.sorted = undefined;
    this.probing ??= probingScorer(this.counts, this.model());
    return this.probing;
  }

  private walkOver(words: Int32Array, count: number, into: Float64Array): void {
    this.walk ??= new CountedWalk(this.counts, this.discounts);
    this.walk.open();
    for (let i = 0; i < count; i++) into[i] = this.walk.step(words[i]);
  }
}
