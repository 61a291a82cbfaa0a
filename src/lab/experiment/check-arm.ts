/** What must fit together in an arm: model and data, sample and weights. Problems come back as data. */
import * as z from 'zod';
import {ConfigError} from '../../core/error.ts';
import {familyOf} from '../../models/families.ts';
import {faultOf, isMoving} from '../../models/schedule.ts';
import {measureOf} from '../measure/catalog.ts';
import {STOPPED_AT} from '../measure/stopped-at.ts';
import {checkMixture} from '../world/gaussians.ts';
import {type Arm, dataSettingOf, membersOf, versionsOf} from './arm.ts';
import {checkMitigations, checkStop} from './check-mitigations.ts';
import type {Problem} from './problems.ts';
import {checkSchedules} from './schedules.ts';
import type {Experiment} from './schema.ts';

/** `base`: the name under `arms` that the arm was written by. */
export function checkArm(arm: Arm, {base, experiment}: {base: string; experiment: Experiment}, problems: Problem[]): void {
  const options = experiment.arms[base];
  const at = (field: 'data' | 'model' | 'sample') => (options[field] === undefined ? [field] : ['arms', base, field]);
  const setting = dataSettingOf(arm);
  const {kind} = setting;
  for (const {
    arm: {model},
  } of membersOf(arm)) {
    const family = familyOf(model);
    if (family.fits === kind && family.accepts?.(setting) !== false) continue;
    problems.push({
      path: [...at('model'), 'kind'],
      message: `the model ${model.kind} is fitted to ${family.wants}; the data is ${setting.name}`,
    });
    return;
  }
  if (kind === 'rows') checkRows(arm, {at, generations: experiment.generations}, problems);
  if (kind !== 'rows' && !arm.sample)
    problems.push({path: [], message: 'sample is missing: say how much is drawn from each fit, for instance sample: {size: 1000}'});
  if ('world' in arm.data && arm.sample?.size === 'same')
    problems.push({
      path: [...at('sample'), 'size'],
      message: '`same` is for a corpus: a world has no size of its own, give a number of records',
    });
  checkData(arm, at, problems);
  for (const {path, message} of familyOf(arm.model).problems?.(arm.model, setting) ?? [])
    problems.push({path: [...at('model'), ...path], message});
  checkMitigations(arm, ['arms', base], problems);
  checkMoving(arm, {base, experiment}, problems);
  checkStop(arm, experiment.arms[base].stop === undefined ? [] : ['arms', base], problems);
  if (experiment.measures.includes(STOPPED_AT) && !Object.values(experiment.arms).some(({stop = experiment.stop}) => stop))
    problems.push({
      path: ['measures', experiment.measures.indexOf(STOPPED_AT)],
      message: `${STOPPED_AT} is of arms that have a \`stop\`: say what ends a lineage, for instance stop: {measure: support, atMost: 1}`,
    });
  experiment.measures.forEach((name, i) => {
    const entry = measureOf(name);
    if (entry && !entry.on.includes(kind))
      problems.push({path: ['measures', i], message: `${name} is a measure of ${entry.on.join(', ')}; this data is ${kind}`});
  });
}

/** Schedules of the arm and of each model of a population. */
function checkMoving(arm: Arm, {base, experiment}: {base: string; experiment: Experiment}, problems: Problem[]): void {
  const options = experiment.arms[base];
  const {generations} = experiment;
  const at = (path: readonly string[]) =>
    (path[0] === 'sample' || path[0] === 'model') && options[path[0]] === undefined ? path : ['arms', base, ...path];
  versionsOf(arm).forEach((version, i) => {
    checkSchedules(version, {generations, from: i === 0 ? 0 : arm.events![i - 1].generation, at}, problems);
  });
  membersOf(arm).forEach(({arm: own}, m) => {
    const members = arm.population?.models;
    if (!Array.isArray(members)) return;
    const ofMember = (path: readonly string[]) => (path[0] in members[m] ? ['arms', base, 'population', 'models', m, ...path] : at(path));
    checkSchedules(own, {generations, at: ofMember}, problems);
  });
}

interface RowsCheck {
  readonly at: (field: 'data' | 'sample') => string[];
  readonly generations: number;
}

/** Rows are those of the world, labelled anew, unless each generation has x of its own. */
function checkRows({data, model, sample}: Arm, {at, generations}: RowsCheck, problems: Problem[]): void {
  if (!('rows' in data)) return;
  const {dimension} = data;
  const isFresh = data.x === 'fresh';
  if (sample && !isFresh)
    problems.push({
      path: at('sample'),
      message:
        'rows take no sample: labels are redrawn on the rows of the world; with data: {x: fresh} `size` is the rows of each later generation',
      key: true,
    });
  else if (sample?.first !== undefined)
    problems.push({path: [...at('sample'), 'first'], message: 'the rows of the human training set are data.rows: leave it out', key: true});
  const least = familyOf(model).fewest?.(model, dataSettingOf({data, sample})) ?? 1;
  const few = (rows: number) => `${rows} rows cannot determine the ${dimension} coefficients of the world`;
  if (data.rows < least) problems.push({path: [...at('data'), 'rows'], message: few(data.rows)});
  const short = sample && sample.size !== 'same' && faultOf(sample.size, {atom: z.number().min(least), generations, whole: true});
  if (short) {
    const when = isMoving(sample.size) ? `, at generation ${short.generation}` : '';
    problems.push({path: [...at('sample'), 'size'], message: `${few(short.value)}${when}`});
  }
  if ('spectrum' in data && Array.isArray(data.spectrum) && data.spectrum.length !== dimension)
    problems.push({
      path: [...at('data'), 'spectrum'],
      message: `has ${data.spectrum.length} numbers, the world has dimension ${dimension}`,
    });
}

/** Data that contradicts itself. */
function checkData({data}: Arm, at: (field: 'data') => string[], problems: Problem[]): void {
  if ('reserve' in data && typeof data.holdout === 'number' && data.holdout + data.reserve >= 1)
    problems.push({
      path: [...at('data'), 'reserve'],
      message: `a holdout of ${data.holdout} and a reserve of ${data.reserve} leave nothing to train on`,
    });
  if ('world' in data && data.world === 'mixture') {
    try {
      checkMixture(data.components);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      const [, ...steps] = (error.where ?? '').split(/[.[\]]+/).filter((step) => step !== '');
      problems.push({path: [...at('data'), ...steps], message: error.message});
    }
  }
  if (!('world' in data) || data.world !== 'gaussian') return;
  for (const key of ['mean', 'sd'] as const) {
    const value: unknown = data[key];
    if (Array.isArray(value) && value.length !== data.dimension)
      problems.push({path: [...at('data'), key], message: `has ${value.length} numbers, the world has dimension ${data.dimension}`});
  }
}
