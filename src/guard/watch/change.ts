/**
 * What an alarm is about: whether text lost what it had or is about something else, and the words that it has fewer and more of.
 *
 *   drift      novelty carries evidence of its own, or the text since the change is of another domain than the text before it
 *   both       drift, and copies carry evidence too, which are the same in every domain
 *   collapse   else
 *
 * What a collapsing model does to text lowers novelty, another subject raises it (check/domain.ts).
 */
import {changedWords} from '../check/changed-words.ts';
import {Comparison} from '../check/comparison.ts';
import {testDomain} from '../check/domain.ts';
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
  {byNovelty, byCopies}: {readonly byNovelty: boolean; readonly byCopies: boolean},
): Change {
  const comparison = new Comparison(before, after);
  const isDrift = byNovelty || testDomain(comparison).verdict === 'other';
  const {lost, gained} = changedWords(comparison);
  return {
    kind: isDrift ? (byCopies ? 'both' : 'drift') : 'collapse',
    words: lost.map(changedWord),
    gained: gained.map(changedWord),
  };
}

const changedWord = ({word, reference, candidate}: TellingWord): ChangedWord => ({word, before: reference, after: candidate});
