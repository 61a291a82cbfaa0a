/**
 * The probability of text under a fitted trie: walk along, and where an n-gram is not known pay the context's back-off and drop its first word.
 *
 * edge     a word outside the vocabulary costs the unknown type's probability, and nothing is remembered of what stood before it
 * cost     one binary search among a context's successors a word and order tried
 */
import {Context} from './context.ts';
import type {KneserNey} from './kneser-ney.ts';
import {findSuccessor, type Trie} from './trie.ts';

export class Walk extends Context {
  /** The length of the n-gram that the last `step` found. */
  matched = 0;
  protected readonly model: KneserNey;

  constructor(trie: Trie, model: KneserNey) {
    super(trie);
    this.model = model;
  }

  /** Goes over `word` (a type, </s> or the unknown type) and answers its probability, in (0, 1]. */
  step(word: number): number {
    const {word: words, start, suffix} = this.trie;
    const {backoff, probability} = this.model;
    let node = this.node;
    let paid = 1;
    for (let level = this.level; level > 0; level--) {
      const found = findSuccessor(words[level + 1], start[level], node, word);
      if (found >= 0) {
        this.matched = level + 1;
        this.enter(level + 1, found);
        return paid * probability[level + 1][found];
      }
      paid *= backoff[level][node];
      node = suffix[level][node];
    }
    this.matched = 1;
    this.enter(1, word);
    return paid * probability[1][word];
  }
}
