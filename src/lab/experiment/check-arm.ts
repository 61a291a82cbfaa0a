/** What must fit together in an arm: model and data, sample and weights. Problems come back as data. */
import {ConfigError} from '../../core/error.ts';
import {familyOf} from '../../models/families.ts';
import {measureOf} from '../measure/catalog.ts';
import {checkMixture} from '../world/gaussians.ts';
import {type Arm, dataSettingOf, membersOf} from './arm.ts';
import {checkMitigations} from './check-mitigations.ts';
import type {Problem} from './problems.ts';
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
  if (kind === 'rows') checkRows(arm, at, problems);
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
  experiment.measures.forEach((name, i) => {
    const entry = measureOf(name);
    if (entry && !entry.on.includes(kind))
      problems.push({path: ['measures', i], message: `${name} is a measure of ${entry.on.join(', ')}; this data is ${kind}`});
  });
}

/** Rows are those of the world, labelled anew, unless each generation has x of its own. */
function checkRows({data, model, sample}: Arm, at: (field: 'data' | 'sample') => string[], problems: Problem[]): void {
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
  if (typeof sample?.size === 'number' && sample.size < least) problems.push({path: [...at('sample'), 'size'], message: few(sample.size)});
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
