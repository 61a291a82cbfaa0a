/** How many threads a caller may ask for. */
import {ConfigError} from '../core/error.ts';

/** Throws ConfigError unless it is a whole number from 1. */
export function requireWorkers(workers: number): void {
  if (!(Number.isInteger(workers) && workers >= 1))
    throw new ConfigError(`workers is a whole number from 1, got ${String(workers)}`, {next: 'Leave it out for one thread.'});
}
