/** `genloss share` as a function: reads the references, learns, reads the candidate, judges. */
import {Stream} from '../../core/random/stream.ts';
import type {Language} from '../../core/text/language.ts';
import type {MeasuredPart} from '../../guard/share/candidate.ts';
import {type Drawn, drawReference} from '../../guard/share/draw-reference.ts';
import {ESTIMATORS} from '../../guard/share/measured.ts';
import {hasKey, overlapNotes, wholeReason} from '../../guard/share/overlap.ts';
import type {ShareReport} from '../../guard/share/report.ts';
import {UnitCollector} from '../../guard/share/sentences.ts';
import {judgeSlices} from '../../guard/share/slices.ts';
import type {ReadProgress} from '../../read/corpus.ts';
import {REFERENCE_FIELD_NEXT, referenceError} from '../../read/reference-error.ts';
import {type DataRead, readCorpus} from '../read/corpus.ts';
import {parseBy} from '../slice-name.ts';
import {slicesBy} from './by.ts';
import {readCandidate} from './candidate.ts';
import {ShareLearner} from './learn.ts';

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
  const learner = new ShareLearner({stream, language});
  for (const [side, sources] of [
    ['human', human],
    ['synthetic', synthetic],
  ] as const) {
    const own = referenceField === undefined ? read : {...read, field: referenceField};
    const reading = readCorpus(sources, {...own, onProgress: (progress) => onProgress?.(`${side} reference`, progress)});
    const text = await reading.catch((error) => {
      throw referenceField === undefined ? referenceError(error, REFERENCE_FIELD_NEXT) : error;
    });
    learner.add(side, text);
  }
  const learned = learner.learn();
  const {known, question} = learned;
  const references = {human: sizeOf(learned.human), synthetic: sizeOf(learned.synthetic)};
  if ('reason' in question) {
    const candidate = await readCorpus(data, {...read, onProgress: (progress) => onProgress?.('candidate', progress)});
    const {documents, sentences} = drawReference(candidate, new UnitCollector(), {firstDocument: 0, stream, most: 0});
    return nothing(question.reason, {references, documents: candidate.count, sentences, withoutSentences: candidate.count - documents});
  }
  const {part, columns} = await readCandidate(data, question.plan, {
    ...{read, extra, workers, onProgress: (progress) => onProgress?.('candidate', progress)},
  });
  const sizes = {references, ...sizesOf(part)};
  if (part.measured.units === 0) return nothing('the candidate has no sentence of three words', sizes);
  const judged = part.documents - part.withoutSentences;
  const within = (['human', 'synthetic'] as const).find((side) => part.overlap[side] === judged);
  if (within) return {...nothing(wholeReason(within), sizes), overlap: part.overlap};
  const judgement = question.judge(part);
  const {pools: _, estimator, ...told} = judgement;
  const both = known.human.filter((key) => hasKey(known.synthetic, key)).length;
  const notes = [...overlapNotes(part.overlap, judged, both), ...judgement.notes];
  const slices = fields.flatMap((field) => slicesBy(field, columns[extra.indexOf(field.field)], part));
  return {
    ...{...told, ...sizes, notes, overlap: part.overlap, estimator: ESTIMATORS[estimator]},
    ...(fields.length > 0 && {slices: judgeSlices(stream.fork('slices'), judgement, part.measured, slices)}),
  };
}

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
