/** A run directory as it stands: its experiment and summary, and what is missing where it has not come to its end. */
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {DataError} from '../../core/error.ts';
import {compareText} from '../../lab/results/row.ts';
import {Summarizer, type Summary} from '../../lab/results/summary.ts';
import type {LoadedExperiment} from '../../run/experiment.ts';
import {standingOf, standingRows} from '../../run/standing.ts';
import {readLockFile} from './lock-file.ts';
import {readSummary} from './report.ts';
import {type FileStore, storeOf} from './store.ts';
import {storedExperiment} from './stored-experiment.ts';

export interface StandingRun {
  readonly directory: string;
  readonly loaded: LoadedExperiment;
  readonly store: FileStore;
  /** What is missing, in words; undefined where the run has come to its end. */
  readonly missing?: string;
  /** A hash of what made its lineages: the same for the same experiment, data and version. */
  readonly hash: string;
}

/** Throws DataError where the directory is none of a run, or nothing of it is there yet. */
export function standingRun(directory: string): StandingRun {
  const loaded = storedExperiment(directory);
  const store = storeOf(directory);
  const missing = missingOf(directory, loaded, store);
  return {directory, loaded, store, hash: hashOfRun(directory), ...(missing !== undefined && {missing})};
}

/** As summary.json has it, or, of a run that has not come to its end, of what is there. */
export function summaryOf({directory, loaded, store, missing}: StandingRun): Summary {
  if (missing === undefined) return readSummary(directory);
  const summarizer = new Summarizer();
  for (const rows of standingRows({...loaded, store})) for (const row of rows) summarizer.add(row);
  return summarizer.finish(loaded.experiment);
}

const MOST_NAMED = 6;

function missingOf(directory: string, loaded: LoadedExperiment, store: FileStore): string | undefined {
  const written = ['results.jsonl', 'summary.json'].every((name) => existsSync(join(directory, name)));
  // results are given away without what a resumption needs
  if (written && !existsSync(join(directory, 'lineages'))) return undefined;
  const arms = standingOf({...loaded, store});
  const short = arms.filter(({whole, wanted}) => whole < wanted);
  if (short.length === 0) return written ? undefined : 'its results are not written yet';
  if (loaded.arms.every(({name}) => store.list(name).length === 0))
    throw new DataError('the run is not finished: no generation of it is there yet', {
      where: directory,
      next: 'run the same experiment into it again; it goes on from what is there',
    });
  const named = short.slice(0, MOST_NAMED).map(({arm, whole, wanted}) => `${arm} has ${whole} of ${wanted}`);
  return `whole lineages: ${named.join(', ')}${short.length > MOST_NAMED ? `, and ${short.length - MOST_NAMED} more arms lack some` : ''}`;
}

function hashOfRun(directory: string): string {
  const arms = Object.entries(readLockFile(directory)?.arms ?? {}).sort(([a], [b]) => compareText(a, b));
  return createHash('sha256')
    .update(JSON.stringify(arms.map(([name, {hash}]) => [name, hash])))
    .digest('hex');
}
