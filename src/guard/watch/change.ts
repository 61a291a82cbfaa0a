/**
 * What an alarm is about: whether text lost what it had or is about something else, and the words that it has fewer of.
 *
 *   drift      novelty speaks (it carries evidence of its own, or the text since the change is of another domain than the text before it), and
 *              of the different words since the change, more than chance are new, or nothing speaks for a loss
 *   both       drift, and copies carry evidence too, which are the same in every domain
 *   collapse   else
 *
 * Another subject raises novelty, and what a collapsing model does lowers it, until it says little but a few words, far more often than
 * anybody did; but those it knew, and of its different words ever fewer are new. Of Wikipedia with passages of Shakespeare for a tenth, a half
 * and all of it the share of new words rises by .03, .09 and .22, and falls by .00, .03 and .10 where it is a third-generation model's; of
 * essays by ChatGPT in place of students' it stays.
 *
 * edge     where there is too little text to tell of new words, novelty decides
 * checked  change.test.ts
 */
import {changedWords} from '../check/changed-words.ts';
import {Comparison} from '../check/comparison.ts';
import {readNewWords, testDomain} from '../check/domain.ts';
import {intervalOf} from '../check/reading.ts';
import type {TellingWord} from '../check-report.ts';
import type {Profile} from '../profile/profile.ts';
import type {ChangedWord, ChangeKind} from '../watch-report.ts';

export interface Change {
  readonly kind: ChangeKind;
  /** Most lost first. */
  readonly words: readonly ChangedWord[];
  /** Most gained first. */
  readonly gained: readonly ChangedWord[];
}

/** `before` and `after`: the pooled periods of the calibration, and those since the change. */
export function describeChange(
  before: Profile,
  after: Profile,
  {byNovelty, byCopies, byLoss}: {readonly byNovelty: boolean; readonly byCopies: boolean; readonly byLoss: boolean},
): Change {
  const comparison = new Comparison(before, after);
  const isDrift = (byNovelty || testDomain(comparison).verdict === 'other') && (!byLoss || hasNewWords(comparison));
  const {lost, gained} = changedWords(comparison);
  return {
    kind: isDrift ? (byCopies ? 'both' : 'drift') : 'collapse',
    words: lost.map(changedWord),
    gained: gained.map(changedWord),
  };
}

const changedWord = ({word, reference, candidate}: TellingWord): ChangedWord => ({word, before: reference, after: candidate});

function hasNewWords(comparison: Comparison): boolean {
  const reading = comparison.tooSmall() === undefined ? readNewWords(comparison) : undefined;
  if (reading?.expected === undefined) return true;
  return intervalOf({...reading, value: reading.value - reading.expected.value}, {least: -1, most: 1}).low > 0;
}
