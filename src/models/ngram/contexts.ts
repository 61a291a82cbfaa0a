/**
 * The contexts of n-grams that are known by (first word, suffix), order after order: a context is (first word, context of the suffix).
 * Contexts come in order, and every shorter n-gram is one unless it ends with </s>.
 *
 * cost     linear in the n-grams, gathers ascend within each first word
 */
import {gather} from './trie.ts';

export class Contexts {
  private readonly end: number;
  /** Of the n-grams last seen: last words, and contexts. Those of order 1 have the empty one. */
  private word: Int32Array;
  private contexts?: Int32Array;

  constructor(types: number) {
    this.end = types;
    this.word = Int32Array.from({length: types + 3}, (_, x) => x);
  }

  /** Of the next order: the first successor of each context, and the number of n-grams at the end. */
  startsOf(suffix: Int32Array, first: Int32Array): Int32Array {
    const {word: shorter, contexts: shorterContexts, end} = this;
    this.word = gather(shorter, suffix);
    if (shorterContexts === undefined) {
      this.contexts = new Int32Array(suffix.length);
      for (let w = 0; w + 1 < first.length; w++) this.contexts.fill(w, first[w], first[w + 1]);
      return first.slice();
    }
    const contexts = gather(shorterContexts, suffix);
    const starts = new Int32Array(shorter.length + 1);
    let context = -1;
    for (let w = 0, x = 0; w + 1 < first.length; w++) {
      const stop = first[w + 1];
      for (let last = -1; x < stop; x++) {
        const key = contexts[x];
        if (key !== last) {
          last = key;
          do starts[++context] = x;
          while (shorter[context] === end);
        }
        contexts[x] = context;
      }
    }
    starts.fill(suffix.length, context + 1);
    this.contexts = contexts;
    return starts;
  }
}
