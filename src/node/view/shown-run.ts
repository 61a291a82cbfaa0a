/**
 * What one run shows: the input of a report, of what is there. A run that has not come to its end, or that its experiment.yaml does not tell of
 * any more, shows what it can, and says what it lacks.
 */
import {createReadStream} from 'node:fs';
import {join} from 'node:path';
import {GenlossError} from '../../core/error.ts';
import {counted, grouped} from '../../core/text/numbers.ts';
import {measureOf} from '../../lab/measure/catalog.ts';
import type {Row} from '../../lab/results/row.ts';
import {Summarizer, type Summary} from '../../lab/results/summary.ts';
import type {ReportInput} from '../../report/pages/run/input.ts';
import type {ListedRun, ShownRun} from '../../report/pages/view/records.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {summaryJson} from '../../run/run.ts';
import {standingRows} from '../../run/standing.ts';
import {rowLines} from '../../run/unit.ts';
import {lockVersions, recordOf, summaryIn} from '../run/report.ts';
import {isOwnFile, openOwn, ownFolders, readOwn, statsOfOwn} from './own-files.ts';
import {pausing} from './pause.ts';
import {readLock} from './run-entry.ts';
import {experimentOfRun, OwnStore} from './run-files.ts';
import {areSamplesKept} from './sample-page.ts';
import {shownTexts} from './shown-text.ts';
import type {ViewedRun} from './viewed-run.ts';

const RESULTS = ['results.jsonl', 'summary.json'] as const;
const MOST_SUMMARY_BYTES = 512 << 20;

/** Whether the files of its results are of all that is stored: what is written after them is newer. Of a copy that may not be seen. */
function isWritten({status, directory}: ViewedRun): boolean {
  const times = RESULTS.map((name) => (isOwnFile(join(directory, name)) ? statsOfOwn(join(directory, name))!.mtimeMs : 0));
  const stored = ownFolders(join(directory, 'lineages')).map((arm) => statsOfOwn(join(directory, 'lineages', arm))?.mtimeMs ?? 0);
  return status === 'done' && times.every((time) => time > 0 && stored.every((own) => own <= time));
}

/** The lines of its results: of the file as it is, or of what is stored so far. Throws Error where there is neither. */
export function resultChunks(run: ViewedRun): AsyncGenerator<Uint8Array> {
  const rows = isWritten(run) ? undefined : rowsSoFar(run);
  return rows === undefined ? fileChunks(openOwn(join(run.directory, 'results.jsonl'))) : rowChunks(rows);
}

async function* fileChunks(file: number): AsyncGenerator<Uint8Array> {
  const stream = createReadStream('', {fd: file});
  try {
    yield* stream as AsyncIterable<Uint8Array>;
  } finally {
    stream.destroy();
  }
}

async function* rowChunks(all: Iterable<readonly Row[]>): AsyncGenerator<Uint8Array> {
  const pause = pausing();
  for (const rows of all) {
    if (rows.length > 0) yield Buffer.from(rowLines(rows));
    await pause();
  }
}

/** Some at a time; undefined where nothing is stored, or what is stored cannot be read, and the files of its results are there. */
function rowsSoFar({directory}: ViewedRun): Iterable<readonly Row[]> | undefined {
  const hasFiles = RESULTS.every((name) => isOwnFile(join(directory, name)));
  try {
    const {arms, experiment} = experimentOfRun(directory);
    const store = new OwnStore(directory, readLock(directory));
    if (hasFiles && arms.every(({name}) => store.list(name).length === 0)) return undefined;
    return standingRows({arms, experiment, store});
  } catch (error) {
    if (hasFiles) return undefined;
    throw error;
  }
}

/** The text of its summary: of the file as it is, or of what is stored so far. */
export async function summaryFileText(run: ViewedRun): Promise<string> {
  const rows = isWritten(run) ? undefined : rowsSoFar(run);
  if (rows === undefined) return readOwn(join(run.directory, 'summary.json'), MOST_SUMMARY_BYTES).toString('utf8');
  return summaryJson(await summaryOfRows(rows, experimentOfRun(run.directory)));
}

async function summaryOfRows(all: Iterable<readonly Row[]>, {experiment}: LoadedExperiment): Promise<Summary> {
  const summarizer = new Summarizer();
  const pause = pausing();
  for (const rows of all) {
    for (const row of rows) summarizer.add(row);
    await pause();
  }
  return summarizer.finish(experiment);
}

export async function shownRun(run: ViewedRun): Promise<ShownRun> {
  const listed = run.listed();
  const {status, done, total} = listed;
  const record = {run: listed, keepsSamples: areSamplesKept(run.directory)};
  const soFar = status === 'done' ? {} : {soFar: {done, total}};
  let loaded: LoadedExperiment;
  try {
    loaded = experimentOfRun(run.directory);
  } catch (error) {
    const why = error instanceof GenlossError ? error.message.split('\n')[0] : 'it cannot be read';
    const input = bareInput(listed, summaryIn(await summaryFileText(run)));
    return shownTexts({...record, input: {...input, ...soFar}, lacks: `its experiment.yaml is not one that this genloss reads: ${why}`});
  }
  const lock = readLock(run.directory);
  const summary = summaryIn(await summaryFileText(run));
  const {reportInputOf} = await import('../../report/pages/run/gather.ts');
  const store = new OwnStore(run.directory, lock);
  const input = reportInputOf(recordOf({loaded, store, summary, versions: lockVersions(lock), asItStands: true}));
  const there = `${grouped(done)} of ${counted(total, 'generation')} are there`;
  const lacks = {
    running: `it is running: ${there}`,
    stopped: `it was stopped: ${there}`,
    done: undefined,
  }[status];
  return shownTexts({...record, input: {...input, ...soFar}, ...(lacks !== undefined && {lacks})});
}

/** Of its summary alone: what its arms and measures are called, without a word on what they are. */
function bareInput({title, seeds, generations}: ListedRun, summary: Summary): ReportInput {
  const keys = [...new Set(Object.values(summary.arms).flatMap((measures) => Object.keys(measures)))];
  const names = [...new Set(keys.map((key) => key.split('[', 1)[0]))];
  return {
    ...{title, seeds, generations, summary, experimentYaml: '', command: '', versions: {}},
    arms: Object.keys(summary.arms).map((name) => ({name, description: ''})),
    measures: names.map((name) => {
      const {title: own = name, unit = '', caption = '', better} = measureOf(name) ?? {};
      const bands = keys.filter((key) => key.startsWith(`${name}[`)).map((key) => key.slice(name.length + 1, -1));
      return {name, title: own, unit, caption, ...(better !== undefined && {better}), ...(bands.length > 0 && {bands})};
    }),
    table: {columns: ['arm'], rows: Object.keys(summary.arms).map((name) => [name]), caption: ''},
  };
}
