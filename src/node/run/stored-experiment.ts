/** The experiment of a run directory, as its experiment.yaml keeps it. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {ConfigError, DataError} from '../../core/error.ts';
import {type LoadedExperiment, loadExperiment} from '../experiment-file.ts';

/** Throws DataError where the directory is none of a run, or its experiment is not what genloss wrote. */
export function storedExperiment(directory: string): LoadedExperiment {
  const file = join(directory, 'experiment.yaml');
  if (!existsSync(file))
    throw new DataError('not a run directory: it holds no experiment.yaml', {
      where: directory,
      next: 'give a directory that `genloss run` wrote',
    });
  try {
    return loadExperiment(file);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new DataError(`experiment.yaml of the run directory is damaged: ${error.message}`, {
      where: error.where ?? directory,
      next: 'run the same experiment into the directory again: it is written anew',
      cause: error,
    });
  }
}
