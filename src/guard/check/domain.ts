/**
 * Whether the candidate is about what the reference is about.
 *
 *   novelty   the share of words that the candidate has more than 4 times as often as the reference has them
 *   test      novelty of the candidate less that of the reference's own other half, at equal size
 *
 * What a collapsing model does to text lowers novelty: it loses words and keeps to those it knows. Another subject, age or language raises
 * it. So damage is not taken for another domain, nor another domain for damage.
 *
 *   verdict   'other' where the whole 95% interval is above the bound, 'same' where the whole is at or below it, else 'unclear'
 *
 * edge     'unclear' where a side is too small for an interval
 * checked  docs/check.md has the figures that DOMAIN_BOUND was chosen by
 */
import {log2} from '../../core/math/index.ts';
import type {DomainTest} from '../check-report.ts';
import {ALL_GROUPS, type Comparison} from './comparison.ts';
import {measureDirect} from './direct.ts';
import {NOVEL_RATIO, newWords, novelty} from './direct-measures.ts';
import {type ComparedReading, intervalOf} from './reading.ts';

/** Of a source held against itself the difference is about 0; between articles or chapters of one source to .06; between domains from .15. */
export const DOMAIN_BOUND = 0.11;
/** Chosen: as many words as a reason can hold. */
const WORDS = 12;
/** A word that the reference lacks counts as half a word: a choice that decides on the order of the list alone. */
const LACKING = 0.5;

export function testDomain(comparison: Comparison): DomainTest {
  const none = {bound: DOMAIN_BOUND, words: []};
  const small = comparison.tooSmall();
  if (small !== undefined) return {...none, verdict: 'unclear', reason: small};
  const reading = readNovelty(comparison);
  if (reading?.expected === undefined) return {...none, verdict: 'unclear', reason: 'too little text to tell'};
  const value = reading.value - reading.expected.value;
  const {low, high} = intervalOf({...reading, value}, {least: -1, most: 1});
  const percent = (share: number): string => `${(100 * share).toFixed(1)}%`;
  const verdict = low > DOMAIN_BOUND ? 'other' : high <= DOMAIN_BOUND ? 'same' : 'unclear';
  const compared = `${percent(reading.value)} of its words are more than ${NOVEL_RATIO} times as frequent as in the reference; of the reference's own other half ${percent(reading.expected.value)}`;
  return {verdict, bound: DOMAIN_BOUND, ...{value, low, high}, reason: `${CLAUSES[verdict]}${compared}`, words: tellingWords(comparison)};
}

/** Novelty of the candidate and, as expected, of the reference's own other half; undefined where a side has no words. */
export const readNovelty = (comparison: Comparison): ComparedReading | undefined => measureDirect(comparison, 'words', novelty);

/** New words of the candidate and, as expected, of the reference's own other half; undefined where a side has no words. */
export const readNewWords = (comparison: Comparison): ComparedReading | undefined => measureDirect(comparison, 'words', newWords);

const CLAUSES = {
  same: '',
  other: 'the candidate is of another domain than the reference: ',
  unclear: 'too near the bound to tell, with so many documents, whether the candidate is of another domain than the reference: ',
} as const;

/** Frequent words of the candidate that the reference hardly has, by how much they speak. */
function tellingWords(comparison: Comparison): string[] {
  const {texts = [], size} = comparison.joinedTypes('words');
  const x = comparison.view('words', 'candidate', ALL_GROUPS);
  const a = comparison.view('words', 'reference', ALL_GROUPS);
  const score = (i: number): number => (x.counts[i] / x.words) * log2(x.counts[i] / x.words / ((a.counts[i] + LACKING) / a.words));
  const novel = Array.from({length: size}, (_, i) => i).filter(
    (i) => x.documents[i] > 1 && x.counts[i] / x.words > (NOVEL_RATIO * a.counts[i]) / a.words,
  );
  return novel
    .sort((i, j) => score(j) - score(i) || (texts[i] < texts[j] ? -1 : 1))
    .slice(0, WORDS)
    .map((i) => texts[i]);
}
