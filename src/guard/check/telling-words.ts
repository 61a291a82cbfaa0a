/**
 * Words by which examples are found.
 *
 *   lost       of the reference's rare words, those that a gate of the tail counts, the ones that the candidate lacks: first those that the
 *              reference has most often, whose absence says most, and numbers last
 *   frequent   the reference's most frequent words, which hold half of it
 *
 * edge     from a sample of words where the profiles keep no more
 * checked  with words taken out of a text (examples.test.ts)
 */
import type {Profile} from '../profile/profile.ts';
import {ALL_GROUPS, Comparison} from './comparison.ts';
import {frequentMembers, rareMembers} from './type-measures.ts';

export function wordsForExamples(reference: Profile, candidate: Profile): {lost: string[]; frequent: ReadonlySet<string>} {
  const comparison = new Comparison(reference, candidate);
  const joined = comparison.joinedTypes('words');
  const {texts = [], size} = joined;
  const a = comparison.view('words', 'reference', ALL_GROUPS);
  const x = comparison.view('words', 'candidate', ALL_GROUPS);
  const rare = rareMembers(a, joined);
  const often = frequentMembers(a, joined);
  const lost: number[] = [];
  const frequent = new Set<string>();
  for (let i = 0; i < size; i++) {
    if (rare[i] > 0 && x.counts[i] === 0) lost.push(i);
    if (often[i] >= 0.5) frequent.add(texts[i]);
  }
  const number = (i: number): number => (/^[0-9]/.test(texts[i]) ? 1 : 0);
  lost.sort(
    (i, j) => number(i) - number(j) || a.documents[j] - a.documents[i] || a.counts[j] - a.counts[i] || (texts[i] < texts[j] ? -1 : 1),
  );
  return {lost: lost.map((i) => texts[i]), frequent};
}
