import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {textOf} from '../../core/text/documents.ts';
import {Vocabulary} from '../../core/text/vocabulary.ts';
import {CountedWalk} from './counted-walk.ts';
import {countNgrams} from './counts.ts';
import {ngramModel} from './index.ts';
import {discountsOf, estimateKneserNey} from './kneser-ney.ts';
import {probingScorer} from './probing-finder.ts';
import {Walk} from './score.ts';
import {SCORED_AT_ONCE} from './scorer.ts';
import {sortedScorer} from './sorted-finder.ts';
import {tokenizeTraining} from './tokens.ts';
import {linkTrie} from './trie.ts';
import {noDiscounts} from './unsmoothed.ts';

const word = fc.constantFrom(...'aaaabbbccdefgh');
const corpus = fc.array(fc.array(word, {maxLength: 30}), {minLength: 1, maxLength: 20});
/** Numbers of words to be scored: those above what the model knows are unknown to it. */
const asked = fc.array(fc.nat(9), {maxLength: 60});

describe('scoring in four ways', () => {
  it('gives the same bits: by a walk through the trie or the counts, by searches, and by tables', () => {
    fc.assert(
      fc.property(corpus, asked, fc.integer({min: 1, max: 6}), fc.boolean(), (documents, text, order, isSmoothed) => {
        const {counts, model} = fitted(
          documents.map((words) => words.join(' ')),
          order,
          isSmoothed,
        );
        const words = Int32Array.from([...text.map((w) => Math.min(w, counts.types + 1)).filter((w) => w !== counts.types), counts.types]);
        expectSame(counts, model, words);
      }),
      {numRuns: 300},
    );
  });

  it.each([1, 2, 3, 5])('goes on from block to block, order %i', (order) => {
    const text = Array.from({length: 5 * SCORED_AT_ONCE}, (_, i) => 'abcdefg'[(i * i + (i >> 3)) % 7]);
    const {counts, model} = fitted([text.slice(0, SCORED_AT_ONCE).join(' '), text.slice(SCORED_AT_ONCE).reverse().join(' ')], order, true);
    expectSame(
      counts,
      model,
      Int32Array.from(text, (_, i) => (i % 11 === 0 ? counts.types + 1 : (i * 7 + (i >> 5)) % counts.types)),
    );
  });

  it('goes over from one way to the next, and nothing is seen of it', () => {
    const documents = Array.from({length: 60}, (_, d) => Array.from({length: 40}, (_, i) => `w${(d * i) % 23}`).join(' '));
    const text = textOf([...documents, 'w1 unknown w2', 'w3']);
    const whole = ngramModel({order: 3, unit: 'word'}).fit([{data: textOf(documents), source: 'human'}]);
    const first = whole.logProbability(text);
    expect(whole.scoring.way).toBe('tables');
    expect(whole.logProbability(text)).toEqual(first);
    const again = ngramModel({order: 3, unit: 'word'}).fit([{data: textOf(documents), source: 'human'}]);
    expect(again.scoring.way).toBe('counts');
    expect(again.logProbability(textOf(['w1 unknown w2']))[0]).toBe(first[60]);
    expect(again.scoring.way).toBe('searches');
    expect(again.logProbability(textOf(documents.slice(0, 2)))).toEqual(first.slice(0, 2));
  });
});

function fitted(documents: readonly string[], order: number, isSmoothed: boolean) {
  const counts = countNgrams(tokenizeTraining([textOf(documents)], 'word', new Vocabulary()), order);
  return {counts, model: estimateKneserNey(counts, isSmoothed ? discountsOf(counts) : noDiscounts(counts))};
}

function expectSame(counts: ReturnType<typeof countNgrams>, model: ReturnType<typeof estimateKneserNey>, words: Int32Array): void {
  const trie = new Walk(linkTrie(counts), model);
  const walk = new CountedWalk(counts, model.discounts);
  trie.open();
  walk.open();
  const wanted = Float64Array.from(words, (w) => trie.step(w));
  expect(Float64Array.from(words, (w) => walk.step(w))).toEqual(wanted);
  for (const scorer of [sortedScorer(counts, model), probingScorer(counts, model)])
    for (let round = 0; round < 2; round++) {
      const scored = new Float64Array(words.length);
      scorer.score(words, words.length, scored);
      expect(scored).toEqual(wanted);
    }
}
