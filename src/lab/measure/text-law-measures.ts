/** Measures of text that are read off a model's prices: of held-out human text, or of samples under the first fit. */

import type {Text} from '../../core/data.ts';
import {exp, log} from '../../core/math/index.ts';
import {type Reading, reading} from '../../core/measure/estimate.ts';
import {bitsPerByte, documentPerplexities, perplexity, shareUnknown} from '../../core/measure/likelihood.ts';
import {quantileReadings} from '../../core/measure/quantile-readings.ts';
import {FROM_0, FROM_1, SHARE} from '../../core/measure/range.ts';
import {documentSizes, type SizeUnit} from '../../core/records.ts';
import {meanOf} from '../../core/stats/index.ts';
import type {TextLaw} from '../../models/model.ts';
import type {LawMeasure, TextView} from './measure.ts';

export const priceMeasures: readonly LawMeasure[] = [
  {
    name: 'bitsPerByte',
    title: 'Bits per byte of held-out human text',
    unit: 'bits/byte',
    on: ['text'],
    from: 'holdout',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption:
      'What the model has forgotten of how people write. Words that it does not know are spelled, so that models of different vocabularies are compared.',
    source: 'Shannon, BSTJ 27, 1948',
    range: FROM_0,
    law: {text: ofHoldout('bitsPerByte', (law, text) => bitsPerByte(law.logProbability(text), text.offsets[text.count]))},
  },
  {
    name: 'perplexity',
    title: 'Perplexity of held-out human text',
    unit: 'per token',
    on: ['text'],
    from: 'holdout',
    whole: true,
    better: 'lower',
    scale: 'log',
    lost: 'high',
    caption:
      'The number of equally likely next tokens that the model hesitates between on human text, what spelling unknown words costs included.',
    source: 'Jelinek et al., JASA 62 (S1), 1977',
    range: FROM_1,
    law: {
      text: ofHoldout('perplexity', (law, text, unit) => perplexity(law.logProbability(text), sumOf(pricedTokens(law, text, unit)))),
    },
  },
  {
    name: 'unknown',
    title: 'Unknown words of held-out human text',
    unit: 'share',
    on: ['text'],
    from: 'holdout',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption: "The share of the held-out words (of an n-gram's own tokens) that the model can no longer write.",
    source: 'Rosenfeld, Eurospeech 1995',
    range: SHARE,
    law: {text: measureUnknown},
  },
  {
    name: 'sample.perplexity',
    title: 'Perplexity of samples under the first model',
    unit: 'per token',
    on: ['text'],
    from: 'sample',
    bands: 'quantile',
    whole: true,
    better: 'near reference',
    scale: 'log',
    lost: 'low',
    caption:
      'The geometric mean over documents, and quantiles. Documents pile up at low perplexity while a long tail of improbable ones appears: low quantiles fall as high ones rise.',
    source: 'Shumailov et al., Nature 631, 2024, figure 1',
    range: FROM_1,
    wantsFirst: true,
    law: {text: measureSamplePerplexity},
    people: {text: (view) => (view.first ? measureSamplePerplexity(view) : [])},
  },
];

/** What has no finite price has none: a model that is not smoothed rules out what it has not seen. */
function priced(one: Reading, text: string): Reading {
  if (!('value' in one) || Number.isFinite(one.value)) return one;
  const {value: _, ...rest} = one;
  return {...rest, reason: `the model gives some of ${text} the probability 0: no number of bits prices it`};
}

/** Perplexity of each document. (n,) */
export const perplexitiesOf = (law: TextLaw, text: Text, unit: SizeUnit): Float64Array =>
  documentPerplexities(law.logProbability(text), pricedTokens(law, text, unit));

/** Tokens that a model prices: its own, or words, bytes or characters and the end of the document. (n,) */
function pricedTokens(law: TextLaw, text: Text, unit: SizeUnit): Uint32Array {
  return law.pricedTokens?.(text) ?? documentSizes(text, unit).map((size) => size + 1);
}

const sumOf = (values: Uint32Array): number => values.reduce((a, b) => a + b, 0);

function ofHoldout(
  measure: string,
  value: (law: TextLaw, holdout: Text, unit: SizeUnit) => number | undefined,
): (view: TextView) => Reading[] {
  return ({law, holdout, unit}) => {
    if (!law || !holdout) return [{measure, reason: 'there is no held-out human text'}];
    return [priced(reading(measure, value(law, holdout, unit), 'the held-out text is empty'), 'the held-out text')];
  };
}

function measureUnknown({law, holdout, unit}: TextView): Reading[] {
  const measure = 'unknown';
  if (!law || !holdout) return [{measure, reason: 'there is no held-out human text'}];
  if (!law.unknownTokens) return [{measure, reason: 'the model has no vocabulary of words: it can write any text'}];
  return [reading(measure, shareUnknown(law.unknownTokens(holdout), documentSizes(holdout, unit)), 'the held-out text has no words')];
}

function measureSamplePerplexity({first, sample, unit}: TextView): Reading[] {
  const measure = 'sample.perplexity';
  if (!first) return [{measure, reason: 'there is no first fit'}];
  const values = perplexitiesOf(first, sample, unit).sort();
  const whole = values.at(-1) === Infinity ? Infinity : values.length > 0 ? exp(meanOf(values.map(log))) : undefined;
  return quantileReadings(measure, values, whole).map((one) => priced(one, 'the sample'));
}
