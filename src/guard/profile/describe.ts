/** What a profile says by itself, without a reference: counts, scripts, provenance, lengths, duplicates. Plain data. */

import {samplingRate} from '../../core/sketch/type-sample.ts';
import {SCRIPTS} from '../../core/text/unicode/classes.ts';
import type {Cutting} from './cutting.ts';
import {type Profile, REPETITION_UNIT, SKETCHED_REPETITION_UNIT, type Sketch, type Total, totalOf} from './profile.ts';

export interface ProfileDescription {
  readonly documents: number;
  readonly words: number;
  readonly bytes: number;
  readonly sentences: number;
  readonly paragraphs: number;
  /** How words and sentences were told apart. */
  readonly cutting: Cutting;
  /** Different words; an estimate where the corpus has more than the profile keeps. */
  readonly wordTypes: number;
  /** Letters by script, most first. */
  readonly scripts: Readonly<Record<string, number>>;
  /** Quantiles of words a document and a sentence. */
  readonly lengths: Readonly<Record<'document' | 'sentence', Readonly<Record<string, number>>>>;
  /** Share of a document's 4-grams that it has said before: mean over documents, and quantiles. */
  readonly repetition?: {readonly mean: number} & Readonly<Record<string, number>>;
  /** Documents and words by value of each provenance field, most first; of fields with many values a sample of them. */
  readonly fields: Readonly<Record<string, readonly {readonly value: string; readonly documents: number; readonly words: number}[]>>;
}

const SHARES = [0.05, 0.25, 0.5, 0.75, 0.95];

export function describeProfile(profile: Profile): ProfileDescription {
  const of = (total: Total): number => totalOf(profile, total);
  const {words} = profile.samples;
  let types = 0;
  for (let i = 0; i < words.size; i++) types += 1 / samplingRate(words, words.shifts?.[i]);
  const letters = SCRIPTS.map((script, i): [string, number] => [script, profile.scripts[i]]);
  const quantiles = (sketch: Sketch, unit = 1): Record<string, number> =>
    Object.fromEntries(
      SHARES.flatMap((share) => {
        const value = profile.sketches[sketch].quantile(share);
        return value === undefined ? [] : [[`${100 * share}%`, value * unit]];
      }),
    );
  return {
    ...{documents: of('documents'), words: of('words'), bytes: of('bytes'), sentences: of('sentences'), paragraphs: of('paragraphs')},
    cutting: profile.cutting,
    wordTypes: Math.round(types),
    scripts: Object.fromEntries(letters.filter(([, count]) => count > 0).sort(([, a], [, b]) => b - a)),
    lengths: {document: quantiles('documentWords'), sentence: quantiles('sentenceWords')},
    ...(of('repeatable') > 0 && {
      repetition: {mean: (of('repetition') * REPETITION_UNIT) / of('repeatable'), ...quantiles('repetition', SKETCHED_REPETITION_UNIT)},
    }),
    fields: Object.fromEntries(
      [...profile.fields].map(([name, {entries}]) => [
        name,
        entries
          .map(({value, copies, words: count}) => ({value, documents: copies, words: count}))
          .sort((a, b) => b.documents - a.documents || (a.value < b.value ? -1 : 1)),
      ]),
    ),
  };
}
