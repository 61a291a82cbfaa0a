/** The sources that a forecast names, as the lab's data; and two of them held against each other. */
import type {Text} from '../../core/data.ts';
import type {Format} from '../../core/reading.ts';
import type {Language} from '../../core/text/language.ts';
import {cutIntoPassages} from '../../core/text/passages.ts';
import {FORECAST_DEFAULTS, ORDERS} from '../../forecast/defaults.ts';
import {tokenFor} from '../../forecast/plan.ts';
import type {Place} from '../../forecast/report.ts';
import type {DataOptions} from '../../lab/experiment/data-schema.ts';
import {type ReadingOptions, readingOf} from '../../read/request.ts';
import {corpusOf} from '../corpus.ts';
import {refuseReadOnce} from '../read/once.ts';
import {placeText} from './place.ts';

/** Share of the records that no model sees. */
export const HELD_OUT = 0.1;

export interface ForecastSourceOptions extends ReadingOptions {
  readonly format?: Format;
  /** Documents are cut into passages of about so many words. */
  readonly passage?: number;
  /** Whose case is folded where words are counted. */
  readonly language?: Language;
}

export function dataOf(sources: readonly string[], {passage, format, ...options}: ForecastSourceOptions): DataOptions {
  const shared = {holdout: HELD_OUT, reserve: 0, ...(passage !== undefined && {passage})};
  const years = /^corpus:speeches(?:\/(\d{4})-(\d{4}))?$/.exec(sources[0]);
  if (sources.length === 1 && years)
    return {corpus: 'speeches', ...(years[1] && {from: Number(years[1]), to: Number(years[2])}), ...shared} as DataOptions;
  const {field, roles, unit, delimiter, quote, header, maxBad, language} = options;
  const reading = {
    ...readingOf({field, roles, unit, delimiter, quote, header, maxBad}),
    ...(format !== undefined && {format}),
    ...(language !== undefined && {language}),
  };
  return {files: [...sources], ...reading, ...shared} as DataOptions;
}

/** Throws ConfigError where a source is a pipe or its like: a forecast reads the corpus more than once. */
export const refuseOnce = (sources: readonly string[], {format}: Pick<ForecastSourceOptions, 'format'>): Promise<void> =>
  refuseReadOnce(sources, format === undefined ? {} : {format}, 'a forecast reads its data more than once');

export interface PlaceOptions extends ForecastSourceOptions {
  readonly human: readonly string[];
  /** Of the human text, where its text has another field than the candidate. */
  readonly humanField?: string;
  readonly candidate: readonly string[];
  readonly generations: number;
  readonly order?: number;
  readonly topP?: number;
  readonly seed?: number;
}

/** Tokens: of a larger candidate than this, or a larger corpus, a part is enough. */
const PLACED = {word: 60_000, character: 120_000};
/** Long documents are cut, so that halves of the human text are of the same sources. */
const PASSAGE_WORDS = 100;

/** Both sides, cut into passages. */
interface PlacedTexts {
  readonly human: Text;
  readonly candidate: Text;
}

export async function textsToPlace(options: PlaceOptions): Promise<PlacedTexts> {
  const {human, humanField = options.field, candidate, passage = PASSAGE_WORDS} = options;
  await refuseOnce([...human, ...candidate], options);
  const read = async (sources: readonly string[], field: string | undefined): Promise<Text> =>
    cutIntoPassages((await corpusOf(dataOf(sources, {...options, field, passage: undefined}), process.cwd())).documents, passage);
  return {human: await read(human, humanField), candidate: await read(candidate, options.field)};
}

export const placeSources = async (options: PlaceOptions): Promise<Place> => placeTexts(await textsToPlace(options), options);

export async function placeTexts(texts: PlacedTexts, options: PlaceOptions): Promise<Place> {
  const {candidate, generations, seed = FORECAST_DEFAULTS.seed} = options;
  const topP = 'topP' in options ? options.topP : FORECAST_DEFAULTS.topP;
  const token = tokenFor(texts.human);
  const order = options.order ?? ORDERS[token];
  const {language} = options;
  return placeText({...texts, language, name: candidate.join(', '), generations, token, order, topP, seed, size: PLACED[token]});
}
