/** The Gaussian, as an experiment writes it. */
import {z} from 'zod';
import type {Points} from '../../core/data.ts';
import {positive} from '../atoms.ts';
import type {Family} from '../family.ts';
import {momentCost} from '../moments.ts';
import {gaussianModel} from './index.ts';

const schema = z
  .strictObject({
    kind: z.literal('gaussian'),
    variance: z.enum(['ml', 'unbiased', 'known']).default('ml').describe('Divide by n, by n - 1, or keep the covariance of the world.'),
    bias: positive.default(1).describe('Sampling bias lambda: samples come from N(mean, lambda * covariance).'),
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
  estimator: ({variance, bias}) => ({kind: 'moments', variance, bias}),
  make: ({variance, bias}, {covariance}) => gaussianModel({variance, bias, ...(variance === 'known' && {known: covariance})}),
};
