/** What a family's options refuse, as problems of the fields. */
import {ConfigError} from '../../core/error.ts';
import type {OptionProblem} from '../family.ts';

/** None where `make` returns; other errors than ConfigError are thrown on. */
export function optionProblems(make: () => unknown): OptionProblem[] {
  try {
    make();
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [{path: error.where?.split('.').slice(1) ?? [], message: error.message}];
  }
}
