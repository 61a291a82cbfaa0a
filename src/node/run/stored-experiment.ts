/** The experiment of a run directory, as its experiment.yaml keeps it. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {type LoadedExperiment, loadExperiment} from '../experiment-file.ts';

const FILE = 'experiment.yaml';

/** Throws DataError where the directory is none of a run. */
export function requireRun(directory: string): void {
  if (existsSync(join(directory, FILE))) return;
  throw new DataError(`not a run directory: it holds no ${FILE}`, {
    where: directory,
    next: 'give a directory that `genloss run` wrote',
  });
}

/** Throws DataError where the directory is none of a run, or its experiment is not what genloss wrote. */
export function storedExperiment(directory: string): LoadedExperiment {
  requireRun(directory);
  try {
    return loadExperiment(join(directory, FILE));
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new DataError(`${FILE} of the run directory is damaged: ${error.message}`, {
      where: error.where ?? directory,
      next: 'run the same experiment into the directory again: it is written anew',
      cause: error,
    });
  }
}
