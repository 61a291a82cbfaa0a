/**
 * A forecast, run: the corpus read, the sample size chosen by a short trial, the plan run by worker threads in a folder that is thrown away,
 * and the answer made of what they measured.
 */

import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {NOTHING_PRODUCED} from '../../core/measure/reasons.ts';
import {Stream} from '../../core/random/stream.ts';
import {RECORD_UNITS} from '../../core/reading.ts';
import {counted, grouped} from '../../core/text/numbers.ts';
import {countedWords, wordCountOf} from '../../core/text/word-count.ts';
import {type Curves, shareNeeded, untilBound} from '../../forecast/answer.ts';
import {ORDERS} from '../../forecast/defaults.ts';
import {extrapolate, PLAIN_SCALE, SHARE_SCALE} from '../../forecast/extrapolate.ts';
import {
  type ForecastOptions,
  HALF_SIZE,
  LEAST_SAMPLE_WORDS,
  MEASURES,
  planExperiment,
  sampleWords,
  tokenFor,
  WORKFLOWS,
  workOf,
} from '../../forecast/plan.ts';
import type {ForecastReport, ForecastRow} from '../../forecast/report.ts';
import {forecastAnswer} from '../../forecast/words.ts';
import type {Arm} from '../../lab/experiment/arm.ts';
import {resolveExperiment} from '../../lab/experiment/resolve.ts';
import type {Corpus} from '../../lab/human/human.ts';
import {setAside} from '../../lab/human/reserve.ts';
import {Lineage} from '../../lab/loop/lineage.ts';
import type {Row} from '../../lab/results/row.ts';
import {referenceError} from '../../read/reference-error.ts';
import type {Progress} from '../../run/progress.ts';
import {corpusOf} from '../corpus.ts';
import {runExperiment} from '../run/run.ts';
import {assumptionsOf} from './assumptions.ts';
import {withScratch} from './scratch.ts';
import {dataOf, type ForecastSourceOptions, HELD_OUT, type PlaceOptions, placeTexts, refuseOnce, textsToPlace} from './sources.ts';

export interface ForecastRequest extends Omit<ForecastOptions, 'data' | 'token' | 'order'>, Omit<ForecastSourceOptions, 'order'> {
  readonly sources: readonly string[];
  /** Of the n-gram; by its tokens unless given. */
  readonly order?: number;
  readonly seconds: number;
  readonly workers: number;
  /** Words of a sample, in place of what fits the time. */
  readonly words?: number;
  /** Tail retention that must be kept; half of what the first fit keeps unless given. */
  readonly bound?: number;
  /** Generations that are run; the later ones are extrapolated. */
  readonly measured?: number;
  /** A corpus to place among the generations. */
  readonly candidate?: readonly string[];
  /** Of the candidate, where its text has another field than the human corpus. */
  readonly candidateField?: string;
  /** When it fires the runs end after the generations in hand, and there is no report. */
  readonly signal?: AbortSignal;
  /** Runs what ends in order at the signal that it is given, in place of `signal`: what it is given is all that can be stopped so. */
  readonly interruptible?: <T>(work: (signal: AbortSignal) => Promise<T>) => Promise<T>;
  readonly onProgress?: (progress: Progress) => void;
}

/** A request whose corpus is known, and so the model. */
type Settled = ForecastRequest & ForecastOptions;

const CANDIDATE_FIELD = 'The candidate is read by the same field as the human text: --candidate-field names its own where it is another.';

const candidateTexts = (request: Settled, candidate: readonly string[]) =>
  textsToPlace(placeOf(request, candidate)).catch((error) => {
    throw request.candidateField === undefined ? referenceError(error, CANDIDATE_FIELD) : error;
  });

const placeOf = ({candidateField, ...request}: Settled, candidate: readonly string[]): PlaceOptions => ({
  ...{...request, human: request.sources, candidate},
  ...(candidateField !== undefined && {field: candidateField, humanField: request.field ?? 'text'}),
});

/** Undefined where it was stopped. Throws DataError and ConfigError. */
export async function runForecast(asked: ForecastRequest): Promise<ForecastReport | undefined> {
  const {generations, measured = generations} = asked;
  if (measured > generations || measured < 2)
    throw new ConfigError(`${measured} generations measured of ${generations}: wanted at least 2, and no more than are forecast`);
  const started = performance.now();
  await refuseOnce([...asked.sources, ...(asked.candidate ?? [])], asked);
  const data = dataOf(asked.sources, asked);
  const corpus = await corpusOf(data, process.cwd());
  requireRecords(corpus);
  const token = tokenFor(corpus.documents);
  const request: Settled = {...asked, data, token, order: asked.order ?? ORDERS[token]};
  // what is wrong with the candidate is said before anything is run
  const {candidate = []} = request;
  const placed = candidate.length > 0 ? await candidateTexts(request, candidate) : undefined;
  const there = wordsOf(corpus);
  if (request.words !== undefined && request.words > HELD_IN * there)
    throw new DataError(
      `the corpus has ${counted(there, 'word')}, of which a tenth is set aside, and --sample asks for ${grouped(request.words)}`,
      {
        next: 'Lower --sample, or give more text.',
      },
    );
  const words = request.words ?? (await ofForecast(async () => chosenWords(request, corpus, started)));
  const whole = await ofForecast(() => curvesOf({...request, generations: measured}, words, request));
  const smaller = Math.max(LEAST_SAMPLE_WORDS, Math.floor(words / 4));
  const template = measured < generations ? await ofForecast(() => curvesOf(request, smaller, request)) : whole;
  if (!whole || !template) return undefined;
  const first = meanOf(whole('replace', 'tail.retention').map((curve) => curve[0]));
  const bound = request.bound ?? Number((first / 2).toFixed(3));
  const workflows = Object.fromEntries(Object.keys(WORKFLOWS).map((name) => [name, rowsOf(name, {whole, template, measured})]));
  const ends = measured < generations ? template : whole;
  const place = placed && (await placeTexts(placed, placeOf(request, candidate)));
  const told = {
    generationsUntilBound: Object.fromEntries(
      Object.entries(workflows).map(([name, rows]) => [
        name,
        untilBound(
          rows.map((row) => row['tail.retention']),
          bound,
        ),
      ]),
    ),
    humanShareNeeded: shareNeeded((arm) => ends(arm, 'tail.retention'), bound),
    bound: {
      measure: 'tail.retention' as const,
      atLeast: bound,
      from: request.bound === undefined ? 'half of what the first model keeps' : 'given',
    },
    generations,
    seeds: request.seeds,
  };
  return {
    answer: forecastAnswer(told),
    workflows,
    ...told,
    ...(place && {place}),
    words,
    token,
    measured,
    assumptions: assumptionsOf({
      notices: corpus.notices,
      ...request,
      measured,
      words,
      corpusWords: wordsOf(corpus),
      half: ends(HALF_SIZE, 'tail.retention'),
      full: ends('replace', 'tail.retention'),
    }),
  };
}

const wordsOf = ({documents}: Corpus): number => countedWords(documents, wordCountOf(documents));

/** What is not held out of a corpus. */
const HELD_IN = 1 - HELD_OUT;
const TRIAL_WORDS = 10_000;

/** Words that fit the time that is left, by a trial of two generations. */
function chosenWords(request: Settled, corpus: Corpus, started: number): number {
  const {seconds, workers, generations, measured = generations, seeds} = request;
  const available = Math.floor(0.85 * wordsOf(corpus));
  if (available < LEAST_SAMPLE_WORDS) throw tooSmall(available);
  const trial = Math.min(TRIAL_WORDS, available);
  const lineage = new Lineage({arm: armOf(request, trial), seed: 0, root: Stream.root(request.seed), measures: MEASURES, corpus});
  lineage.advance();
  const from = performance.now();
  lineage.advance();
  const wordSeconds = (performance.now() - from) / 1000 / trial;
  const left = Math.max(1, seconds - (performance.now() - started) / 1000);
  // of a run that is extrapolated, a quarter of the size runs all generations
  const share =
    measured === generations
      ? 1
      : workOf({generations: measured, seeds}) / (workOf({generations: measured, seeds}) + workOf({generations, seeds}) / 4);
  return sampleWords({generations: measured, seeds}, {seconds: left * share, threads: workers, wordSeconds, available});
}

/** Before the lab says it of an arm that nobody has named. Throws DataError. */
function requireRecords({documents: {count}, name}: Corpus): void {
  if (setAside(HELD_OUT, count) < count) return;
  throw new DataError(`${name} has ${counted(count, 'record')}: a forecast sets some aside and trains on the rest`, {
    next: `Cut it into more: ${RECORD_UNITS.filter((unit) => unit !== 'file')
      .map((unit) => `--unit ${unit}`)
      .join(', ')}; or give more of them.`,
  });
}

/** The lab's arms, seeds and fields of an experiment are nothing that whoever asked for a forecast has written. */
function ofForecast<T>(work: () => Promise<T>): Promise<T> {
  return work().catch((error) => {
    if (!(error instanceof DataError) || !LINEAGE.test(error.where ?? '')) throw error;
    const {message, where = '', next = ''} = error;
    const place = where.replace(LINEAGE, '');
    const own = {...(place !== '' && {where: place}), next: FIELD.test(next) ? 'Lower --sample, or give more text.' : next};
    throw new DataError(message, {...own, cause: error});
  });
}

/** How a lineage says where it is. */
const LINEAGE = /^arm "(?:[^"\\]|\\.)*", seed \d+(?:, |: |$)/;
const FIELD = /\b(data|sample|model)\.[a-z]/;

const tooSmall = (words: number): DataError =>
  new DataError(`the corpus has ${counted(words, 'word')} to train on, a forecast wants at least ${grouped(LEAST_SAMPLE_WORDS)}`, {
    next: 'Give more text.',
  });

function armOf(request: Settled, words: number): Arm {
  const resolved = resolveExperiment(planExperiment(request, words));
  if (!resolved.ok) throw new ConfigError(resolved.problems.map(({path, message}) => `${path.join('.')}: ${message}`).join('; '));
  return resolved.arms[0];
}

/** Of an arm and a measure, by seed and generation. */
type CurvesOf = (arm: string, measure: string) => Curves;

async function curvesOf(
  options: ForecastOptions,
  words: number,
  {workers, signal, interruptible, onProgress}: ForecastRequest,
): Promise<CurvesOf | undefined> {
  const resolved = resolveExperiment(planExperiment(options, words));
  if (!resolved.ok) throw new ConfigError(resolved.problems.map(({path, message}) => `${path.join('.')}: ${message}`).join('; '));
  return withScratch(async (directory) => {
    const made = {experiment: resolved.experiment, arms: resolved.arms, base: process.cwd()};
    const loaded = {...made, yaml: () => '', name: 'forecast', warnings: []};
    let running: Promise<unknown> = Promise.resolve();
    const run = (stop: AbortSignal | undefined) => {
      const result = runExperiment(loaded, {directory, workers, signal: stop, onProgress});
      running = result.catch(() => {});
      return result;
    };
    const done = await (interruptible ? interruptible(run) : run(signal)).finally(() => settled(running));
    if (!done) return undefined;
    return readCurves(join(directory, 'results.jsonl'), options);
  });
}

/** Its threads write no more, or have had a while to end: their folder goes then. */
function settled(running: Promise<unknown>): Promise<unknown> {
  let timer: NodeJS.Timeout | undefined;
  const enough = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE_MS);
  });
  return Promise.race([running, enough]).finally(() => clearTimeout(timer));
}

/** Of a run that is not awaited, until its threads are through the generation in hand. */
const PATIENCE_MS = 3000;

function readCurves(path: string, {seeds, generations}: ForecastOptions): CurvesOf {
  const table = new Map<string, number[][]>();
  for (const line of readFileSync(path, 'utf8').split('\n')) {
    if (line === '') continue;
    const {arm, measure, band, seed, generation, value, reason} = JSON.parse(line) as Row;
    if (band !== undefined || generation === 0) continue;
    // a model that has collapsed to signs without a word has kept no rare one
    const kept = value ?? (measure === 'tail.retention' && reason === NOTHING_PRODUCED ? 0 : undefined);
    if (kept === undefined)
      throw new DataError(`${measure} of ${arm} is undefined at generation ${generation}: ${reason}`, {next: 'Give more text.'});
    const key = `${arm}|${measure}`;
    if (!table.has(key))
      table.set(
        key,
        Array.from({length: seeds}, () => new Array<number>(generations)),
      );
    table.get(key)![seed][generation - 1] = kept;
  }
  return (arm, measure) => table.get(`${arm}|${measure}`)!;
}

interface RowsRequest {
  readonly whole: CurvesOf;
  readonly template: CurvesOf;
  readonly measured: number;
}

function rowsOf(name: string, {whole, template, measured}: RowsRequest): ForecastRow[] {
  const retention = extrapolate(whole(name, 'tail.retention'), template(name, 'tail.retention'), SHARE_SCALE);
  const bits = extrapolate(whole(name, 'bitsPerByte'), template(name, 'bitsPerByte'), PLAIN_SCALE);
  return retention.map((kept, i) => ({
    generation: i + 1,
    'tail.retention': kept,
    bitsPerByte: bits[i],
    ...(i >= measured && {extrapolated: true as const}),
  }));
}

const meanOf = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
