/**
 * Measures of samples of text, each with how it is read; those of types (type-measures.ts) are measures of text too.
 *
 * A measure that is added here is one of the lab's, and is documented.
 */
import type {Text} from '../data.ts';
import {gramsUpTo} from '../text/grams.ts';
import {calibration} from './calibration.ts';
import {documentCompression} from './compression.ts';
import {exactDuplicates} from './duplicates.ts';
import type {SampleMeasure} from './entry.ts';
import {type Reading, reading} from './estimate.ts';
import {heapsExponent, LEAST_HEAPS_WORDS} from './heaps.ts';
import {MeasuredText, type TextMeasureOptions} from './measured-text.ts';
import {named} from './named.ts';
import {quantileReadings} from './quantile-readings.ts';
import {ANY, FROM_0, SHARE} from './range.ts';
import {distinctPooled, repetition, selfRepetition} from './repetition.ts';
import {pickDocuments, selfBleu} from './self-bleu.ts';
import type {TextReference} from './text-reference.ts';
import {documentFrequencies, presenceAt} from './thinning.ts';
import {measureTypesBy, type TypeMeasure, typeMeasures} from './type-measures.ts';

export interface TextMeasure extends SampleMeasure {
  readonly text: (text: MeasuredText) => Reading[];
}

const NO_4_GRAM = 'no document has four words';
/** Documents of `selfBleu` unless said. */
const BLEU_DOCUMENTS = 500;

export const vocabularyMeasures: readonly TextMeasure[] = [
  {
    name: 'calibration.halves',
    title: 'Over- and underestimated events, of independent text',
    unit: 'bits',
    on: ['text'],
    from: 'sample',
    bands: 'reference probability',
    whole: false,
    better: 'near reference',
    scale: 'mass',
    lost: 'low',
    caption:
      'As calibration, with the bands from one half of the reference and its probabilities from the other: human text reads 0, where what was fitted to the reference reads below it on rare events.',
    source: 'Shumailov et al., arXiv 2305.17493, 2023; regression to the mean',
    range: ANY,
    text: measureHalves,
  },
  {
    name: 'heaps',
    title: 'Growth of the vocabulary',
    unit: '',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'How fast new words keep coming; near 0 the vocabulary is closed.',
    source: 'Heaps, Information Retrieval, 1978',
    range: FROM_0,
    text: measureHeaps,
  },
];

export const sampleMeasures: readonly TextMeasure[] = [
  ...[1, 2, 3, 4].map(
    (n): TextMeasure => ({
      name: `distinct.${n}`,
      title: n === 1 ? 'Distinct words' : `Distinct ${n}-grams of words`,
      unit: 'share',
      on: ['text'],
      from: 'sample',
      whole: true,
      better: 'near reference',
      lost: 'low',
      caption: `The share of different ones among all ${n === 1 ? 'words' : `${n}-grams`} of the sample, pooled: it falls as the model repeats itself.`,
      source: 'Li et al., NAACL 2016',
      range: SHARE,
      text: (text) => [reading(`distinct.${n}`, distinctPooled(text.grams('equal', n)), 'no document is that long')],
    }),
  ),
  {
    name: 'repetition',
    title: 'Repetition within a document',
    unit: 'share',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'The share of 4-grams that a document has said before; loops show here.',
    source: 'Welleck et al., ICLR 2020',
    range: SHARE,
    text: (text) => [reading('repetition', repetition(text.grams('whole', 4)), NO_4_GRAM)],
  },
  {
    name: 'selfRepetition',
    title: 'Repetition across documents',
    unit: 'share',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'The share of a document’s 4-grams that another document has too.',
    source: 'Salkar et al., AACL 2022',
    range: SHARE,
    text: (text) => [reading('selfRepetition', selfRepetition(text.grams('whole', 4)), NO_4_GRAM)],
  },
  {
    name: 'compression',
    title: 'Compression ratio',
    unit: 'ratio',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'Bytes over compressed bytes of the sample as one (deflate, level 6, 32 kB back): it rises as the text becomes redundant.',
    source: 'Shaib et al., arXiv 2403.00553, 2024',
    range: FROM_0,
    text: measureCompression,
  },
  {
    name: 'compression.document',
    title: 'Compression ratio of documents',
    unit: 'ratio',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption: 'Bytes over compressed bytes, each document by itself (deflate, level 6): it rises as documents repeat themselves.',
    source: 'after Shaib et al., arXiv 2403.00553, 2024',
    range: FROM_0,
    text: measureDocumentCompression,
  },
  {
    name: 'selfBleu',
    title: 'Self-BLEU',
    unit: '0 to 1',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'near reference',
    lost: 'high',
    caption:
      'How alike documents are: BLEU of each against the others, n-grams to 4, of 500 documents at most, seeded. It rises as they say the same things.',
    source: 'Zhu et al., SIGIR 2018',
    range: SHARE,
    text: measureSelfBleu,
  },
  {
    name: 'duplicates.exact',
    title: 'Documents that repeat an earlier one',
    unit: 'share',
    on: ['text'],
    from: 'sample',
    whole: true,
    better: 'lower',
    lost: 'high',
    caption: 'Whole documents drawn again, byte for byte.',
    source: 'Lee et al., ACL 2022',
    range: SHARE,
    text: ({sample}) => [reading('duplicates.exact', exactDuplicates(sample), 'no document')],
  },
  {
    name: 'words',
    title: 'Length of documents',
    unit: 'words',
    on: ['text'],
    from: 'sample',
    bands: 'quantile',
    whole: true,
    better: 'near reference',
    lost: 'low',
    caption: 'Mean and quantiles: documents that grow or shrink over generations change every other measure of text.',
    source: 'counted',
    range: FROM_0,
    text: measureWords,
  },
];

const ofText: readonly (TypeMeasure | TextMeasure)[] = [...typeMeasures, ...vocabularyMeasures, ...sampleMeasures];

/** Names that `measureText` answers. */
export const TEXT_MEASURES: ReadonlySet<string> = new Set(ofText.map(({name}) => name));

/** Readings of the named measures, in the order of `names`. Throws ConfigError on another name. */
export function measureText(reference: TextReference, sample: Text, names: readonly string[], options: TextMeasureOptions = {}): Reading[] {
  const measured = new MeasuredText(reference, sample, options);
  return named(ofText, names).flatMap((measure) => measureTextBy(measure, measured));
}

/** Readings of one measure. */
export function measureTextBy(measure: TypeMeasure | TextMeasure, text: MeasuredText): Reading[] {
  if ('text' in measure) return measure.text(text);
  const counts = text.counts(measure.size === 'as drawn' ? text.tokens() : text.equalTokens());
  return measureTypesBy([measure], text.reference.typesAt(text.tokens().ids.length), {weights: counts, counts});
}

/** Documents at the least: of fewer, hardly any is left when they are thinned. */
const LEAST_DOCUMENTS = 3;

function measureHeaps(text: MeasuredText): Reading[] {
  const {ids, offsets} = text.tokens();
  const documents = offsets.length - 1;
  if (documents < LEAST_DOCUMENTS) return [{measure: 'heaps', reason: `fewer than ${LEAST_DOCUMENTS} documents`}];
  const frequencies = documentFrequencies(text.tokens(), text.types());
  const typesAt = (words: number) => presenceAt(frequencies, words / ids.length).reduce((sum, p) => sum + p, 0);
  return [reading('heaps', heapsExponent(ids.length, typesAt), `fewer than ${LEAST_HEAPS_WORDS} words`)];
}

function measureDocumentCompression({sample, options: {compress}}: MeasuredText): Reading[] {
  const measure = 'compression.document';
  if (compress === undefined) return [{measure, reason: 'no compressor was given'}];
  return [reading(measure, documentCompression(sample, compress), 'no text')];
}

/** Bands from one half of the reference, its weights from the other: for samples that are independent of it. */
function measureHalves(text: MeasuredText): Reading[] {
  const {bands, weights} = text.reference.halves();
  return calibration(bands, weights, text.counts(text.equalTokens()), 'calibration.halves');
}

function measureCompression({sample, options}: MeasuredText): Reading[] {
  const {bytes, offsets, count} = sample;
  const raw = bytes.subarray(offsets[0], offsets[count]);
  const {compress} = options;
  if (compress === undefined) return [{measure: 'compression', reason: 'no compressor was given'}];
  return [reading('compression', raw.length > 0 ? raw.length / compress(raw) : undefined, 'no text')];
}

function measureSelfBleu(text: MeasuredText): Reading[] {
  const part = pickDocuments(text.reference.chance('selfBleu'), text.tokens(), text.options.selfBleuDocuments ?? BLEU_DOCUMENTS);
  return [reading('selfBleu', selfBleu(gramsUpTo(part, 4)), 'fewer than two documents with words')];
}

function measureWords(text: MeasuredText): Reading[] {
  const {offsets, ids} = text.tokens();
  const documents = offsets.length - 1;
  const lengths = Float64Array.from({length: documents}, (_, i) => offsets[i + 1] - offsets[i]).sort();
  return quantileReadings('words', lengths, documents > 0 ? ids.length / documents : undefined);
}
