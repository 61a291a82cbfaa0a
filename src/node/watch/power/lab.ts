/** The lab of a watch's power: the reference's documents, a part for it to be trained on, and what it writes. */
import type {Text} from '../../../core/data.ts';
import {DataError} from '../../../core/error.ts';
import {permutation} from '../../../core/random/permutation.ts';
import type {Stream} from '../../../core/random/stream.ts';
import {documentSizes} from '../../../core/records.ts';
import {documentsAt} from '../../../core/text/documents.ts';
import {grouped} from '../../../core/text/numbers.ts';
import {countedWords, wordCountOf} from '../../../core/text/word-count.ts';
import {FORECAST_DEFAULTS, ORDERS} from '../../../forecast/defaults.ts';
import {tokenFor} from '../../../forecast/plan.ts';
import {labTexts} from '../../forecast/lab-texts.ts';

export const GENERATIONS: readonly number[] = [1, 3, 5];
/** Runs of the lab: one is one draw of what is lost. */
export const LINEAGES = 2;
/** Tokens that it is trained on at the most: more take minutes. An n-gram of less text repeats more of it, and collapses later. */
const MOST = {word: 200_000, character: 400_000};
/** Words below which a lab shows little but its smallness. */
const LEAST_WORDS = 1000;

/** The reference, dealt at random into parts that have no document in common. */
export interface DealtReference {
  /** In place of past periods; none where they are not wanted. */
  readonly apart: Text;
  /** What the lab is trained on: its training set a model repeats, rare words too, as no other text does. */
  readonly training: Text;
  readonly trainingWords: number;
  /** What periods are held against. */
  readonly rest: Text;
}

/** `apart`: so many documents. Throws DataError where too little is left. */
export function dealtReference(reference: Text, apart: number, stream: Stream): DealtReference {
  const order = permutation(stream, reference.count);
  const token = tokenFor(reference);
  const sizes = documentSizes(reference, token);
  const left = order.subarray(apart).reduce((sum, document) => sum + sizes[document], 0);
  const most = Math.min(MOST[token], left / 2);
  let end = apart;
  for (let size = 0; end < order.length && size + sizes[order[end]] <= most; end++) size += sizes[order[end]];
  const part = (from: number, to: number): Text => documentsAt(reference, order.subarray(from, to));
  const training = part(apart, end);
  const trainingWords = countedWords(training, wordCountOf(reference));
  if (trainingWords >= LEAST_WORDS) return {apart: part(0, apart), training, trainingWords, rest: part(end, order.length)};
  throw new DataError(`the reference leaves the lab ${grouped(trainingWords)} words to be trained on, wanted ${grouped(LEAST_WORDS)}`, {
    next: 'Give a larger reference.',
  });
}

/** Of each of GENERATIONS, a text of each lineage. `onStep` hears of each lineage. */
export function labPools(
  training: Text,
  reference: Text,
  {stream, onStep}: {stream: Stream; onStep: () => void},
): ReadonlyMap<number, readonly Text[]> {
  const token = tokenFor(reference);
  const model = {token, order: ORDERS[token], topP: FORECAST_DEFAULTS.topP};
  const generations = Math.max(...GENERATIONS);
  const lineages = Array.from({length: LINEAGES}, (_, seed) => {
    const texts = labTexts(training, model, {generations, root: stream, seed});
    onStep();
    return texts;
  });
  return new Map(GENERATIONS.map((generation) => [generation, lineages.map((texts) => texts[generation - 1])]));
}
