/** The Gaussian, as an experiment writes it. */
import * as z from 'zod';
import type {Points} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {scheduledAt, scheduleSchema} from '../schedule.ts';
import {FittedGaussian, gaussianModel} from './index.ts';

const schema = z
  .strictObject({
    kind: z.literal('gaussian'),
    variance: z.enum(['ml', 'unbiased', 'known']).default('ml').describe('Divide by n, by n - 1, or keep the covariance of the world.'),
    bias: scheduleSchema(positive)
      .default(1)
      .describe('Sampling bias lambda: samples come from N(mean, lambda * covariance). A schedule may change it.'),
  })
  .describe('A Gaussian with full covariance.');

export const gaussianFamily: Family<Points, z.infer<typeof schema>, typeof schema> = {
  kind: 'gaussian',
  schema,
  fits: 'points',
  wants: 'a world of points, such as gaussian',
  isNeural: false,
  problems: ({variance}, {isGaussian}) =>
    variance === 'known' && !isGaussian
      ? [{path: ['variance'], message: '`known` needs the gaussian world, whose covariance is known'}]
      : [],
  cost: (_, {n, dimension: d}) => momentCost(n, d),
  needs: (_, {dimension: d}) => [{field: 'data.dimension', what: 'covariances', bytes: 8 * d * d}],
  estimator: ({variance, bias}) => ({kind: 'moments', variance, bias: scheduledAt(bias, 1)}),
  scheduled: {bias: positive},
  drawnAt: (fitted, {bias}, generation) => (fitted instanceof FittedGaussian ? fitted.biased(scheduledAt(bias, generation)) : fitted),
  make: ({variance, bias}, {covariance}) =>
    gaussianModel({variance, bias: scheduledAt(bias, 1), ...(variance === 'known' && {known: covariance})}),
};
