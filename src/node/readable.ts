/** Files that a user wrote for genloss, whichever they are: read and validated, nothing run. */

import {ConfigError} from '../core/error.ts';
import {isObject} from '../core/plain/value.ts';
import {counted} from '../core/text/numbers.ts';
import {readGates} from './check/gates-file.ts';
import {readRecipe} from './curate/recipe-file.ts';
import {loadExperiment} from './experiment-file.ts';
import {readWatch} from './watch/definition-file.ts';
import {readYaml} from './yaml-file.ts';

interface Readable {
  readonly kind: 'experiment' | 'gates' | 'recipe' | 'watch';
  /** What is in it, in words. */
  readonly holds: string;
}

const OF_RECIPES = ['steps', 'mix', 'budget', 'output'];
const OF_WATCHES = ['falseAlarms', 'period', 'calibration', 'alerts'];
const OF_EXPERIMENTS = ['arms', 'model', 'generations'];

/** Throws ConfigError where the file cannot be read, or is none of the four, or is one with a mistake. */
export function readOneOf(file: string): Readable {
  const {data, shown} = readYaml(file, {what: 'the file', next: 'Check the path.', quotes: (text) => !/\balerts\b/.test(text)});
  const has = (keys: readonly string[]) => isObject(data) && keys.some((key) => Object.hasOwn(data, key));
  if (has(OF_WATCHES)) {
    const {measures, slices} = readWatch(file).definition;
    const watched = measures === undefined ? 'the measures of a check' : counted(measures.length, 'measure');
    return {kind: 'watch', holds: `a watch of ${watched}${slices === undefined ? '' : `, by ${slices.join(', ')}`}`};
  }
  if (has(OF_EXPERIMENTS) || (has(['title']) && !has([...OF_RECIPES, 'gates']))) {
    const {experiment, arms} = loadExperiment(file);
    const parts = [counted(arms.length, 'arm'), counted(experiment.generations, 'generation'), counted(experiment.seeds, 'seed')];
    return {kind: 'experiment', holds: `an experiment of ${parts.join(', ')}`};
  }
  if (has(['gates'])) return {kind: 'gates', holds: counted(readGates(file).length, 'gate')};
  if (has(OF_RECIPES)) return {kind: 'recipe', holds: `a recipe of ${counted(readRecipe(file).steps.length, 'step')}`};
  throw new ConfigError('the file is no experiment (arms), no gates (gates), no recipe (steps) and no watch (period)', {
    where: shown,
    next: 'genloss init writes experiment, gates and recipe that work; docs/watch.md shows a watch.',
  });
}
