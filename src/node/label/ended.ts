/** Whether a run that people look at has come to its end. */
import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {GenlossError} from '../../core/error.ts';
import {standingRun} from '../run/standing-run.ts';

/** By its files: every lineage that was asked for is whole, and the summary is written. What cannot be read has not ended. */
export function hasEnded(directory: string): boolean {
  if (!existsSync(join(directory, 'summary.json'))) return false;
  try {
    return standingRun(directory).missing === undefined;
  } catch (error) {
    if (error instanceof GenlossError) return false;
    throw error;
  }
}
