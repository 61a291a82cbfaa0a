/**
 * Words whose rate differs beyond chance by Dunning's log-likelihood, only those with several documents on the side that has more; ranked
 * by the factor between the rates, of its 95% interval the end that is nearer to 1. The log-likelihood itself would rank frequent words
 * first, however little they changed.
 *
 * edge     none where a side is too small for an interval
 */
import {log} from '../../core/math/index.ts';
import type {TellingWord} from '../check-report.ts';
import {ALL_GROUPS, type Comparison} from './comparison.ts';

/** Chosen: as many words as a page shows at a glance. */
const WORDS = 12;
/** The .1% point of chi-square with one degree of freedom, which Dunning's log-likelihood follows where nothing has changed. */
const TELLING = 10.83;
/** The 97.5% point of the normal law. */
const NORMAL_95 = 1.96;
/** Chosen: a word of one or two documents tells of them, not of the corpus. The lists of words depend on it, no verdict. */
const LEAST_TELLING_DOCUMENTS = 3;

export function changedWords(comparison: Comparison): {lost: TellingWord[]; gained: TellingWord[]} {
  if (comparison.tooSmall() !== undefined) return {lost: [], gained: []};
  const {texts = [], size} = comparison.joinedTypes('words');
  const a = comparison.view('words', 'reference', ALL_GROUPS);
  const x = comparison.view('words', 'candidate', ALL_GROUPS);
  const scored: {i: number; score: number; lost: boolean}[] = [];
  for (let i = 0; i < size; i++) {
    const lost = a.counts[i] / a.words > x.counts[i] / x.words;
    if ((lost ? a : x).documents[i] < LEAST_TELLING_DOCUMENTS) continue;
    const sides = [
      [a.counts[i], a.words],
      [x.counts[i], x.words],
    ] as const;
    if (logLikelihood(sides[0], sides[1]) > TELLING) scored.push({i, score: leastFactor(lost ? sides : [sides[1], sides[0]]), lost});
  }
  scored.sort((p, q) => q.score - p.score || p.i - q.i);
  const million = (count: number, words: number): number => (1e6 * count) / words;
  const pick = (lost: boolean): TellingWord[] =>
    scored
      .filter((one) => one.lost === lost)
      .slice(0, WORDS)
      .map(({i}) => ({word: texts[i], reference: million(a.counts[i], a.words), candidate: million(x.counts[i], x.words)}));
  return {lost: pick(true), gained: pick(false)};
}

/** ln of the least factor between two rates, the larger first: the near end of Woolf's interval, half a word added to each count. */
function leastFactor([[a, aWords], [x, xWords]]: readonly (readonly [number, number])[]): number {
  const [more, fewer] = [a + 0.5, x + 0.5];
  return log(more / aWords) - log(fewer / xWords) - NORMAL_95 * Math.sqrt(1 / more + 1 / fewer);
}

/** T. Dunning, Computational Linguistics 19(1), 1993. */
function logLikelihood([a, aWords]: readonly [number, number], [x, xWords]: readonly [number, number]): number {
  const rate = (a + x) / (aWords + xWords);
  const term = (count: number, words: number): number => (count > 0 ? count * log(count / (words * rate)) : 0);
  return 2 * (term(a, aWords) + term(x, xWords));
}
