/** What must fit together in an arm: model and data, sample and weights. Problems come back as data. */
import {ConfigError} from '../../core/error.ts';
import {catalog} from '../../core/measure/catalog.ts';
import {autoregressiveOptions} from '../../models/autoregressive/index.ts';
import {mlpOptions} from '../../models/mlp/index.ts';
import {transformerOptions} from '../../models/transformer/options.ts';
import {type Arm, kindOfData, membersOf} from './arm.ts';
import {checkMitigations} from './check-mitigations.ts';
import {describeData} from './describe-arm.ts';
import type {Experiment, ModelOptions} from './schema.ts';
import type {Problem} from './problems.ts';
import {sideOf, vaeChoice} from '../vae-choice.ts';
import {checkMixture} from '../world/gaussians.ts';

const DATA_OF_MODEL: Record<ModelOptions['kind'], {kind: ReturnType<typeof kindOfData>; wants: string}> = {
  gaussian: {kind: 'points', wants: 'a world of points, such as gaussian'},
  mixture: {kind: 'points', wants: 'a world of points, such as mixture'},
  kde: {kind: 'points', wants: 'a world of points, such as moons'},
  categorical: {kind: 'categories', wants: 'the categorical world'},
  regression: {kind: 'rows', wants: 'the regression world'},
  classifier: {kind: 'rows', wants: 'the labelled world'},
  ngram: {kind: 'text', wants: 'text: {corpus: speeches} or {files: [...]}'},
  transformer: {kind: 'text', wants: 'text: {corpus: speeches} or {files: [...]}'},
  mlp: {kind: 'points', wants: 'a world of points, such as moons'},
  autoregressive: {kind: 'categories', wants: 'the categorical world'},
  vae: {kind: 'points', wants: 'points: {images: digits}, or a world such as moons'},
};

/** `base`: the name under `arms` that the arm was written by. */
export function checkArm(arm: Arm, {base, experiment}: {base: string; experiment: Experiment}, problems: Problem[]): void {
  const options = experiment.arms[base];
  const at = (field: 'data' | 'model' | 'sample') => (options[field] === undefined ? [field] : ['arms', base, field]);
  const kind = kindOfData(arm.data);
  for (const {
    arm: {model},
  } of membersOf(arm)) {
    const wanted = DATA_OF_MODEL[model.kind];
    if (wanted.kind === kind && (kind !== 'rows' || (model.kind === 'classifier') === isLabelled(arm))) continue;
    problems.push({
      path: [...at('model'), 'kind'],
      message: `the model ${model.kind} is fitted to ${wanted.wants}; the data is ${describeData(arm.data)}`,
    });
    return;
  }
  if (kind === 'rows' && arm.sample)
    problems.push({path: at('sample'), message: 'rows take no sample: labels are redrawn on the rows of the world', key: true});
  if (kind !== 'rows' && !arm.sample)
    problems.push({path: [], message: 'sample is missing: say how much is drawn from each fit, for instance sample: {size: 1000}'});
  if ('world' in arm.data && arm.sample?.size === 'same')
    problems.push({
      path: [...at('sample'), 'size'],
      message: '`same` is for a corpus: a world has no size of its own, give a number of records',
    });
  checkData(arm, at, problems);
  checkGaussian(arm, at, problems);
  checkNetwork(arm, at, problems);
  checkMitigations(arm, ['arms', base], problems);
  experiment.measures.forEach((name, i) => {
    const entry = catalog.find((m) => m.name === name);
    if (entry && !entry.on.includes(kind))
      problems.push({path: ['measures', i], message: `${name} is a measure of ${entry.on.join(', ')}; this data is ${kind}`});
  });
}

/** Options of a neural model that contradict each other, or its data. */
function checkNetwork({model, data}: Arm, at: (field: 'model') => string[], problems: Problem[]): void {
  if (model.kind === 'vae' && model.network === 'convolutional' && sideOf(data) === undefined)
    problems.push({
      path: [...at('model'), 'network'],
      message: `a convolutional network wants images; the data is ${describeData(data)}: write network: dense`,
    });
  try {
    if (model.kind === 'transformer') transformerOptions(model);
    if (model.kind === 'mlp') mlpOptions(model);
    if (model.kind === 'autoregressive') autoregressiveOptions(model);
    if (model.kind === 'vae') vaeChoice(model, data);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    problems.push({path: [...at('model'), ...(error.where?.split('.').slice(1) ?? [])], message: error.message});
  }
}

/** Data that contradicts itself, or has too little for what is fitted to it. */
function checkData({data, model, sample}: Arm, at: (field: 'data' | 'model') => string[], problems: Problem[]): void {
  if ('rows' in data && data.rows < data.dimension)
    problems.push({
      path: [...at('data'), 'rows'],
      message: `${data.rows} rows cannot determine the ${data.dimension} coefficients of the world`,
    });
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
  if (model.kind !== 'mixture' || !('world' in data) || typeof sample?.size !== 'number') return;
  const components = [model.components].flat();
  const most = components.reduce((a, b) => Math.max(a, b));
  const first = sample.first ?? sample.size;
  if (most > first)
    problems.push({path: [...at('model'), 'components'], message: `${most} components for a training set of ${first} records`});
}

const isLabelled = ({data}: Arm): boolean => 'world' in data && data.world === 'labelled';

function checkGaussian(arm: Arm, at: (field: 'data' | 'model') => string[], problems: Problem[]): void {
  const {data, model} = arm;
  if ('world' in data && data.world === 'gaussian') {
    for (const key of ['mean', 'sd'] as const) {
      const value = data[key];
      if (Array.isArray(value) && value.length !== data.dimension) {
        problems.push({path: [...at('data'), key], message: `has ${value.length} numbers, the world has dimension ${data.dimension}`});
      }
    }
  } else if (model.kind === 'gaussian' && model.variance === 'known') {
    problems.push({path: [...at('model'), 'variance'], message: '`known` needs the gaussian world, whose covariance is known'});
  }
}
