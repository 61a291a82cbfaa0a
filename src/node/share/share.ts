/** `genloss share` as a function: reads the references, learns, reads the candidate, judges. */
import {ConfigError} from '../../core/error.ts';
import {Stream} from '../../core/random/stream.ts';
import type {Language} from '../../core/text/language.ts';
import {type MeasuredPart, sampledCorpus} from '../../guard/share/candidate.ts';
import {type Drawn, drawReference} from '../../guard/share/draw-reference.ts';
import {ESTIMATORS} from '../../guard/share/measured.ts';
import {noveltyLaw, referenceFrequencies} from '../../guard/share/novelty.ts';
import {documentKeys, hasKey, overlapNotes, wholeReason} from '../../guard/share/overlap.ts';
import {learnReferences} from '../../guard/share/references.ts';
import type {ShareReport} from '../../guard/share/report.ts';
import {UnitCollector} from '../../guard/share/sentences.ts';
import {judgeShare, tooSmall} from '../../guard/share/share.ts';
import {judgeSlices} from '../../guard/share/slices.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {REFERENCE_FIELD_NEXT, referenceError} from '../../read/reference-error.ts';
import {type DataRead, readCorpus} from '../read/corpus.ts';
import {parseBy} from '../slice-name.ts';
import {slicesBy} from './by.ts';
import {readCandidate} from './candidate.ts';

export interface ShareOptions {
  readonly human: readonly string[];
  readonly synthetic: readonly string[];
  readonly read?: DataRead;
  /** Of both references, where their text has another field than the candidate's. */
  readonly referenceField?: string;
  /** Slices: fields, or dates as `field:month`. */
  readonly by?: readonly string[];
  readonly workers?: number;
  readonly seed?: number;
  /** Whose case is folded where words are counted. */
  readonly language?: Language;
  readonly onProgress?: (title: string, progress: ReadProgress) => void;
}

/** Throws DataError and ConfigError as reading does. */
export async function measureShare(data: readonly string[], options: ShareOptions): Promise<ShareReport> {
  const {human, synthetic, read = {}, referenceField, by = [], workers = 1, seed = 1, language, onProgress} = options;
  const fields = by.map((text) => parseBy(text, '--by'));
  const extra = [...new Set(fields.map(({field}) => field))];
  const stream = Stream.root(seed).fork('share');
  const collector = new UnitCollector({language});
  const sides: Drawn[] = [];
  const keys: Float64Array[] = [];
  let firstDocument = 0;
  for (const [name, sources] of Object.entries({human, synthetic})) {
    const own = referenceField === undefined ? read : {...read, field: referenceField};
    const reading = readCorpus(sources, {...own, onProgress: (progress) => onProgress?.(`${name} reference`, progress)});
    const text = await reading.catch((error) => {
      throw referenceField === undefined ? referenceError(error, REFERENCE_FIELD_NEXT) : error;
    });
    sides.push(drawReference(text, collector, {firstDocument, stream: stream.fork(name)}));
    keys.push(documentKeys(text));
    firstDocument += text.count;
  }
  if (isSame(keys[0], keys[1]))
    throw new ConfigError('the human and the synthetic reference hold the same documents, so nothing tells them apart', {
      next: 'Give --human text by people, and --synthetic text by the models in question.',
    });
  const references = {human: sizeOf(sides[0]), synthetic: sizeOf(sides[1])};
  const reason = tooSmall('human', sides[0]) ?? tooSmall('synthetic', sides[1]);
  if (reason !== undefined) {
    const candidate = await readCorpus(data, {...read, onProgress: (progress) => onProgress?.('candidate', progress)});
    const {documents, sentences} = drawReference(candidate, new UnitCollector(), {firstDocument: 0, stream, most: 0});
    return nothing(reason, {references, documents: candidate.count, sentences, withoutSentences: candidate.count - documents});
  }
  const corpus = collector.take();
  const learned = learnReferences(stream.fork('learn'), corpus, sides[0].units);
  const frequency = referenceFrequencies(corpus);
  const known = {human: keys[0], synthetic: keys[1]};
  const plan = {judge: learned.final, weighting: learned.weighting, frequency, known, language};
  const {part, columns} = await readCandidate(data, plan, {
    ...{read, extra, workers, onProgress: (progress) => onProgress?.('candidate', progress)},
  });
  const sizes = {references, ...sizesOf(part)};
  if (part.measured.units === 0) return nothing('the candidate has no sentence of three words', sizes);
  const judged = part.documents - part.withoutSentences;
  const within = (['human', 'synthetic'] as const).find((side) => part.overlap[side] === judged);
  if (within) return {...nothing(wholeReason(within), sizes), overlap: part.overlap};
  const law = noveltyLaw(corpus, sides[0].units, frequency);
  const candidate = {measured: part.measured, novelty: meanNovelty(part), sample: sampledCorpus(part.sample, {language})};
  const judgement = judgeShare(stream.fork('judge'), learned, candidate, law);
  const {pools: _, estimator, ...told} = judgement;
  const both = known.human.filter((key) => hasKey(known.synthetic, key)).length;
  const notes = [...overlapNotes(part.overlap, judged, both), ...judgement.notes];
  const slices = fields.flatMap((field) => slicesBy(field, columns[extra.indexOf(field.field)], part));
  return {
    ...{...told, ...sizes, notes, overlap: part.overlap, estimator: ESTIMATORS[estimator]},
    ...(fields.length > 0 && {slices: judgeSlices(stream.fork('slices'), judgement, part.measured, slices)}),
  };
}

const isSame = (a: Float64Array, b: Float64Array): boolean => a.length === b.length && a.every((key, i) => key === b[i]);

interface Sizes {
  readonly references: ShareReport['references'];
  readonly documents: number;
  readonly sentences: number;
  readonly withoutSentences: number;
}

function nothing(reason: string, sizes: Sizes): ShareReport {
  return {low: 0, high: 1, verdict: 'inconclusive', reason, curve: [], ...sizes, estimators: [], arrangements: [], notes: []};
}

function sizeOf({documents, sentences, used}: Drawn) {
  return {documents, sentences, used};
}

function sizesOf({documents, withoutSentences, measured}: MeasuredPart) {
  return {documents, withoutSentences, sentences: measured.offsets[measured.units]};
}

function meanNovelty({novelty}: MeasuredPart): number {
  return novelty.reduce((sum, x) => sum + x, 0) / novelty.length;
}
