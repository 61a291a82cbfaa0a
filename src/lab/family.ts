/** From an arm's `model` to the family that is fitted. */
import type {Data, Points, Text} from '../core/data.ts';
import {ConfigError} from '../core/error.ts';
import {autoregressiveModel, autoregressiveOptions} from '../models/autoregressive/index.ts';
import {categoricalModel} from '../models/categorical/index.ts';
import {classifierModel} from '../models/classifier/index.ts';
import {gaussianModel} from '../models/gaussian/index.ts';
import {kdeModel} from '../models/kde/index.ts';
import {mixtureModel} from '../models/mixture/index.ts';
import {mlpModel, mlpOptions} from '../models/mlp/index.ts';
import type {Model} from '../models/model.ts';
import {ngramModel} from '../models/ngram/index.ts';
import {regressionModel} from '../models/regression/index.ts';
import {transformerModel, transformerOptions} from '../models/transformer/index.ts';
import {vaeModel} from '../models/vae/index.ts';
import type {Runtime} from '../tensor/runtime.ts';
import type {Arm} from './experiment/arm.ts';
import type {Human} from './human/human.ts';
import {sideOf, vaeChoice} from './vae-choice.ts';
import type {World} from './world/index.ts';

export interface FamilySetting {
  readonly world?: World;
  readonly human: Human;
  /** Of neural models, opened when the first is made. */
  readonly runtime?: () => Runtime;
}

export function modelOf(arm: Arm, {world, human, runtime}: FamilySetting): Model {
  const options = arm.model;
  switch (options.kind) {
    case 'gaussian':
      return gaussianModel({
        variance: options.variance,
        bias: options.bias,
        ...(options.variance === 'known' && {known: world!.truth.covariance!}),
      }) as unknown as Model;
    case 'categorical':
      return categoricalModel() as unknown as Model;
    case 'regression':
      return regressionModel({noise: (arm.data as {noise: number}).noise}) as unknown as Model;
    case 'classifier':
      return classifierModel({noise: (arm.data as {noise: number}).noise}) as unknown as Model;
    case 'mixture':
      return mixtureModel(options) as Model<Points> as unknown as Model;
    case 'kde':
      return kdeModel(options) as Model<Points> as unknown as Model;
    case 'ngram':
      return ngramModel(options) as unknown as Model<Data>;
    case 'transformer': {
      const {kind: _, ...choice} = options;
      const setting = {
        options: transformerOptions(choice),
        runtime: opened(arm, runtime),
        vocabulary: human.training as Text,
        holdout: human.holdout as Text | undefined,
      };
      return transformerModel(setting) as unknown as Model<Data>;
    }
    case 'mlp': {
      const {kind: _, ...choice} = options;
      return mlpModel({options: mlpOptions(choice), runtime: opened(arm, runtime)}) as unknown as Model<Data>;
    }
    case 'autoregressive': {
      const {kind: _, ...choice} = options;
      return autoregressiveModel({options: autoregressiveOptions(choice), runtime: opened(arm, runtime)}) as unknown as Model<Data>;
    }
    case 'vae':
      return vaeModel({
        options: vaeChoice(options, arm.data),
        runtime: opened(arm, runtime),
        side: sideOf(arm.data),
      }) as unknown as Model<Data>;
  }
}

function opened({model}: Arm, runtime: FamilySetting['runtime']): Runtime {
  if (runtime) return runtime();
  throw new ConfigError(`the model ${model.kind} needs a runtime for tensors, and none was given`, {next: 'Give the lineage a `runtime`.'});
}
