/** From an arm's `model` to the family that is fitted. */
import type {Data, Points} from '../core/data.ts';
import {categoricalModel} from '../models/categorical.ts';
import {classifierModel} from '../models/classifier.ts';
import {gaussianModel} from '../models/gaussian.ts';
import {kdeModel} from '../models/kde.ts';
import {mixtureModel} from '../models/mixture/index.ts';
import type {Model} from '../models/model.ts';
import {ngramModel} from '../models/ngram/index.ts';
import {regressionModel} from '../models/regression.ts';
import type {Arm} from './arm.ts';
import type {World} from './world/index.ts';

export function modelOf(arm: Arm, world: World | undefined): Model {
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
  }
}
